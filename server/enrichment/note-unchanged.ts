import type { Diff } from '../mapping/diff/diff.ts';
import { countNotes, countRecord } from '../runs/run.ts';
import type { ChunkScope, Item } from './chunk-scope.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { insertGuarded } from './epoch-guard.ts';
import type { LastAttempt, Link } from './link.ts';
import { notesOf } from './notes-of.ts';

/** Of so many unchanged records a chunk the history keeps what was cut or left out: enough to show examples. */
const noted = 25;

/**
 * Notes and counts records that need no write, all in one go. A preview only counts them.
 * @returns those somebody else works on or has changed: neither noted nor counted, unless this run has done them by now
 */
export async function noteUnchanged(
  deps: EnrichmentDeps,
  scope: ChunkScope,
  items: readonly Item[],
): Promise<Item[]> {
  const { run } = scope;
  if (items.length === 0) return [];
  const countAll = () => {
    for (const { diff } of items) countUnchanged(scope, diff);
    return [];
  };
  if (run.kind === 'preview') return countAll();
  const at = deps.clock.now();
  const last = { at, runId: run.id, outcome: 'unchanged', code: null, fieldsWritten: 0 } as const;
  const attempts = items.map(({ link, store, diff }) => ({
    link,
    knowledge: diff.settledIsNews ? diff.settled : null,
    set: { last: { ...last, notes: notesOf(diff) }, broughtRelease: store.release },
  }));
  await keepNotes(deps, scope, attempts);
  const saved = await deps.links.note(attempts, at);
  if (saved === items.length) return countAll();
  const left: Item[] = [];
  for (const item of items) if (!(await countDone(deps, scope, item.link))) left.push(item);
  return left;
}

async function keepNotes(
  deps: EnrichmentDeps,
  { run }: ChunkScope,
  attempts: { link: Link; set: { last: LastAttempt } }[],
): Promise<void> {
  const entries = attempts
    .filter(({ set }) => set.last.notes.length > 0)
    .slice(0, noted)
    .map(({ link: { companyId, epoch, orgId }, set: { last } }) => {
      const { at, runId, outcome, code, notes } = last;
      const key = { companyId, epoch, orgId, cause: 'run' as const };
      return { ...key, runId, at, outcome, code, field: null, sources: [], notes };
    });
  if (entries.length === 0) return;
  await insertGuarded(deps, run, { insert: () => deps.history.add(entries), erase: deps.history.erase });
}

/** Counts a record that needs no write, with what was cut or left out of it. */
export function countUnchanged({ hands }: ChunkScope, diff: Diff): void {
  countRecord(hands.counts, 'unchanged');
  countNotes(hands.counts, notesOf(diff));
}

/** Counts a record as this run has left it; false when it has not done it. */
async function countDone(
  deps: Pick<EnrichmentDeps, 'links'>,
  { run, hands }: ChunkScope,
  { companyId, orgId }: Link,
): Promise<boolean> {
  const last = (await deps.links.get(companyId, orgId))?.last;
  if (last?.runId !== run.id) return false;
  countRecord(hands.counts, last.outcome, last.code ?? undefined);
  countNotes(hands.counts, last.notes);
  return true;
}
