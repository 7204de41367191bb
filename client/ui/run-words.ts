import type { RunKind, RunView } from '../../server/runs/runs.contract.ts';
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
  store_leads_unavailable: 'Store Leads did not answer',
  store_leads_busy: 'Store Leads was too busy',
  store_leads_key_refused: 'Store Leads refused the key of the app',
  store_leads_refused: 'Store Leads refused a request of the app',
  record_busy: 'Being changed by somebody else at that moment',
  changed_meanwhile: 'Changed by somebody else meanwhile',
  request_refused: 'Pipedrive refused the change',
  scope_missing: 'The connection lacks a permission',
  company_closed: 'The Pipedrive account is closed',
  not_connected: 'The connection to Pipedrive is broken',
  no_store: 'No store found',
  other_store: 'Linked to another store, or to none, by now',
  no_fields: 'No fields to fill',
  nothing_to_enrich: 'No organization is linked to a store',
  object_not_enabled: 'Enriching organizations is turned off',
  plan_required: 'Your plan does not include this',
  website_field_not_chosen: 'No website field is chosen',
  not_installed: 'The app was uninstalled',
  dead_letter: 'Failed for two weeks, left alone',
  too_late: 'Could not be written soon enough after it was read',
  bad_answer: 'Pipedrive answered in a way that is not understood',
  custom_field_cap: 'The Pipedrive plan has no room for more fields',
  unreadable_secret: 'The stored grant could not be read',
  unexpected_error: 'An error of the app, which was reported',
  edited_since: 'Edited since, left alone',
  already_back: 'Holds its old value already',
  field_gone: 'The field was deleted in Pipedrive',
  value_refused: 'Pipedrive does not take the old value any more',
  cancelled: 'Not reached before the run was cancelled',
};

/** A reason code as words; a code not known here still reads as words. */
export function reasonWords(code: string): string {
  const plain = code.replaceAll('_', ' ');
  return reasons[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

const kinds: Record<RunKind, string> = {
  scan: 'Scan',
  enrich_all: 'Enrich all',
  preview: 'Preview of everything',
  weekly: 'Weekly update',
  repair: 'Catching up',
  retry: 'Retry of failed records',
  signals: 'Change signals',
  undo: 'Undo',
};

/** What a run does, in words. */
export function kindWords(kind: RunKind): string {
  return kinds[kind];
}

const states: Record<RunView['state'], string> = {
  queued: 'Starting',
  running: 'Running',
  paused: 'Paused',
  done: 'Done',
  done_with_errors: 'Done, some failed',
  cancelled: 'Cancelled',
  failed: 'Stopped',
  superseded: 'Replaced by a newer run',
};

/** How a run stands, in words. */
export function stateWords(state: RunView['state']): string {
  return states[state];
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
    case 'person':
      return 'Somebody paused it. It goes on when somebody resumes it.';
    case 'automatic_off':
      return 'Automatic work is turned off. It goes on when somebody turns it on again.';
    case 'quiet_hours':
      return `These are quiet hours.${until || ' It goes on by itself when they are over.'}`;
    default:
      return `Paused.${until}`;
  }
}
