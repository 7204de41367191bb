import { runNotFound } from './cancel-run.ts';
import type { HistoryStore } from './history.store.ts';
import type { RunStore } from './run.store.ts';
import type { RunNotes } from './runs.contract.ts';

const longest = 200;

/**
 * What a run cut or left out, by record and source, from the history.
 * @throws AppError `run_not_found` (404)
 */
export async function notesOfRun(
  deps: { runs: Pick<RunStore, 'get'>; history: Pick<HistoryStore, 'notedInRun'> },
  companyId: number,
  runId: string,
): Promise<RunNotes> {
  if (!(await deps.runs.get(companyId, runId))) throw runNotFound();
  const entries = await deps.history.notedInRun(companyId, runId, longest);
  const notes = entries.flatMap(({ orgId, notes }) =>
    notes.map(({ source, code, detail }) => ({
      organizationId: orgId,
      source,
      code,
      detail: detail ?? null,
    })),
  );
  return { notes: notes.slice(0, longest) };
}
