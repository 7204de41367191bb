import type { WebhooksView } from '../../../server/inbox/webhooks.contract.ts';
import type { Tone } from '../../ui/tag.tsx';

type Words = { tag: string; tone: Tone; says: string | null };

const words: Record<WebhooksView['health'], Words> = {
  ok: { tag: 'Up to date', tone: 'positive', says: null },
  none: {
    tag: 'Being set up',
    tone: 'info',
    says: 'Pipedrive is being asked to send changes. This takes a minute or so.',
  },
  refused: { tag: 'Refused', tone: 'negative', says: null },
  gone: {
    tag: 'Catching up',
    tone: 'warning',
    says: 'Pipedrive had stopped sending changes. They are sent again, and what was missed is being read.',
  },
  gap: {
    tag: 'Catching up',
    tone: 'warning',
    says: 'Some changes did not arrive. What was missed is being read.',
  },
  silent: {
    tag: 'Not certain',
    tone: 'warning',
    says: 'It could not be checked for some hours whether all changes arrive. Until then protected fields are read before they are written.',
  },
  behind: {
    tag: 'Behind',
    tone: 'warning',
    says: 'Changes arrive, but some wait for their turn.',
  },
};

/** What the state of the stream is called, and what that means. */
export function healthWords({ health }: WebhooksView): Words {
  return words[health];
}

const codes: Record<string, string> = {
  webhook_limit:
    'The user whose connection does automatic work has as many webhooks as Pipedrive allows (40). Remove some in Pipedrive, or let another admin take over, then check again.',
  webhook_address_refused:
    'Pipedrive cannot reach the address of this app. It must be public and use https: ask whoever runs the app to check APP_URL, then check again.',
  not_connected:
    'Nobody’s connection does automatic work at present. Settle the connection first, see below.',
  budget_exhausted: 'Today’s share of API tokens is used up. It is checked again after the reset.',
  scope_missing:
    'The connection does not include the right to webhooks. Connect again and allow everything asked for.',
  no_access: 'The connected Pipedrive user may not add webhooks. Let an admin take over, then check again.',
};

/** What to do about what keeps Pipedrive from being asked. */
export function codeWords(code: string): string {
  return codes[code] ?? 'Pipedrive did not answer as it should. It is asked again by itself before long.';
}

const reasons: Record<string, string> = {
  unauthorized: 'without the right password',
  not_json: 'not readable',
  too_large: 'too large',
  not_understood: 'not understood',
  foreign_company: 'of another company',
  stale: 'too old',
};

/** Why deliveries were not taken, the most frequent reason first. */
export function refusedWords(refused: WebhooksView['refused']): string {
  return Object.entries(refused)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, n]) => `${n} ${reasons[reason] ?? reason}`)
    .join(', ');
}
