import type { Cause } from '../runs/history.ts';
import { countRecord, type Run } from '../runs/run.ts';
import type { ChunkScope } from './chunk-scope.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { insertGuarded } from './epoch-guard.ts';
import type { LinkKey } from './link.ts';

type Deps = Pick<EnrichmentDeps, 'history' | 'getInstallation' | 'clock'>;
/** A record a run did not bring in step, and why. */
type Passed = { key: LinkKey; code: string };

/** Counts records a run passes over, and keeps which and why. A preview leaves no trace. */
export async function noteSkipped(
  deps: Deps,
  { run, hands }: ChunkScope,
  skipped: readonly Passed[],
): Promise<void> {
  for (const { code } of skipped) countRecord(hands.counts, 'skipped', code);
  if (run.kind !== 'preview') await keepPassed(deps, run, 'skipped', skipped);
}

/** Keeps which records a run did not bring in step without sending anything, and why. */
export async function keepPassed(
  deps: Deps,
  run: Pick<Run, 'companyId' | 'epoch'> & { id: string | null; cause?: Cause },
  outcome: 'skipped' | 'failed',
  passed: readonly Passed[],
): Promise<void> {
  if (passed.length === 0) return;
  const of = {
    cause: run.cause ?? ('run' as const),
    runId: run.id,
    at: deps.clock.now(),
    outcome,
    field: null,
  } as const;
  const entries = passed.map(({ key: { companyId, epoch, orgId }, code }) => ({
    ...{ companyId, epoch, orgId, ...of, code },
    sources: [],
    notes: [],
  }));
  await insertGuarded(deps, run, { insert: () => deps.history.add(entries), erase: deps.history.erase });
}
