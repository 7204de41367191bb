import { bulkCaller } from '../enrichment/enrich-chunk.ts';
import { requireInstallation } from '../enrichment/epoch-guard.ts';
import { pauseFor, unlessReplaced } from '../enrichment/interruption.ts';
import { blockSize, readBlock } from '../enrichment/reading/read-block.ts';
import type { Chunk } from '../runs/chunk.ts';
import { countNotes, countRecord, type Run } from '../runs/run.ts';
import type { ChunkWorker, Driver } from '../runs/run-work.ts';
import type { UndoDeps } from './undo-deps.ts';
import { keptAfter, undoRecord } from './undo-record.ts';

/** Plans the undo of a run: hands out the records it replaced something in, as lists. Repeatable. */
export async function planUndoRun(deps: UndoDeps, run: Run, driver: Driver): Promise<'chunks_ready'> {
  for (let after = await driver.plannedTo(); ; ) {
    driver.signal.throwIfAborted();
    const page = { since: keptAfter(deps), after, limit: blockSize };
    const ids = await deps.undoValues.recordsOfRun(run, run.ofRunId ?? '', page);
    const [from, to] = [ids[0], ids.at(-1)];
    if (from === undefined || to === undefined) return 'chunks_ready';
    await driver.addChunks([{ from, to, count: ids.length, ids }]);
    after = to;
  }
}

/**
 * Undoes what a run did to the records of a chunk, which are read in one go first. A chunk taken again counts what was
 * put back and does the rest.
 * @throws RunPause when budget, connection or plan are missing.
 */
export async function undoChunk(deps: UndoDeps, run: Run, chunk: Chunk, hands: ChunkWorker): Promise<void> {
  const caller = await bulkCaller(deps, run);
  const ids = chunk.ids ?? [];
  hands.found(ids.length);
  try {
    const installation = await requireInstallation(deps, run.companyId, run.epoch);
    const links = new Map((await deps.links.ofOrganizations(run, ids)).map((link) => [link.orgId, link]));
    const open: number[] = [];
    for (const id of ids) {
      const link = links.get(id);
      if (link?.last?.runId === run.id) {
        countRecord(hands.counts, link.last.outcome, link.last.code ?? undefined);
        countNotes(hands.counts, link.last.notes);
      } else if (link && !link.gone) open.push(id);
      else countRecord(hands.counts, 'skipped', 'record_gone');
    }
    if (open.length > 0) {
      const { at: readAt, found, missing } = await readBlock(deps, caller, open, hands);
      const workOn = async (orgId: number) => {
        const [link, organization] = [links.get(orgId), found.get(orgId)];
        if (hands.signal.aborted || !link) return;
        if (!organization) return countRecord(hands.counts, 'skipped', missing.get(orgId) ?? 'record_gone');
        const key = { companyId: run.companyId, epoch: run.epoch, orgId };
        const read = { link, record: { organization, readAt } };
        const of = { key, installation, caller, undone: { runId: run.ofRunId ?? '' }, runId: run.id, read };
        const { outcome, code, left, tokens } = await undoRecord(deps, of);
        hands.spent(tokens);
        countRecord(hands.counts, outcome, code ?? undefined);
        countNotes(
          hands.counts,
          left.map(({ reason }) => ({ code: reason })),
        );
      };
      const results = await Promise.allSettled(open.map((id) => hands.slots.use(() => workOn(id))));
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    }
  } catch (error) {
    throw await unlessReplaced(deps, caller, pauseFor(error, deps.clock.now()));
  }
  hands.signal.throwIfAborted();
  await hands.finish();
}
