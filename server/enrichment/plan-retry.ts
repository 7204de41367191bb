import type { Clock } from '../platform/clock.ts';
import type { HistoryEntry } from '../runs/history.ts';
import type { Run } from '../runs/run.ts';
import type { Driver } from '../runs/run-work.ts';
import type { FailingStore } from './failing.store.ts';
import type { LinkStore } from './link.store.ts';
import { isEnrichable } from './link.ts';
import { chunkSize } from './run-cost.ts';

export type RetryDeps = {
  links: Pick<LinkStore, 'ofOrganizations'>;
  failing: Pick<FailingStore, 'dead'>;
  failures: {
    /** Entries of a run by organization id. */
    ofRun(
      companyId: number,
      runId: string,
      page: { outcome: HistoryEntry['outcome']; after: number; limit: number },
    ): Promise<HistoryEntry[]>;
  };
  clock: Clock;
};

/** Which records a retry takes up: those named, or all that failed in a run, or all dead letters. */
export type RetryOf = Pick<Run, 'companyId' | 'epoch' | 'only' | 'ofRunId'>;

/** Plans a retry: hands out the records that still fail, as lists. Repeatable. */
export async function planRetry(deps: RetryDeps, run: Run, driver: Driver): Promise<'chunks_ready'> {
  for (let after: number | null = await driver.plannedTo(); after !== null; ) {
    driver.signal.throwIfAborted();
    const { ids, next }: RetryPage = await failingPage(deps, run, after);
    const [from, to] = [ids[0], ids.at(-1)];
    if (from !== undefined && to !== undefined)
      await driver.addChunks([{ from, to, count: ids.length, ids }]);
    after = next;
  }
  return 'chunks_ready';
}

/** True when at least one of the records still fails. */
export async function stillFails(deps: RetryDeps, of: RetryOf): Promise<boolean> {
  for (let after: number | null = 0; after !== null; ) {
    const { ids, next }: RetryPage = await failingPage(deps, of, after);
    if (ids.length > 0) return true;
    after = next;
  }
  return false;
}

type RetryPage = { ids: number[]; next: number | null };

/** Those of the next records that still fail; what has gone well meanwhile is nobody's business any more. */
async function failingPage(deps: RetryDeps, of: RetryOf, after: number): Promise<RetryPage> {
  const wanted = await wantedIds(deps, of, after);
  const links = await deps.links.ofOrganizations(of, wanted);
  const failing = links.filter((link) => link.failingSince !== null && isEnrichable(link));
  const ids = failing.map(({ orgId }) => orgId).sort((a, b) => a - b);
  return { ids, next: wanted.length < chunkSize ? null : (wanted.at(-1) ?? null) };
}

async function wantedIds(deps: RetryDeps, of: RetryOf, after: number): Promise<number[]> {
  const page = { after, limit: chunkSize };
  if (of.only) {
    const left = of.only.filter((id) => id > after).sort((a, b) => a - b);
    return left.slice(0, chunkSize);
  }
  const found = of.ofRunId
    ? await deps.failures.ofRun(of.companyId, of.ofRunId, { ...page, outcome: 'failed' })
    : await deps.failing.dead(of, page, deps.clock.now());
  return found.map(({ orgId }) => orgId);
}
