import { countRecord } from '../runs/run.ts';
import type { ChunkScope, Item } from './chunk-scope.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { insertGuarded } from './epoch-guard.ts';
import type { LastAttempt, Link } from './link.ts';
import { notesOf } from './notes-of.ts';

/** Of so many unchanged records a chunk the history keeps what was cut or left out: enough to show examples. */
const noted = 25;

/** Notes and counts records that need no write, all in one go. A preview only counts them. */
export async function noteUnchanged(
  deps: EnrichmentDeps,
  scope: ChunkScope,
  items: readonly Item[],
): Promise<void> {
  const { run, hands } = scope;
  if (items.length === 0) return;
  if (run.kind === 'preview') {
    for (const _ of items) countRecord(hands.counts, 'unchanged');
    return;
  }
  const at = deps.clock.now();
  const last = { at, runId: run.id, outcome: 'unchanged', code: null, fieldsWritten: 0 } as const;
  const attempts = items.map(({ link, diff }) => ({
    link,
    knowledge: diff.settledIsNews ? diff.settled : null,
    set: { last: { ...last, notes: notesOf(diff) } },
  }));
  await keepNotes(deps, scope, attempts);
  const saved = await deps.links.note(attempts, at);
  if (saved === items.length) for (const _ of items) countRecord(hands.counts, 'unchanged');
  else for (const { link } of items) await countAnew(deps, scope, link);
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
      return { companyId, epoch, orgId, runId, at, outcome, code, sources: [], notes };
    });
  if (entries.length === 0) return;
  await insertGuarded(deps, run, { insert: () => deps.history.add(entries), erase: deps.history.erase });
}

/** Counts a record that needed no write, but that somebody else may have worked on in the same run. */
async function countAnew(
  deps: Pick<EnrichmentDeps, 'links'>,
  { run, hands }: ChunkScope,
  { companyId, orgId }: Link,
): Promise<void> {
  const last = (await deps.links.get(companyId, orgId))?.last;
  if (last?.runId === run.id) countRecord(hands.counts, last.outcome, last.code ?? undefined);
  else countRecord(hands.counts, 'unchanged');
}
