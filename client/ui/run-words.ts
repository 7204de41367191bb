import type { RunView } from '../../server/runs/runs.contract.ts';
import { formatWhen } from './format.ts';

const reasons: Record<string, string> = {
  no_website: 'No website',
  no_match: 'No store found',
  not_a_shop: 'Not a shop’s own website',
  ambiguous: 'Several stores fit',
  out_of_plan: 'Outside your plan',
  not_this_store: 'Marked “not this store”',
  excluded: 'Excluded by a person',
  do_not_enrich: 'Excluded by a person',
  deleted: 'Deleted in Pipedrive',
  record_gone: 'Deleted in Pipedrive',
  no_access: 'Not visible to the connected user',
  budget_exhausted: 'No API tokens left',
  field_refused: 'Pipedrive refused a field',
  rate_limited: 'Pipedrive was too busy',
  pipedrive_unavailable: 'Pipedrive did not answer',
  record_busy: 'Being changed by somebody else at that moment',
  changed_meanwhile: 'Changed by somebody else meanwhile',
  request_refused: 'Pipedrive refused the change',
  scope_missing: 'The connection lacks a permission',
  company_closed: 'The Pipedrive account is closed',
  not_connected: 'The connection to Pipedrive is broken',
  no_store: 'No store found',
  no_fields: 'No fields to fill',
  unexpected_error: 'An error of the app, which was reported',
  cancelled: 'Not reached before the run was cancelled',
};

/** A reason code as words; a code not known here still reads as words. */
export function reasonWords(code: string): string {
  const plain = code.replaceAll('_', ' ');
  return reasons[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** True until a run has come to its end. */
export function isUnderWay(run: RunView): boolean {
  return isMoving(run) || run.state === 'paused';
}

/** True while a run works, or is about to. */
export function isMoving({ state }: RunView): boolean {
  return state === 'queued' || state === 'running';
}

/** True when a run ended having looked at everything. */
export function isDone({ state }: RunView): boolean {
  return state === 'done' || state === 'done_with_errors';
}

const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((total, value) => total + value, 0);

/** How many records a run has dealt with. */
export function processed(run: RunView): number {
  return run.written + run.unchanged + sum(run.skipped) + sum(run.failed);
}

/** How many records a run failed on. */
export function failures(run: RunView): number {
  return sum(run.failed);
}

/** Why a paused run waits, and until when. */
export function pauseWords({ pauseReason, resumesAt }: RunView, now: number): string {
  const until = resumesAt ? ` It goes on by itself at ${formatWhen(resumesAt, now)}.` : '';
  switch (pauseReason) {
    case 'budget':
      return `Today’s share of API tokens is used up.${until || ' It goes on by itself after the daily reset.'}`;
    case 'connection':
      return 'The connection to Pipedrive is broken. It goes on once its user reconnects or an admin takes over.';
    case 'plan':
      return 'Your plan does not include this any more.';
    default:
      return `Paused.${until}`;
  }
}
