import { planAllows } from '../accounts/gates.ts';
import type { Caller } from '../pipedrive/types.ts';
import type { Chunk } from '../runs/chunk.ts';
import { countRecord, type Run } from '../runs/run.ts';
import { type ChunkWorker, RunPause } from '../runs/run-work.ts';
import type { Currencies } from './currencies.ts';
import { type ChunkScope, enrichChanged, type Item } from './enrich-changed.ts';
import { planRecord, readContext } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { requireInstallation } from './epoch-guard.ts';
import { pauseFor, unlessReplaced } from './interruption.ts';
import { isEnrichable, type Link } from './link.ts';
import { planCovers } from './plan-covers.ts';
import { previewChanged } from './preview-changed.ts';
import { createRecordWriter } from './record-writer.ts';

type Deps = EnrichmentDeps & { currencies: Currencies };

/**
 * Brings the records of a chunk in step. Those that need no write are noted in one go, without a call; the others
 * go through the one story, some at a time. A chunk taken again counts what this run has done and does the rest.
 * A run of kind `preview` does the same up to the point of writing: it counts, and leaves no trace on any record.
 * @throws RunPause when budget, connection or plan are missing.
 */
export async function enrichChunk(deps: Deps, run: Run, chunk: Chunk, hands: ChunkWorker): Promise<void> {
  deps.atBoundary('enrich.chunk-claimed');
  const scope = await prepare(deps, run, hands);
  const links = await deps.links.inRange(run, chunk.from, chunk.to);
  const done = links.filter((link) => link.last?.runId === run.id);
  const open = links.filter((link) => isEnrichable(link) && link.last?.runId !== run.id);
  hands.found(done.length + open.length);
  for (const { last } of done) if (last) countRecord(hands.counts, last.outcome, last.code ?? undefined);

  const changed = await sortOut(deps, scope, open);
  const bring = run.kind === 'preview' ? previewChanged : enrichChanged;
  await bring(deps, scope, changed).catch(async (error: unknown) => {
    throw await unlessReplaced(deps, scope.caller, error);
  });
  hands.signal.throwIfAborted();
  await hands.finish();
  deps.atBoundary('enrich.chunk-finished');
}

async function prepare(deps: Deps, run: Run, hands: ChunkWorker): Promise<ChunkScope> {
  const installation = await requireInstallation(deps, run.companyId, run.epoch);
  if (!planAllows(installation.plan, 'enrich_all')) throw new RunPause('plan', null);
  const { organizationUserId: userId } = installation;
  if (userId === null) throw new RunPause('connection', null);
  const caller: Caller = { companyId: run.companyId, userId, lane: 'bulk' };
  try {
    const context = await readContext(deps, installation, caller);
    return { run, caller, context, hands, writer: createRecordWriter(deps, run) };
  } catch (error) {
    throw await unlessReplaced(deps, caller, pauseFor(error, deps.clock.now()));
  }
}

/** Notes the records that need no write; gives back the others. */
async function sortOut(deps: Deps, scope: ChunkScope, links: Link[]): Promise<Item[]> {
  const { run, context, hands } = scope;
  const stores = await deps.findStores(links.flatMap((link) => link.match.storeId ?? []));
  const changed: Item[] = [];
  const unchanged: Parameters<typeof deps.links.saveUnchanged>[0] = [];
  const last = {
    at: deps.clock.now(),
    runId: run.id,
    outcome: 'unchanged',
    code: null,
    fieldsWritten: 0,
  } as const;
  for (const link of links) {
    const store = stores.get(link.match.storeId ?? '');
    if (!store) {
      countRecord(hands.counts, 'skipped', 'no_store');
      continue;
    }
    if (!planCovers(context.installation, store)) {
      countRecord(hands.counts, 'skipped', 'out_of_plan');
      continue;
    }
    const diff = planRecord(context, store, link.knowledge);
    if (diff.fields.length > 0 || diff.needsLive) changed.push({ link, store, diff });
    else {
      const notes = diff.notes.map(({ source, note }) => ({ source, code: note as string }));
      unchanged.push({ link, knowledge: diff.settledIsNews ? diff.settled : null, last: { ...last, notes } });
    }
  }
  const isPreview = run.kind === 'preview';
  const saved = isPreview ? unchanged.length : await deps.links.saveUnchanged(unchanged, deps.clock.now());
  if (saved === unchanged.length) for (const _ of unchanged) countRecord(hands.counts, 'unchanged');
  else for (const { link } of unchanged) await countAnew(deps, scope, link);
  return changed;
}

/** Counts a record that needed no write, but that somebody else may have worked on in the same run. */
async function countAnew(deps: Deps, { run, hands }: ChunkScope, { companyId, orgId }: Link): Promise<void> {
  const last = (await deps.links.get(companyId, orgId))?.last;
  if (last?.runId === run.id) countRecord(hands.counts, last.outcome, last.code ?? undefined);
  else countRecord(hands.counts, 'unchanged');
}
