import type { Session } from '../platform/endpoint.ts';
import { checkInTurns } from './calculated/checked-expression.ts';
import { checkMapping } from './check-mapping.ts';
import type { MappingChanges, MappingProblem } from './mapping.contract.ts';
import type { Mapping, ObjectType } from './mapping.ts';
import { installationOf, type MappingDeps } from './mapping-deps.ts';
import { rowFor } from './mapping-view.ts';
import { mergeChanges } from './merge-changes.ts';
import { type ObjectFields, readFields } from './object-fields.ts';

type Deps = Pick<MappingDeps, 'mappings' | 'getInstallation' | 'pipedrive'>;

/** A mapping that is not saved, by object type, with what would keep it from being saved. */
export type DraftMapping = Record<ObjectType, Mapping> & {
  problems: MappingProblem[];
  /** Fields of both record types as they are in Pipedrive now. */
  fields: ObjectFields;
};

/**
 * The mapping as it would be with these changes. Nothing is stored; what somebody else saved meanwhile is part of it.
 * Costs about 20 tokens.
 * @throws AppError `not_installed`, or what the gateway throws.
 */
export async function draftMapping(
  deps: Deps,
  session: Session,
  changes: MappingChanges,
): Promise<DraftMapping> {
  const { companyId } = session;
  const installation = await installationOf(deps, companyId);
  const [before, fields] = await Promise.all([
    rowFor(deps, installation),
    readFields(deps, { ...session, lane: 'click' }),
  ]);
  await checkInTurns(changes.calculated ?? []);
  const after = mergeChanges(before, changes, fields);
  const { calculated, objects } = after;
  const mapping = (objectType: ObjectType): Mapping => {
    const { enabled, entries } = objects[objectType];
    return { companyId, objectType, version: before.version, enabled, entries, calculated };
  };
  return {
    organization: mapping('organization'),
    person: mapping('person'),
    problems: checkMapping({ before, after, changes, fields, installation }),
    fields,
  };
}
