import { runNotFound } from './cancel-run.ts';
import type { HistoryStore } from './history.store.ts';
import type { RunStore } from './run.store.ts';
import type { RunRecords, RunRecordsQuery } from './runs.contract.ts';

const pageSize = 100;

/**
 * What became of single records of a run, by id, a page at a time, from the history. What needed nothing is only counted,
 * so it is not here.
 * @throws AppError `run_not_found` (404)
 */
export async function recordsOfRun(
  deps: { runs: Pick<RunStore, 'get'>; history: Pick<HistoryStore, 'ofRun'> },
  companyId: number,
  runId: string,
  { outcome, after }: RunRecordsQuery,
): Promise<RunRecords> {
  if (!(await deps.runs.get(companyId, runId))) throw runNotFound();
  const entries = await deps.history.ofRun(companyId, runId, { outcome, after, limit: pageSize });
  return {
    records: entries.map(({ orgId, at, outcome, code, field, sources, notes }) => ({
      ...{ organizationId: orgId, at: at.toISOString(), outcome, code, field, sources },
      notes: notes.map(({ source, code, detail }) => ({ source, code, detail: detail ?? null })),
    })),
    next: entries.length < pageSize ? null : (entries.at(-1)?.orgId ?? null),
  };
}
