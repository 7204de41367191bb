import type { StoreRecord } from '../catalog/store.ts';
import type { Diff } from '../mapping/diff.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import type { Caller, Organization } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import { countRecord, type Run } from '../runs/run.ts';
import type { ChunkWorker } from '../runs/run-work.ts';
import { enrichOrganization, type RecordOutcome } from './enrich-organization.ts';
import { type EnrichmentContext, planRecord } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { concernsAll, pauseFor } from './interruption.ts';
import { isEnrichable, keyOf, type Link } from './link.ts';
import { whenFree } from './lock-link.ts';
import type { RecordWriter } from './record-writer.ts';

/** A record that has to be written. */
export type Item = { link: Link; store: StoreRecord; diff: Diff };
/** What is the same for all records of a chunk. */
export type ChunkScope = {
  run: Run;
  caller: Caller;
  context: EnrichmentContext;
  writer: RecordWriter;
  hands: ChunkWorker;
};

type Deps = EnrichmentDeps;

/** Works on the changed records, as many at a time as the process has slots for; stops at the first that must wait. */
export async function enrichChanged(deps: Deps, scope: ChunkScope, items: Item[]): Promise<void> {
  const { hands } = scope;
  const trouble = new AbortController();
  const signal = AbortSignal.any([hands.signal, trouble.signal]);
  const workOn = async (item: Item): Promise<void> => {
    const result = await hands.slots.use(() => attempt(deps, scope, item, signal));
    if (result === 'stopped') return;
    if (result !== 'busy') return count(hands, result);
    const next = await again(deps, scope, item.link, signal);
    if (next === 'stopped') return;
    return 'outcome' in next ? count(hands, next) : workOn(next);
  };
  const results = await Promise.allSettled(
    items.map((item) =>
      workOn(item).catch((error: unknown) => {
        trouble.abort();
        throw error;
      }),
    ),
  );
  for (const result of results) {
    if (result.status === 'rejected') throw pauseFor(result.reason, deps.clock.now());
  }
}

function count(hands: ChunkWorker, { outcome, code, tokens }: RecordOutcome): void {
  hands.spent(tokens);
  countRecord(hands.counts, outcome, code ?? undefined);
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

/** A record somebody else was working on, looked at again once it is free: what is to be done, or what was done. */
async function again(
  deps: Deps,
  { run, context }: ChunkScope,
  before: Link,
  signal: AbortSignal,
): Promise<Item | RecordOutcome | 'stopped'> {
  const link = await whenFree(deps, before, signal);
  if (signal.aborted) return 'stopped';
  if (link?.last?.runId === run.id) return { outcome: link.last.outcome, code: link.last.code, tokens: 0 };
  if (!link || !isEnrichable(link)) return changedMeanwhile;
  const storeId = link.match.storeId ?? '';
  const store = (await deps.findStores([storeId])).get(storeId);
  return store ? { link, store, diff: planRecord(context, store, link.knowledge) } : changedMeanwhile;
}
