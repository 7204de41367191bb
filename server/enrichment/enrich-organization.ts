import type { Diff } from '../mapping/diff.ts';
import type { Caller } from '../pipedrive/types.ts';
import type { EnrichmentContext } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { concernsAll } from './interruption.ts';
import type { LastAttempt, LinkKey } from './link.ts';
import type { RecordWriter } from './record-writer.ts';
import { type Sent, sendChanges } from './send-changes.ts';

/** A record whose lock we hold and whose changes are worked out. */
export type RecordWork = {
  key: LinkKey;
  token: string;
  caller: Caller;
  context: EnrichmentContext;
  diff: Diff;
  /** Null: somebody pressed the button. */
  runId: string | null;
  writer: RecordWriter;
  /** Marks what is about to be sent, where that did not come with the lock. False: the lock is lost. */
  savePending(): Promise<boolean>;
};

/** What became of the record, as runs and panel count it. */
export type RecordOutcome = { outcome: LastAttempt['outcome']; code: string | null; tokens: number };

/**
 * Brings one record in step: pending → one PATCH with the changed fields → confirmed from its answer → history.
 * With nothing to write it costs no call. The lock is given back in every case but a crash; what was pending then
 * is sent again by whoever comes next.
 * @throws what concerns all records (budget, connection) after putting the record back as it was, and
 *   AppError `not_installed` when the installation is gone.
 */
export async function enrichOrganization(deps: EnrichmentDeps, work: RecordWork): Promise<RecordOutcome> {
  const { key, diff, context } = work;
  if (diff.fields.length === 0) return finish(deps, work, nothingToWrite(diff));

  if (!(await work.savePending())) return { outcome: 'skipped', code: 'changed_meanwhile', tokens: 0 };
  deps.atBoundary('enrich.pending-written');

  await work.writer.stillInstalled();
  const caller = {
    ...work.caller,
    epoch: key.epoch,
    signal: AbortSignal.timeout(Math.ceil(deps.lockMs * 0.8)),
  };
  const sent = await sendChanges(deps, { orgId: key.orgId, caller, diff, context });
  deps.atBoundary('enrich.patch-answered');

  if (concernsAll(sent.error)) {
    const attempt = { key, token: work.token, knowledge: sent.knowledge, last: null };
    await work.writer.save({ attempt, entry: null });
    throw sent.error;
  }
  // Only what the organization connection cannot find is gone; a person may just not be allowed to see it.
  if (sent.code === 'record_gone' && work.runId !== null) return bury(deps, work, sent);
  return finish(deps, work, sent);
}

async function finish(deps: EnrichmentDeps, work: RecordWork, sent: Sent): Promise<RecordOutcome> {
  const { key, runId } = work;
  const { outcome, code, sources, notes, tokens } = sent;
  const at = deps.clock.now();
  const last = { at, runId, outcome, code, fieldsWritten: sources.length, notes };
  const entry = { ...key, runId, at, outcome, code, sources, notes };
  await work.writer.save({ attempt: { key, token: work.token, knowledge: sent.knowledge, last }, entry });
  deps.atBoundary('enrich.confirmed');
  return { outcome, code, tokens };
}

async function bury(deps: EnrichmentDeps, work: RecordWork, { code, tokens }: Sent): Promise<RecordOutcome> {
  const last = {
    at: deps.clock.now(),
    runId: work.runId,
    outcome: 'skipped',
    code,
    fieldsWritten: 0,
    notes: [],
  } as const;
  await deps.links.bury(work.key, work.token, { ...last, notes: [] });
  return { outcome: 'skipped', code, tokens };
}

function nothingToWrite(diff: Diff): Sent {
  const notes = diff.notes.map(({ source, note }) => ({ source, code: note as string }));
  return {
    outcome: 'unchanged',
    code: null,
    sources: [],
    notes,
    knowledge: diff.settled,
    tokens: 0,
    error: null,
  };
}
