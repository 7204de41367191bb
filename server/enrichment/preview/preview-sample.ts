import type { Installation } from '../../install/installation.ts';
import type { ObjectType } from '../../mapping/mapping.ts';
import type { Caller, Page, Person } from '../../pipedrive/types.ts';
import { isEnrichable } from '../link.ts';
import type { PreviewDeps } from './preview-deps.ts';
import { readRecords, type SeenRecord, withOrganizations } from './preview-read.ts';

type Deps = Pick<PreviewDeps, 'pipedrive' | 'links'>;
type Wanted = { installation: Installation; caller: Caller; count: number };

/** Matched organizations a sample is taken from. */
const pool = 1000;
/** Pages of people that are looked through for some who belong to matched organizations. */
const pages = 3;

/** Some records of the company that are linked to a store and that the caller can see; fewer where there are no more. */
export function sampleRecords(deps: Deps, objectType: ObjectType, wanted: Wanted): Promise<SeenRecord[]> {
  return objectType === 'organization' ? sampleOrganizations(deps, wanted) : samplePersons(deps, wanted);
}

async function sampleOrganizations(
  deps: Deps,
  { installation, caller, count }: Wanted,
): Promise<SeenRecord[]> {
  const ids = await deps.links.enrichableIds(installation, 0, pool);
  // Twice as many as wanted, because the caller may not see all of them.
  const seen = await readRecords(deps, caller, 'organization', spread(ids, count * 2));
  return spread(
    seen.filter(({ state }) => state === 'ok'),
    count,
  );
}

async function samplePersons(deps: Deps, { installation, caller, count }: Wanted): Promise<SeenRecord[]> {
  const found = new Map<number, Person>();
  const matched = new Map<number, boolean>();
  const isMatched = async (orgId: number): Promise<boolean> => {
    const known = matched.get(orgId);
    if (known !== undefined) return known;
    const link = await deps.links.get(installation.companyId, orgId);
    const is = link !== null && link.epoch === installation.epoch && isEnrichable(link);
    matched.set(orgId, is);
    return is;
  };
  let cursor: string | null = null;
  for (let page = 0; page < pages && found.size < count; page++) {
    const answer: Page<Person> = await deps.pipedrive.listPersons(caller, cursor === null ? {} : { cursor });
    for (const person of answer.items) {
      if (found.size >= count) break;
      if (person.isDeleted || person.orgId === null || !(await isMatched(person.orgId))) continue;
      found.set(person.id, person);
    }
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  const seen = await withOrganizations(deps, caller, [...found.keys()], found);
  return seen.filter(({ state }) => state === 'ok');
}

/** So many of the items, from all over the list. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)]).filter(
    (item) => item !== undefined,
  );
}
