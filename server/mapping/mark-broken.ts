import { changeMapping } from './change-mapping.ts';
import type { MappingDeps } from './mapping-deps.ts';
import type { StoredObject } from './mapping-row.ts';

/**
 * Notes that Pipedrive refused a field: its entry is shown as broken and left out from now on, until a person
 * switches it on again, picks another field or has the field created anew. Does nothing when no entry writes to it.
 * @param refused field code and the code of the reason.
 */
export async function markFieldBroken(
  deps: Pick<MappingDeps, 'mappings' | 'mappingVersions' | 'getInstallation' | 'clock'>,
  at: { companyId: number; epoch: string },
  refused: { fieldCode: string; code: string },
): Promise<void> {
  const broken = { code: refused.code, since: deps.clock.now() };
  const isIt = ({ target }: StoredObject['entries'][number]) => target?.code === refused.fieldCode;
  const marked = (object: StoredObject): StoredObject => ({
    ...object,
    entries: object.entries.map((entry) => (isIt(entry) ? { ...entry, broken } : entry)),
  });
  await changeMapping(deps, at, ({ objects: { organization, person } }) => {
    const affected = [...organization.entries, ...person.entries].some(
      (entry) => isIt(entry) && !entry.broken,
    );
    return affected ? { objects: { organization: marked(organization), person: marked(person) } } : null;
  });
}
