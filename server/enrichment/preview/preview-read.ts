import type { ObjectType } from '../../mapping/mapping.ts';
import type { Caller, Organization, Person } from '../../pipedrive/types.ts';
import { isAppError } from '../../platform/errors.ts';
import type { PreviewDeps } from './preview-deps.ts';

/** A record as the caller's own grant sees it, with the organization whose website says which store it is. */
export type SeenRecord =
  | { id: number; state: 'ok'; record: Organization | Person; organization: Organization }
  | { id: number; state: 'no_access' | 'deleted' | 'no_organization'; name: string };

type Deps = Pick<PreviewDeps, 'pipedrive'>;
type Gone = 'no_access' | 'deleted';

/** Up to so many records, reading them one by one (1 token each) is not dearer than a list of them (10). */
const oneByOne = 10;
const listLimit = 100;

/**
 * Reads records with the caller's own grant, in the order given. Those the caller cannot see are told from none at all by
 * nobody.
 * @throws AppError what concerns the caller's connection or budget
 */
export async function readRecords(
  deps: Deps,
  caller: Caller,
  objectType: ObjectType,
  ids: readonly number[],
): Promise<SeenRecord[]> {
  const wanted = [...new Set(ids)];
  if (objectType === 'organization') {
    const found = await readOrganizations(deps, caller, wanted);
    return wanted.map((id) => {
      const organization = found.get(id) ?? 'no_access';
      return typeof organization === 'string'
        ? { id, state: organization, name: '' }
        : { id, state: 'ok', record: organization, organization };
    });
  }
  const persons = await read(wanted, {
    one: (id) => deps.pipedrive.getPerson(caller, id),
    many: async (some) => (await deps.pipedrive.listPersons(caller, { ids: some })).items,
  });
  return withOrganizations(deps, caller, wanted, persons);
}

/** Persons with the organizations they belong to, read with the same grant. */
export async function withOrganizations(
  deps: Deps,
  caller: Caller,
  ids: readonly number[],
  persons: ReadonlyMap<number, Person | Gone>,
): Promise<SeenRecord[]> {
  const orgIds = [...persons.values()].flatMap((person) =>
    typeof person === 'string' ? [] : (person.orgId ?? []),
  );
  const organizations = await readOrganizations(deps, caller, [...new Set(orgIds)]);
  return ids.map((id): SeenRecord => {
    const person = persons.get(id) ?? 'no_access';
    if (typeof person === 'string') return { id, state: person, name: '' };
    const organization = person.orgId === null ? null : (organizations.get(person.orgId) ?? 'no_access');
    // An organization that is gone, or hidden from the caller, is as good as none.
    if (organization === null || typeof organization === 'string')
      return { id, state: 'no_organization', name: person.name };
    return { id, state: 'ok', record: person, organization };
  });
}

function readOrganizations(deps: Deps, caller: Caller, ids: readonly number[]) {
  return read<Organization>(ids, {
    one: (id) => deps.pipedrive.getOrganization(caller, id),
    many: async (some) => (await deps.pipedrive.listOrganizations(caller, { ids: some })).items,
  });
}

/** Records by id; those that are missing, the caller cannot see. */
async function read<Item extends { id: number; isDeleted: boolean }>(
  ids: readonly number[],
  by: { one(id: number): Promise<Item>; many(ids: number[]): Promise<Item[]> },
): Promise<Map<number, Item | Gone>> {
  const items: Item[] = [];
  if (ids.length <= oneByOne) {
    const each = await Promise.all(ids.map((id) => by.one(id).catch(hidden)));
    for (const item of each) if (item) items.push(item);
  } else {
    for (let at = 0; at < ids.length; at += listLimit)
      items.push(...(await by.many(ids.slice(at, at + listLimit))));
  }
  return new Map(items.map((item) => [item.id, item.isDeleted ? 'deleted' : item]));
}

function hidden(error: unknown): null {
  if (isAppError(error, 'record_gone') || isAppError(error, 'no_access')) return null;
  throw error;
}
