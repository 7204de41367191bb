import { planAllows } from '../accounts/gates.ts';
import type { StoreRecord } from '../catalog/store.ts';
import type { Diff } from '../mapping/diff.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import type { Caller, Organization } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import type { Chunk } from '../runs/chunk.ts';
import { countRecord, type Run } from '../runs/run.ts';
import { type ChunkWorker, RunPause } from '../runs/run-work.ts';
import type { Currencies } from './currencies.ts';
import { enrichOrganization, type RecordOutcome } from './enrich-organization.ts';
import { type EnrichmentContext, planRecord, readContext } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { requireInstallation } from './epoch-guard.ts';
import { concernsAll, pauseFor } from './interruption.ts';
import { isEnrichable, keyOf, type Link } from './link.ts';
import { whenFree } from './lock-link.ts';
import { createRecordWriter, type RecordWriter } from './record-writer.ts';

type Deps = EnrichmentDeps & { currencies: Currencies };
type Item = { link: Link; store: StoreRecord; diff: Diff };
type ChunkScope = {
  run: Run;
  caller: Caller;
  context: EnrichmentContext;
  writer: RecordWriter;
  hands: ChunkWorker;
};

/**
 * Brings the records of a chunk in step. Those that need no write are noted in one go, without a call; the others
 * go through the one story, some at a time. A chunk taken again counts what this run has done and does the rest.
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
  await workThrough(deps, scope, changed);
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
    throw pauseFor(error, deps.clock.now());
  }
}

/** Notes the records that need no write; gives back the others. */
async function sortOut(deps: Deps, { run, context, hands }: ChunkScope, links: Link[]): Promise<Item[]> {
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
    const diff = planRecord(context, store, link.knowledge);
    if (diff.fields.length > 0 || diff.needsLive) changed.push({ link, store, diff });
    else {
      const notes = diff.notes.map(({ source, note }) => ({ source, code: note as string }));
      unchanged.push({ link, knowledge: diff.settledIsNews ? diff.settled : null, last: { ...last, notes } });
    }
  }
  await deps.links.saveUnchanged(unchanged, deps.clock.now());
  for (const _ of unchanged) countRecord(hands.counts, 'unchanged');
  return changed;
}

/** Works on the changed records, as many at a time as the process has slots for; stops at the first that must wait. */
async function workThrough(deps: Deps, scope: ChunkScope, items: Item[]): Promise<void> {
  const { hands } = scope;
  const trouble = new AbortController();
  const signal = AbortSignal.any([hands.signal, trouble.signal]);
  const results = await Promise.allSettled(
    items
      .map(async (item) => {
        for (let current: Item | null = item; !signal.aborted; ) {
          const now: Item | null = current;
          const result =
            now === null ? changedMeanwhile : await hands.slots.use(() => attempt(deps, scope, now, signal));
          if (result === 'stopped') return;
          if (result !== 'busy') {
            hands.spent(result.tokens);
            countRecord(hands.counts, result.outcome, result.code ?? undefined);
            return;
          }
          current = await again(deps, scope, item.link, signal);
        }
      })
      .map((work) =>
        work.catch((error: unknown) => {
          trouble.abort();
          throw error;
        }),
      ),
  );
  for (const result of results) {
    if (result.status === 'rejected') throw pauseFor(result.reason, deps.clock.now());
  }
}

const changedMeanwhile: RecordOutcome = { outcome: 'skipped', code: 'changed_meanwhile', tokens: 0 };

async function attempt(
  deps: Deps,
  scope: ChunkScope,
  item: Item,
  signal: AbortSignal,
): Promise<RecordOutcome | 'busy' | 'stopped'> {
  if (signal.aborted) return 'stopped';
  const { run, caller, context, writer } = scope;
  const { link, store } = item;
  const token = deps.randomId();
  const lock = { token, until: new Date(deps.clock.now().getTime() + deps.lockMs) };
  // Fields may have been refused since the chunk was sorted out.
  const diff = context.refused.size > 0 ? planRecord(context, store, link.knowledge) : item.diff;
  const work = { key: keyOf(link), token, caller, context, runId: run.id, writer };
  if (!diff.needsLive) {
    if (!(await writer.lock({ link, lock, knowledge: diff.pending }))) return 'busy';
    return enrichOrganization(deps, { ...work, diff, savePending: async () => true });
  }
  // Some entry's rule protects what people typed: only the record as it is now can tell.
  const locked = await deps.links.lock(link, lock, deps.clock.now());
  if (!locked) return 'busy';
  let live: Organization;
  try {
    live = await deps.pipedrive.getOrganization(caller, link.orgId);
  } catch (error) {
    await deps.links.unlock(link, token);
    if (!isAppError(error) || concernsAll(error)) throw error;
    return { outcome: 'failed', code: error.code, tokens: endpoints.getOrganization.cost };
  }
  const liveDiff = planRecord(context, store, locked.knowledge, live);
  const savePending = () => deps.links.savePending(link, token, liveDiff.pending);
  const outcome = await enrichOrganization(deps, { ...work, diff: liveDiff, savePending });
  return { ...outcome, tokens: outcome.tokens + endpoints.getOrganization.cost };
}

/** A record somebody else was working on, looked at again once it is free; null when it is not ours to do any more. */
async function again(
  deps: Deps,
  { context }: ChunkScope,
  before: Link,
  signal: AbortSignal,
): Promise<Item | null> {
  const link = await whenFree(deps, before, signal);
  if (!link || !isEnrichable(link)) return null;
  const storeId = link.match.storeId ?? '';
  const store = (await deps.findStores([storeId])).get(storeId);
  return store ? { link, store, diff: planRecord(context, store, link.knowledge) } : null;
}
