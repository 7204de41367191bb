import { planAllows } from '../accounts/gates.ts';
import type { Caller } from '../pipedrive/types.ts';
import type { Chunk } from '../runs/chunk.ts';
import { countNotes, countRecord, type Run } from '../runs/run.ts';
import { type ChunkWorker, RunPause } from '../runs/run-work.ts';
import { calculateFor } from './calculate-for.ts';
import type { ChunkScope, Sorted } from './chunk-scope.ts';
import type { CompanyFacts } from './company-facts.ts';
import { enrichChanged } from './enrich-changed.ts';
import { readContext } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { requireInstallation } from './epoch-guard.ts';
import { createFieldProof } from './field-proof.ts';
import { pauseFor, unlessReplaced } from './interruption.ts';
import { isEnrichable, type Link } from './link.ts';
import { markGone } from './mark-gone.ts';
import { createMissingOptions } from './missing-options.ts';
import { previewChanged } from './preview/preview-changed.ts';
import { supposeOptions } from './preview/preview-options.ts';
import { createRecordWriter } from './record-writer.ts';
import { sortOut } from './sort-out.ts';

type Deps = EnrichmentDeps & CompanyFacts;

/**
 * Brings the records of a chunk in step. Those that need no write are noted in one go, without a call; the others
 * go through the one story, some at a time. A chunk taken again counts what this run has done and does the rest.
 * A run of kind `preview` does the same up to the point of writing: it counts, and leaves no trace on any record.
 * @throws RunPause when budget, connection or plan are missing.
 */
export async function enrichChunk(deps: Deps, run: Run, chunk: Chunk, hands: ChunkWorker): Promise<void> {
  deps.atBoundary('enrich.chunk-claimed');
  const caller = await bulkCaller(deps, run);
  try {
    const scope = await prepare(deps, run, caller, hands);
    const links = await (chunk.ids
      ? deps.links.ofOrganizations(run, chunk.ids)
      : deps.links.inRange(run, chunk.from, chunk.to));
    const done = links.filter((link) => link.last?.runId === run.id);
    const open = links.filter((link) => isEnrichable(link) && link.last?.runId !== run.id);
    hands.found(done.length + open.length);
    for (const { last } of done) {
      if (!last) continue;
      countRecord(hands.counts, last.outcome, last.code ?? undefined);
      countNotes(hands.counts, last.notes);
    }
    const sorted = await workOut(deps, scope, open);
    await (run.kind === 'preview' ? previewChanged : enrichChanged)(deps, scope, sorted);
  } catch (error) {
    throw await unlessReplaced(deps, caller, pauseFor(error, deps.clock.now()));
  }
  hands.signal.throwIfAborted();
  await hands.finish();
  deps.atBoundary('enrich.chunk-finished');
}

/**
 * In whose name bulk work calls.
 * @throws RunPause when connection or plan are missing; AppError `not_installed`.
 */
export async function bulkCaller(deps: Pick<Deps, 'getInstallation'>, run: Run): Promise<Caller> {
  const installation = await requireInstallation(deps, run.companyId, run.epoch);
  if (!planAllows(installation.plan, 'enrich_all')) throw new RunPause('plan', null);
  const { organizationUserId: userId } = installation;
  if (userId === null) throw new RunPause('connection', null);
  return { companyId: run.companyId, userId, lane: 'bulk' };
}

async function prepare(deps: Deps, run: Run, caller: Caller, hands: ChunkWorker): Promise<ChunkScope> {
  const installation = await requireInstallation(deps, run.companyId, run.epoch);
  const context = await readContext(deps, installation, caller, { fields: run.kind === 'preview' });
  hands.spent(context.tokens);
  if (run.kind !== 'preview') await markGone(deps, context);
  return { run, caller, context, hands, writer: createRecordWriter(deps, run), proof: createFieldProof() };
}

/** Finds the stores of the records, has everything at hand that their values need, and parts them. */
async function workOut(deps: Deps, scope: ChunkScope, open: Link[]): Promise<Sorted> {
  const { run, caller, context, hands } = scope;
  if (!context.mapping.enabled) {
    for (const _ of open) countRecord(hands.counts, 'skipped', 'object_not_enabled');
    return { ready: [], unread: [] };
  }
  const stores = await deps.findStores(open.flatMap((link) => link.match.storeId ?? []));
  await calculateFor(deps, context, stores.values(), run.createdAt);
  if (run.kind === 'preview') supposeOptions(context, [...stores.values()]);
  else hands.spent(await createMissingOptions(deps, context, caller, [...stores.values()]));
  return sortOut(deps, scope, open, stores);
}
