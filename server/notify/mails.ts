import type { DigestFacts } from './digest-facts.ts';
import { count, digestSections, total } from './digest-sections.ts';
import { layOut } from './mail-layout.ts';
import type { Mail } from './mailer.ts';

/** Where a mail goes, whom it is about, and what its links lead to. */
export type MailFrame = { to: string; companyId: number; settingsUrl: string; unsubscribeUrl: string };

/** The mail that asks whether the address is right. Nothing else is sent before its link was followed. */
export function confirmationMail(given: { to: string; companyId: number; confirmUrl: string }): Mail {
  const { to, companyId, confirmUrl } = given;
  const title = 'Confirm the daily error mail';
  const body = layOut({
    title,
    sentence: `Somebody asked Store Leads for Pipedrive to send its daily error mail of company ${companyId} to this address. If that was you, follow the link within two days.`,
    sections: [],
    link: { href: confirmUrl, text: 'Send the error mail here' },
    footer: 'If it was not you, do nothing: no further mail is sent.',
    unsubscribe: null,
  });
  return { to, subject: title, ...body };
}

/** The daily mail. */
export function digestMail(
  frame: MailFrame,
  facts: DigestFacts,
  { since, timeZone }: { since: Date; timeZone: string },
): Mail {
  const sections = digestSections(facts);
  const failed = total(facts.failedRecords) + total(facts.failedRuns);
  const subject =
    failed > 0 ? `Store Leads: ${count(failed, 'error')}` : 'Store Leads: something waits for you';
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone }).format(since);
  const sentence = `What went wrong or waits for a person in Pipedrive company ${frame.companyId}, since ${day}.`;
  return framed(frame, { subject, sentence, sections });
}

/** What a person sends themselves to see whether mails arrive. */
export function testMail(frame: MailFrame): Mail {
  return framed(frame, {
    subject: 'Store Leads: test mail',
    sentence: `Mails about Pipedrive company ${frame.companyId} arrive here. The daily one comes only when something went wrong or waits for a person.`,
    sections: [],
  });
}

function framed(
  { to, settingsUrl, unsubscribeUrl }: MailFrame,
  {
    subject,
    sentence,
    sections,
  }: { subject: string; sentence: string; sections: ReturnType<typeof digestSections> },
): Mail {
  const body = layOut({
    title: subject,
    sentence,
    sections,
    link: { href: settingsUrl, text: 'Open the settings of Store Leads' },
    footer: 'You get this because you asked for the daily error mail of Store Leads for Pipedrive.',
    unsubscribe: unsubscribeUrl,
  });
  return { to, subject, unsubscribeUrl, ...body };
}
