import { type Diff, writesProtected } from '../mapping/diff/diff.ts';
import type { Caller, Organization } from '../pipedrive/types.ts';
import type { Cause, RecordNote } from '../runs/history.ts';
import type { EnrichmentContext } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { concernsAll } from './interruption.ts';
import { keepReplaced, settleReplaced } from './keep-replaced.ts';
import type { Burial, LastAttempt, LinkKey } from './link.ts';
import { keepPassed } from './note-skipped.ts';
import { notesOf } from './notes-of.ts';
import type { RecordWriter } from './record-writer.ts';
import { nothingToSend, type Sent, sendChanges } from './send-changes.ts';

/** What was read of a record is good for this long: whatever hangs on it must have left by then. */
export const readIsGoodForMs = 60_000;

/** A record whose lock we hold and whose changes are worked out. */
export type RecordWork = {
  key: LinkKey;
  token: string;
  caller: Caller;
  context: EnrichmentContext;
  diff: Diff;
  /** When the record was read that the diff was made from; null where it was made from what we know. */
  readAt: Date | null;
  /** The record as it was read then, where it was: what is written over may have to be kept. */
  live?: Organization | undefined;
  /** Release that last changed the store the changes were worked out from. */
  storeRelease?: number;
  cause: Cause;
  /** Which run; null where it is none. */
  runId: string | null;
  writer: RecordWriter;
  /** Marks what is about to be sent, where that did not come with the lock. False: the lock is lost. */
  savePending(): Promise<boolean>;
};

/** What became of the record, as runs and panel count it. */
export type RecordOutcome = {
  outcome: LastAttempt['outcome'];
  code: string | null;
  tokens: number;
  notes: RecordNote[];
  /** Milliseconds from reading the record to sending; null when nothing was sent that hangs on it. */
  gapMs: number | null;
};

/**
 * Brings one record in step: pending → one PATCH with the changed fields → confirmed from its answer → history.
 * With nothing to write it costs no call. The lock is given back in every case but a crash; what was pending then
 * is sent again by whoever comes next.
 * @returns what became of it, or `too_late`: what was read had become too old before the PATCH could leave. Nothing was
 *   sent then; read again.
 * @throws what concerns all records (budget, connection) after putting the record back as it was, and
 *   AppError `not_installed` when the installation is gone.
 */
export async function enrichOrganization(
  deps: EnrichmentDeps,
  work: RecordWork,
): Promise<RecordOutcome | 'too_late'> {
  const { key, diff, context } = work;
  if (diff.fields.length === 0) return finish(deps, work, nothingToSend(diff, notesOf(diff), 0), null);

  const { cause, runId, live, readAt } = work;
  const kept = await keepReplaced(deps, {
    ...{ ...key, caller: work.caller, cause, runId, diff },
    live: live && readAt ? { organization: live, readAt } : null,
  });
  deps.atBoundary('enrich.replaced-kept');
  if (!(await work.savePending())) {
    await settleReplaced(deps, kept, { diff, sent: nothingToSend(diff, [], 0) });
    return { outcome: 'skipped', code: 'changed_meanwhile', tokens: 0, notes: [], gapMs: null };
  }
  deps.atBoundary('enrich.pending-written');

  await work.writer.stillInstalled();
  const hangsOn = kept?.readAt ?? (writesProtected(diff) ? work.readAt : null);
  let sentAt: Date | null = null;
  const caller: Caller = {
    ...work.caller,
    epoch: key.epoch,
    signal: AbortSignal.timeout(Math.ceil(deps.lockMs * 0.8)),
    ...(hangsOn && { sendBefore: new Date(hangsOn.getTime() + readIsGoodForMs) }),
    onSend: (at) => {
      sentAt = at;
    },
  };
  const sent = await sendChanges(deps, { orgId: key.orgId, caller, diff, context });
  deps.atBoundary('enrich.patch-answered');
  await settleReplaced(deps, kept, { diff, sent });

  const tooLate = sent.code === 'too_late';
  if (tooLate || concernsAll(sent.error)) {
    const attempt = { key, token: work.token, knowledge: sent.knowledge, last: null };
    await work.writer.save({ attempt, entry: null });
    if (tooLate) return 'too_late';
    throw sent.error;
  }
  const gapMs = gapOf(hangsOn, sentAt);
  if (gapMs !== null) deps.readToWrite(gapMs / 1000);
  // Only what the organization connection cannot find is gone; a person may just not be allowed to see it.
  if (sent.code === 'record_gone' && work.cause !== 'button') {
    await buryRecord(deps, { key, token: work.token, cause: work.cause, runId: work.runId });
    return { outcome: 'skipped', code: 'record_gone', tokens: sent.tokens, notes: [], gapMs };
  }
  return finish(deps, work, sent, gapMs);
}

async function finish(
  deps: EnrichmentDeps,
  work: RecordWork,
  sent: Sent,
  gapMs: number | null,
): Promise<RecordOutcome> {
  const { key, token, cause, runId, storeRelease } = work;
  const { outcome, code, field, sources, notes, tokens } = sent;
  const at = deps.clock.now();
  const last = { at, runId, outcome, code, fieldsWritten: sources.length, notes };
  const entry = { ...key, cause, runId, at, outcome, code, field, sources, notes };
  const brought = storeRelease === undefined ? {} : { broughtRelease: storeRelease };
  const attempt = { key, token, knowledge: sent.knowledge, last, ...brought };
  await work.writer.save({ attempt, entry });
  deps.atBoundary('enrich.confirmed');
  return { outcome, code, tokens, notes, gapMs };
}

/** Leaves a mark in the place of a locked record that is gone from Pipedrive; what it had is kept unless it is told why. */
export async function buryRecord(
  deps: Pick<EnrichmentDeps, 'links' | 'history' | 'getInstallation' | 'clock'>,
  record: { key: LinkKey; token: string; cause: Cause; runId: string | null } & Partial<Burial>,
): Promise<void> {
  const { key, token, cause, runId, updateTime = null, isForgotten = false } = record;
  const at = deps.clock.now();
  const last = { at, runId, outcome: 'skipped', code: 'record_gone', fieldsWritten: 0, notes: [] } as const;
  await keepPassed(deps, { ...key, id: runId, cause }, 'skipped', [{ key, code: 'record_gone' }]);
  await deps.links.bury(key, token, { ...last, notes: [] }, { updateTime, isForgotten });
}

/** The gateway says when a request left; the control flow analysis does not know that it did. */
function gapOf(readAt: Date | null, sentAt: Date | null): number | null {
  return readAt && sentAt ? Math.max(0, sentAt.getTime() - readAt.getTime()) : null;
}
