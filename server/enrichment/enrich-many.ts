import type { Session } from '../platform/endpoint.ts';
import { AppError, isAppError } from '../platform/errors.ts';
import { attemptMessage } from './attempt-message.ts';
import { enrichByButton } from './enrich-by-button.ts';
import type { EnrichmentRouterDeps } from './enrichment-deps.ts';
import { concernsAll } from './interruption.ts';
import { linkOf, openRecord } from './panel.ts';
import type { EnrichManyResult } from './preview/preview.contract.ts';
import { readOrganization } from './read-record.ts';

type Outcome = EnrichManyResult['records'][number];

/** What stands in the way of one record only; anything else is in the way of all of them. */
const ofTheRecord = new Set([
  'excluded',
  'no_store',
  'out_of_plan',
  'record_busy',
  'too_late',
  'record_gone',
  'no_access',
]);

const hidden = {
  no_access: 'You cannot see this organization in Pipedrive, or it does not exist.',
  deleted: 'This organization was deleted in Pipedrive.',
  no_organization: 'This record has no organization.',
} as const;

/**
 * Presses "Enrich" on some organizations, one after another, in the caller's name. Each is read right before it is
 * written. Stops where tokens or connection are missing, and when nobody waits for the answer any more.
 * @throws AppError what keeps every record from being enriched, e.g. `plan_required`, `no_fields`
 */
export async function enrichMany(
  deps: EnrichmentRouterDeps,
  session: Session,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<EnrichManyResult> {
  const records: Outcome[] = [];
  for (const id of new Set(ids)) {
    if (signal.aborted) break;
    try {
      records.push(await enrichOne(deps, session, id));
    } catch (error) {
      if (!isAppError(error)) throw error;
      const { code, message } = error;
      if (concernsAll(error)) return { records, stopped: { code, message } };
      if (!ofTheRecord.has(code)) throw error;
      records.push(failed(id, code, message));
    }
  }
  return { records, stopped: null };
}

async function enrichOne(deps: EnrichmentRouterDeps, session: Session, id: number): Promise<Outcome> {
  const caller = { ...session, lane: 'click' } as const;
  const read = await readOrganization(deps, caller, id);
  if (read.state === 'ok') {
    const record = await openRecord(deps, caller, read);
    await enrichByButton(deps, record);
    const last = (await linkOf(deps, record))?.last;
    if (!last || last.outcome === 'failed' || last.outcome === 'skipped')
      return failed(id, last?.code ?? 'not_finished', attemptMessage(last?.code ?? 'not_finished'));
    const { outcome, fieldsWritten } = last;
    return { id, outcome, fieldsWritten, code: null, message: null };
  }
  // Only a look says so gently; here it ends the work.
  if (read.state === 'budget_exhausted') throw outOfTokens();
  return failed(id, read.state, hidden[read.state]);
}

function failed(id: number, code: string, message: string | null): Outcome {
  return { id, outcome: 'failed', fieldsWritten: 0, code, message };
}

function outOfTokens(): AppError {
  return new AppError({
    code: 'budget_exhausted',
    status: 429,
    message: 'Today’s share of API tokens is used up. Go on after the daily reset.',
  });
}
