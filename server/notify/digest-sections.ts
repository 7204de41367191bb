import type { ByReason, DigestFacts } from './digest-facts.ts';
import { reasonWords } from './reason-words.ts';

/** One block of a mail: a heading, a sentence that says what to do, and lines. */
export type MailSection = { title: string; advice: string; lines: string[] };

const numbers = new Intl.NumberFormat('en');
const days = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

/** A number with its noun: "1 record", "1,200 records". */
export function count(value: number, noun: string): string {
  return `${numbers.format(value)} ${noun}${value === 1 ? '' : 's'}`;
}

export function total(reasons: ByReason): number {
  return Object.values(reasons).reduce((sum, each) => sum + each, 0);
}

/** What a digest says, grouped by reason, the most frequent first. */
export function digestSections({ failedRecords, failedRuns, waiting }: DigestFacts): MailSection[] {
  return [
    section(
      `${count(total(failedRecords), 'organization')} could not be updated`,
      'They are tried again by later runs for 14 days.',
      byReason(failedRecords),
    ),
    section(
      `${count(total(failedRuns), 'run')} failed`,
      'What was written before stays; start them again on the settings page.',
      byReason(failedRuns),
    ),
    section(
      `${count(waiting.deadLetters, 'organization')} given up after 14 days`,
      'Look at the reasons on the settings page, then have them tried again.',
      waiting.deadLetters > 0 ? ['Nothing tries these again by itself.'] : [],
    ),
    section(
      `${count(waiting.brokenFields.length, 'field')} not filled any more`,
      'Pipedrive refused these fields, or they were deleted. Mend them in the mapping.',
      waiting.brokenFields,
    ),
    section(
      `${count(waiting.connections.length, 'connection')} broken`,
      'Whoever it belongs to can reconnect on the settings page; an admin can take over automatic work there.',
      waiting.connections.map(connectionLine),
    ),
    section(
      'Pipedrive does not tell us of changes',
      'Changes are then noticed by looking, which takes longer and costs API tokens. See the settings page.',
      waiting.changesNotTold === null ? [] : [reasonWords(waiting.changesNotTold)],
    ),
    section(
      `${count(waiting.runsWithoutBudget, 'run')} waiting for API tokens`,
      'They go on by themselves after the daily reset.',
      waiting.runsWithoutBudget > 0 ? ['Today’s share of API tokens is used up.'] : [],
    ),
  ].filter(({ lines }) => lines.length > 0);
}

function section(title: string, advice: string, lines: string[]): MailSection {
  return { title, advice, lines };
}

function byReason(reasons: ByReason): string[] {
  return Object.entries(reasons)
    .filter(([, n]) => n > 0)
    .sort(([a, m], [b, n]) => n - m || a.localeCompare(b))
    .map(([code, n]) => `${numbers.format(n)}: ${reasonWords(code)}`);
}

function connectionLine({
  userId,
  reason,
  automatic,
  erasesAt,
}: DigestFacts['waiting']['connections'][number]): string {
  const work = automatic ? ', which does the automatic work' : '';
  const end = erasesAt ? `. Unless it is mended, it is erased on ${days.format(erasesAt)}` : '';
  return `User ${userId}${work}: ${reasonWords(reason)}${end}`;
}
