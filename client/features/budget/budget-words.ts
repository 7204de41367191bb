import type { BudgetView } from '../../../server/install/budget.contract.ts';
import { formatInteger, formatWhen } from '../../ui/format.ts';

/** What tokens were spent for, the most urgent first. */
export const laneWords: Record<keyof BudgetView['byLane'], string> = {
  click: 'People’s clicks',
  event: 'Changes in Pipedrive',
  create: 'New organizations',
  bulk: 'Bulk work',
};

const kinds: Record<string, string> = {
  scan: 'The scan',
  enrich_all: 'Enrich all',
  preview: 'The preview',
  weekly: 'The weekly update',
  repair: 'Catching up with changes',
  retry: 'Retrying what failed',
  signals: 'Telling of changes',
  undo: 'Undoing',
};

/** A kind of bulk work as the beginning of a sentence; one not known here still reads as words. */
export function kindWords(kind: string): string {
  const plain = kind.replaceAll('_', ' ');
  return kinds[kind] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Where the number of tokens a day is from. */
export function limitWords({ limit }: Pick<BudgetView, 'limit'>): string {
  const tokens = formatInteger(limit.tokens);
  switch (limit.from) {
    case 'headers':
      return `${tokens} tokens a day for the whole company, as Pipedrive told.`;
    case 'stated_plan':
      return `${tokens} tokens a day: one seat of the Pipedrive plan stated under “Fields”. Pipedrive has not told the number yet.`;
    case 'assumed':
      return `${tokens} tokens a day are assumed: one seat of the smallest plan. Pipedrive has not told the number yet.`;
  }
}

/** When the day begins anew. */
export function resetWords(
  { resetsAt, resetIsKnown }: Pick<BudgetView, 'resetsAt' | 'resetIsKnown'>,
  now: number,
): string {
  const when = formatWhen(resetsAt, now);
  return resetIsKnown ? when : `Probably ${when}`;
}

/** What a share of the company's tokens comes to. */
export function shareWords({ limit, tokensPerRecord }: BudgetView, percent: number): string {
  const tokens = Math.floor((limit.tokens * percent) / 100);
  const records = Math.floor(tokens / tokensPerRecord);
  return `${percent}% is ${formatInteger(tokens)} tokens a day, enough to write about ${formatInteger(records)} organizations.`;
}
