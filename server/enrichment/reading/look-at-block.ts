import { countRecord } from '../../runs/run.ts';
import type { ChunkScope, Item, Unread } from '../chunk-scope.ts';
import { buryRecord } from '../enrich-organization.ts';
import { planRecord } from '../enrichment-context.ts';
import type { EnrichmentDeps } from '../enrichment-deps.ts';
import { keyOf } from '../link.ts';
import { keepPassed } from '../note-skipped.ts';
import { noteUnchanged } from '../note-unchanged.ts';
import { readBlock } from './read-block.ts';

/**
 * Reads records and works out what is to be written to them. Those that need nothing are noted, those that are gone are
 * buried, those that cannot be read have failed: all counted. Gives back the others: `items` to be written, and `busy`
 * ones that need nothing but could not be noted, as somebody works on them.
 * @throws what concerns all records of the company
 */
export async function lookAtBlock(
  deps: EnrichmentDeps,
  scope: ChunkScope,
  block: readonly Unread[],
): Promise<{ items: (Item & { reads: number })[]; busy: Unread[] }> {
  const { caller, context, hands } = scope;
  const ids = block.map(({ link }) => link.orgId);
  const { at, found, missing } = await readBlock(deps, caller, ids, hands);
  const items: (Item & { reads: number })[] = [];
  const unchanged: Item[] = [];
  for (const { link, store, reads } of block) {
    const live = found.get(link.orgId);
    if (!live) {
      await noteMissing(deps, scope, { link, store }, missing.get(link.orgId) ?? 'record_gone');
      continue;
    }
    const item = { link, store, diff: planRecord(context, store, link.knowledge, live), readAt: at, live };
    if (item.diff.fields.length > 0) {
      items.push({ ...item, reads: reads + 1 });
      continue;
    }
    unchanged.push(item);
  }
  const readsOf = new Map(block.map(({ link, reads }) => [link.orgId, reads]));
  const busy = (await noteUnchanged(deps, scope, unchanged)).map(({ link, store }) => ({
    link,
    store,
    reads: (readsOf.get(link.orgId) ?? 0) + 1,
  }));
  return { items, busy };
}

async function noteMissing(
  deps: EnrichmentDeps,
  { run, hands }: ChunkScope,
  { link, store }: Pick<Unread, 'link' | 'store'>,
  code: string,
): Promise<void> {
  const isGone = code === 'record_gone';
  countRecord(hands.counts, isGone ? 'skipped' : 'failed', code);
  if (run.kind === 'preview') return;
  const now = deps.clock.now();
  if (!isGone) {
    const last = { at: now, runId: run.id, outcome: 'failed', code, fieldsWritten: 0, notes: [] } as const;
    const set = { last: { ...last, notes: [] }, broughtRelease: store.release };
    await keepPassed(deps, run, 'failed', [{ key: link, code }]);
    await deps.links.note([{ link, knowledge: null, set }], now);
    return;
  }
  const lock = { token: deps.randomId(), until: new Date(now.getTime() + deps.lockMs) };
  if (await deps.links.lock(link, lock, now)) {
    await buryRecord(deps, { key: keyOf(link), token: lock.token, cause: 'run', runId: run.id });
  }
}
