import { withoutFields } from '../mapping/diff/diff.ts';
import { countNotes, countRecord } from '../runs/run.ts';
import { type ChunkWorker, RunPause } from '../runs/run-work.ts';
import { calculateFor } from './calculate-for.ts';
import type { ChunkScope, Item, Sorted, Unread } from './chunk-scope.ts';
import { enrichOrganization, type RecordOutcome, readIsGoodForMs } from './enrich-organization.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { pauseFor } from './interruption.ts';
import { isEnrichable, keyOf, type Link } from './link.ts';
import { whenFree } from './lock-link.ts';
import { keepPassed, noteSkipped } from './note-skipped.ts';
import { outdatedIn, withoutOutdated } from './outdated-values.ts';
import { lookAtBlock } from './reading/look-at-block.ts';
import { blockSize } from './reading/read-block.ts';
import { planLink } from './sort-out.ts';

/** How often a record is read in one chunk before it is left to a later run. */
const patience = 8;
const minute = 60_000;

/** `late`: what was read of it became too old before it could be sent. */
type Again = Unread & { late: boolean };

/**
 * Works on the records of a chunk for which there is something to do, as many at a time as the process has slots for;
 * stops at the first that must wait. What careful rules protect is read in blocks right before it is written; where a
 * block cannot be written in the time its reading is good for, the next ones are smaller.
 * @throws RunPause, also when not even a single record can be written in time.
 */
export async function enrichChanged(deps: EnrichmentDeps, scope: ChunkScope, sorted: Sorted): Promise<void> {
  const { hands } = scope;
  const trouble = new AbortController();
  const signal = AbortSignal.any([hands.signal, trouble.signal]);
  try {
    let left: Unread[] = [...sorted.unread, ...(await writeAll(deps, scope, sorted.ready, signal, trouble))];
    for (let size = blockSize; left.length > 0 && !signal.aborted; ) {
      const block = left.slice(0, size);
      const { items, busy } = await lookAtBlock(deps, scope, block);
      const again = await writeAll(deps, scope, items, signal, trouble);
      for (const each of busy) again.push(...(await whenLetGo(deps, scope, each, signal)));
      const late = again.some((each) => each.late);
      if (late && block.length === 1)
        throw new RunPause('budget', new Date(deps.clock.now().getTime() + minute));
      if (late) size = Math.max(1, Math.floor(Math.min(size, block.length) / 2));
      left = [...left.slice(block.length), ...again.filter(({ reads }) => reads < patience)];
      const hopeless = again.filter(({ reads }) => reads >= patience);
      await noteSkipped(
        deps,
        scope,
        hopeless.map(({ link: key }) => ({ key, code: 'changed_meanwhile' })),
      );
    }
  } catch (error) {
    throw pauseFor(error, deps.clock.now());
  }
}

/** A record somebody else works on, to be read again once it is free; nothing where that has brought it in step. */
async function whenLetGo(
  deps: EnrichmentDeps,
  scope: ChunkScope,
  { link: before, reads }: Unread,
  signal: AbortSignal,
): Promise<Again[]> {
  const next = await again(deps, scope, before, signal);
  if (next === 'stopped') return [];
  if ('outcome' in next) {
    count(scope.hands, next);
    return [];
  }
  return [{ link: next.link, store: next.store, reads, late: false }];
}

/** Writes records whose changes are worked out; gives back those that must be read (again) first. */
async function writeAll(
  deps: EnrichmentDeps,
  scope: ChunkScope,
  items: readonly (Item & { reads?: number })[],
  signal: AbortSignal,
  trouble: AbortController,
): Promise<Again[]> {
  const back: Again[] = [];
  const workOn = async (item: Item, reads: number): Promise<void> => {
    const codes = item.diff.fields.map(({ code }) => code);
    const result = await scope.proof.use(
      codes,
      () => scope.hands.slots.use(() => attempt(deps, scope, item, signal)),
      (sent) => typeof sent !== 'string',
    );
    const { link, store } = item;
    if (result === 'stopped') return;
    if (result === 'too_late') return void back.push({ link, store, reads, late: true });
    if (result !== 'busy') return count(scope.hands, result);
    const next = await again(deps, scope, link, signal);
    if (next === 'stopped') return;
    if ('outcome' in next) return count(scope.hands, next);
    if (next.diff.needsLive || item.readAt || scope.context.keepsReplaced) {
      back.push({ link: next.link, store: next.store, reads, late: false });
    } else await workOn(next, reads);
  };
  const results = await Promise.allSettled(
    items.map((item) =>
      workOn(item, item.reads ?? 0).catch((error: unknown) => {
        trouble.abort();
        throw error;
      }),
    ),
  );
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return back;
}

function count(hands: ChunkWorker, { outcome, code, tokens, notes, gapMs }: RecordOutcome): void {
  hands.spent(tokens);
  if (gapMs !== null) hands.gap(gapMs);
  countNotes(hands.counts, notes);
  countRecord(hands.counts, outcome, code ?? undefined);
}

async function changedMeanwhile(
  deps: EnrichmentDeps,
  { run }: ChunkScope,
  key: Link,
): Promise<RecordOutcome> {
  const code = 'changed_meanwhile';
  await keepPassed(deps, run, 'skipped', [{ key, code }]);
  return { outcome: 'skipped', code, tokens: 0, notes: [], gapMs: null };
}

async function attempt(
  deps: EnrichmentDeps,
  scope: ChunkScope,
  item: Item,
  signal: AbortSignal,
): Promise<RecordOutcome | 'busy' | 'too_late' | 'stopped'> {
  if (signal.aborted) return 'stopped';
  const { run, caller, context, writer } = scope;
  const { link, store, readAt, live } = item;
  const now = deps.clock.now().getTime();
  if (readAt && now - readAt.getTime() >= readIsGoodForMs) return 'too_late';
  const token = deps.randomId();
  // Fields may have been refused, and currencies and options be gone, since the changes were worked out.
  const taken = context.refused.size > 0 ? withoutFields(item.diff, [...context.refused]) : item.diff;
  const diff = context.renewed ? withoutOutdated(taken, outdatedIn(context, taken)) : taken;
  const lock = { token, until: new Date(now + deps.lockMs) };
  // Takes only where nobody has touched the link since it was read, which was before the record was.
  if (!(await writer.lock({ link, lock, knowledge: diff.pending }))) return 'busy';
  const savePending = async () => true;
  const by = { cause: 'run', runId: run.id } as const;
  const work = {
    key: keyOf(link),
    token,
    caller,
    context,
    writer,
    readAt,
    live,
    storeRelease: store.release,
  };
  return enrichOrganization(deps, { ...work, ...by, diff, savePending });
}

/** A record somebody else was working on, looked at again once it is free: what is to be done, or what was done. */
async function again(
  deps: EnrichmentDeps,
  scope: ChunkScope,
  before: Link,
  signal: AbortSignal,
): Promise<Item | RecordOutcome | 'stopped'> {
  const link = await whenFree(deps, before, signal);
  if (signal.aborted) return 'stopped';
  if (link?.last?.runId === scope.run.id) {
    const { outcome, code, notes } = link.last;
    return { outcome, code, tokens: 0, notes, gapMs: null };
  }
  if (!link || !isEnrichable(link)) return changedMeanwhile(deps, scope, before);
  const storeId = link.match.storeId ?? '';
  const store = (await deps.findStores([storeId])).get(storeId);
  if (!store) return changedMeanwhile(deps, scope, before);
  await calculateFor(deps, scope.context, [store], scope.run.createdAt);
  return planLink(scope, link, store);
}
