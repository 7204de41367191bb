import { catalogField } from '../mapping/fields/field-catalog.ts';
import { calculatedSource, type Mapping } from '../mapping/mapping.ts';
import type { Caller } from '../pipedrive/types.ts';
import type { HistoryEntry } from '../runs/history.ts';
import { historyDays } from '../runs/kept.ts';
import type { RunKind } from '../runs/runs.contract.ts';
import type { RecordHistory } from './activity.contract.ts';
import { readOrganization } from './read-record.ts';

export type HistoryDeps = Parameters<typeof readOrganization>[0] & {
  getMapping(companyId: number): Promise<Mapping>;
  history: { ofRecord(companyId: number, orgId: number, limit: number): Promise<HistoryEntry[]> };
  /** Kinds of the runs of a company that are still kept, by id. */
  runKinds(companyId: number, ids: string[]): Promise<ReadonlyMap<string, RunKind>>;
};

/** Entries shown of one record; far more than a record has in the days they are kept, unless it is fought over. */
const longest = 50;

/** What was done to an organization, for somebody who may see it: shown by reading it with their own grant. */
export async function historyOf(deps: HistoryDeps, caller: Caller, id: number): Promise<RecordHistory> {
  const read = await readOrganization(deps, caller, id);
  if (read.state !== 'ok') return { recordState: read.state, keptDays: historyDays, entries: [] };
  const { companyId } = caller;
  const entries = await deps.history.ofRecord(companyId, id, longest);
  const [kinds, mapping] = await Promise.all([
    deps.runKinds(companyId, [...new Set(entries.flatMap(({ runId }) => runId ?? []))]),
    deps.getMapping(companyId),
  ]);
  const label = labelsOf(mapping);
  return {
    recordState: 'ok',
    keptDays: historyDays,
    entries: entries.map(({ at, cause, runId, outcome, code, field, sources, notes }) => ({
      ...{ at: at.toISOString(), cause, runId, outcome, code },
      runKind: runId === null ? null : (kinds.get(runId) ?? null),
      field: field === null ? null : fieldLabel(mapping, label, field),
      fields: sources.map(label),
      notes: notes.map(({ source, code, detail }) => ({
        field: label(source),
        code,
        detail: detail ?? null,
      })),
    })),
  };
}

/** Names of sources, for people. */
export function labelsOf({ calculated }: Mapping): (source: string) => string {
  const own = new Map(calculated.map(({ name, label }) => [calculatedSource(name), label]));
  return (source) => catalogField.get(source)?.label ?? own.get(source) ?? source;
}

/** A field of Pipedrive by what fills it; its code where nothing does any more. */
function fieldLabel({ entries }: Mapping, label: (source: string) => string, code: string): string {
  const entry = entries.find(({ target }) => target?.code === code);
  return entry ? label(entry.source) : code;
}
