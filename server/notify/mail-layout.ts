import type { MailSection } from './digest-sections.ts';

/** What every mail of ours consists of. */
export type MailBody = {
  title: string;
  sentence: string;
  sections: MailSection[];
  link: { href: string; text: string } | null;
  /** Why one gets this, and how it ends. */
  footer: string;
  unsubscribe: string | null;
};

/** The same words as plain text and as HTML that needs nothing from anywhere. */
export function layOut(body: MailBody): { text: string; html: string } {
  return { text: plain(body), html: html(body) };
}

function plain({ title, sentence, sections, link, footer, unsubscribe }: MailBody): string {
  return [
    title,
    sentence,
    ...sections.map(({ title: heading, advice, lines }) =>
      [heading, ...lines.map((line) => `- ${line}`), advice].join('\n'),
    ),
    ...(link ? [`${link.text}: ${link.href}`] : []),
    '--',
    footer,
    ...(unsubscribe ? [`Unsubscribe: ${unsubscribe}`] : []),
  ].join('\n\n');
}

function html({ title, sentence, sections, link, footer, unsubscribe }: MailBody): string {
  const blocks = sections.map(
    ({ title: heading, advice, lines }) =>
      `<h2 style="font-size:16px;margin:24px 0 4px">${escaped(heading)}</h2>` +
      `<ul style="margin:4px 0;padding-left:20px">${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>` +
      `<p style="margin:4px 0">${escaped(advice)}</p>`,
  );
  const button = link
    ? `<p style="margin:24px 0"><a href="${escaped(link.href)}" style="font-weight:600">${escaped(link.text)}</a></p>`
    : '';
  const end = unsubscribe ? ` <a href="${escaped(unsubscribe)}">Unsubscribe</a>` : '';
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">' +
    `<title>${escaped(title)}</title></head>` +
    '<body style="font:15px/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:16px">' +
    `<h1 style="font-size:20px">${escaped(title)}</h1><p>${escaped(sentence)}</p>${blocks.join('')}${button}` +
    `<hr><p><small>${escaped(footer)}${end}</small></p></body></html>`
  );
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
