import { AppError } from '../platform/errors.ts';
import { defaultMapping, withNewFields } from './default-mapping.ts';
import type { MappingChange, MappingRow } from './mapping.store.ts';
import type { MappingEntry } from './mapping.ts';
import { type MappingDeps, notInstalled } from './mapping-deps.ts';

type Deps = Pick<MappingDeps, 'mappings' | 'getInstallation'>;
type At = { companyId: number; epoch: string };

const attempts = 20;

/**
 * Changes a company's mapping, whoever else changes it at the same time: reads, asks for the change, saves by
 * compare-and-set, and begins again when somebody was faster. The row is made when there is none.
 * @param change what to change in the row as it is now; null: nothing, it is returned as it is. May throw.
 * @throws AppError `not_installed` when the installation of this epoch is gone, `mapping_busy` after many collisions.
 */
export async function changeMapping(
  deps: Deps,
  at: At,
  change: (row: MappingRow) => MappingChange | null,
): Promise<MappingRow> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const row = (await rowOf(deps, at)) ?? (await addRow(deps, at));
    if (!row) continue;
    const wanted = change(row);
    if (!wanted) return row;
    if (await deps.mappings.save(row, wanted)) return { ...row, ...wanted, version: row.version + 1 };
  }
  throw new AppError({
    code: 'mapping_busy',
    status: 409,
    message: 'Somebody else is changing the fields at this moment. Try again.',
    retry: true,
  });
}

/** A copy of the entries in which the one of `source` is changed. */
export function withEntry(
  entries: readonly MappingEntry[],
  source: string,
  change: Partial<MappingEntry>,
): MappingEntry[] {
  return entries.map((entry) => (entry.source === source ? { ...entry, ...change } : entry));
}

async function rowOf(deps: Deps, at: At): Promise<MappingRow | null> {
  const row = await deps.mappings.get(at.companyId);
  if (!row) return null;
  if (row.epoch === at.epoch) return { ...row, entries: withNewFields(row.entries) };
  // A row of another epoch: either we are the past, or it was left behind by a write that crossed an erase.
  await requireEpoch(deps, at);
  await deps.mappings.remove(at.companyId, row.epoch);
  return null;
}

async function addRow(deps: Deps, at: At): Promise<MappingRow | null> {
  const row: MappingRow = {
    ...defaultMapping(at.companyId),
    epoch: at.epoch,
    version: 1,
    refusedAt: null,
    intents: [],
    creating: null,
  };
  if (!(await deps.mappings.add(row))) return null;
  try {
    // An erase removes the installation first and the rows after: if it passed us by, this sees it.
    await requireEpoch(deps, at);
  } catch (error) {
    await deps.mappings.remove(at.companyId, at.epoch);
    throw error;
  }
  return row;
}

async function requireEpoch(deps: Deps, at: At): Promise<void> {
  const installation = await deps.getInstallation(at.companyId);
  if (installation?.epoch !== at.epoch) throw notInstalled();
}
