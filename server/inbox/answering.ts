import type { LinkKey } from '../enrichment/link.ts';
import type { InboxEvent } from './inbox-event.ts';
import type { Overwritten } from './reduce-event.ts';

/**
 * What came of the events of one record.
 * - `echo`: they told of nothing but our own writes. `older`: of nothing that is not known. Neither made a call.
 * - `noted`: whose values stand in the fields, and which store it is, is known anew; nothing had to be written.
 * - `written`, `unchanged`, `skipped`, `failed`: the record was enriched, with the outcome runs count, too.
 * - `gone`: deleted, or merged into another. `unknown`: of a record that is none of ours; dropped.
 */
export type Answered = {
  outcome: 'echo' | 'older' | 'noted' | 'written' | 'unchanged' | 'skipped' | 'failed' | 'gone' | 'unknown';
  code: string | null;
  tokens: number;
};

/**
 * Answers events of one record whose claim the caller holds, in whatever order they come; to answer them again changes
 * nothing.
 * @throws what concerns all records of the company (`concernsAll`), AppError `not_installed` once it is gone, and
 *   `record_busy` while somebody else does not let go of the record: try all of them again later.
 */
export type AnswerEvents = (work: { key: LinkKey; events: readonly InboxEvent[] }) => Promise<Answered>;

/**
 * Puts back what an event shows to have been overwritten by us (`reduceEvent`), before its delivery is answered: the
 * values are kept nowhere. Repeated after a crash it changes nothing more.
 * @returns how many fields were put back
 * @throws AppError when it could not be done now: have Pipedrive deliver the event again.
 */
export type PutBack = (work: { key: LinkKey; overwritten: readonly Overwritten[] }) => Promise<number>;
