import { AppError } from '../platform/errors.ts';
import { configOf } from './configuration/config-of.ts';
import { defaultRow, withNewFields } from './default-mapping.ts';
import type { MappingEntry, ObjectType } from './mapping.ts';
import { type MappingDeps, notInstalled } from './mapping-deps.ts';
import type { MappingChange, MappingRow, SavedBy as Saved, StoredObject } from './mapping-row.ts';

type Deps = Pick<MappingDeps, 'mappings' | 'mappingVersions' | 'getInstallation' | 'clock'>;
type At = { companyId: number; epoch: string };

/** Who saves and why: such a change is a version of its own. */
export type SavedBy = Required<Omit<Saved, 'at'>>;

const attempts = 20;

/**
 * Changes a company's mapping, whoever else changes it at the same time: reads, asks for the change, saves by
 * compare-and-set, and begins again when somebody was faster. The row is made when there is none.
 * @param change what to change in the row as it is now; null: nothing, it is returned as it is. May throw.
 * @param by makes the change a version that is kept and can be gone back to.
 * @throws AppError `not_installed` when the installation of this epoch is gone, `mapping_busy` after many collisions.
 */
export async function changeMapping(
  deps: Deps,
  at: At,
  change: (row: MappingRow) => MappingChange | null,
  by?: SavedBy,
): Promise<MappingRow> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const row = (await rowOf(deps, at)) ?? (await addRow(deps, at));
    if (!row) continue;
    const wanted = change(row);
    if (!wanted) return row;
    const saved = by && { edition: row.edition + 1, savedBy: { ...by, at: deps.clock.now() } };
    if (!(await deps.mappings.save(row, { ...wanted, ...saved }))) continue;
    const after = { ...row, ...wanted, ...saved, version: row.version + 1 };
    if (by) await keepVersions(deps, row, after);
    return after;
  }
  throw new AppError({
    code: 'mapping_busy',
    status: 409,
    message: 'Somebody else is changing the fields at this moment. Try again.',
    retry: true,
  });
}

/** The change that puts something else into one object type. */
export function withObject(
  { objects }: MappingRow,
  objectType: ObjectType,
  change: Partial<StoredObject>,
): Pick<MappingRow, 'objects'> {
  return { objects: { ...objects, [objectType]: { ...objects[objectType], ...change } } };
}

/** A copy of the entries in which the one of `source` is changed. */
export function withEntry(
  entries: readonly MappingEntry[],
  source: string,
  change: Partial<MappingEntry>,
): MappingEntry[] {
  return entries.map((entry) => (entry.source === source ? { ...entry, ...change } : entry));
}

/** The version before too: a process may have died after it saved the row and before it kept the version. */
async function keepVersions(deps: Deps, ...rows: MappingRow[]): Promise<void> {
  for (const row of rows) {
    const { companyId, epoch, edition, savedBy } = row;
    if (savedBy)
      await deps.mappingVersions.add({ companyId, epoch, edition, ...savedBy, config: configOf(row) });
  }
}

async function rowOf(deps: Deps, at: At): Promise<MappingRow | null> {
  const row = await deps.mappings.get(at.companyId);
  if (!row) return null;
  if (row.epoch === at.epoch) return completed(row);
  // A row of another epoch: either we are the past, or it was left behind by a write that crossed an erase.
  await requireEpoch(deps, at);
  await deps.mappings.remove(at.companyId, row.epoch);
  return null;
}

/** The row with the entries that a newer catalogue has more. */
export function completed(row: MappingRow): MappingRow {
  const complete = (object: StoredObject) => ({
    ...object,
    entries: withNewFields(object.entries, row.calculated),
  });
  const { organization, person } = row.objects;
  return { ...row, objects: { organization: complete(organization), person: complete(person) } };
}

async function addRow(deps: Deps, at: At): Promise<MappingRow | null> {
  const row = defaultRow(at.companyId, at.epoch);
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
