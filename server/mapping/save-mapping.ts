import type { Session } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import { checkInTurns } from './calculated/checked-expression.ts';
import { changeMapping } from './change-mapping.ts';
import { checkMapping } from './check-mapping.ts';
import type { MappingChanges, MappingProblem, MappingView } from './mapping.contract.ts';
import { installationOf, type MappingDeps } from './mapping-deps.ts';
import type { MappingRow } from './mapping-row.ts';
import { mappingView } from './mapping-view.ts';
import { mergeChanges } from './merge-changes.ts';
import { requireNoCreation } from './new-fields/creation-claim.ts';
import { readFields } from './object-fields.ts';

/**
 * Saves what a person changed: all of it or nothing.
 * @throws AppError `not_allowed` (403), `mapping_changed` (409) when another version was saved since the caller looked,
 *   `fields_being_created` (409), `mapping_refused` (422) with `details.problems`, `not_installed`.
 */
export async function saveMapping(
  deps: MappingDeps,
  session: Session,
  changes: MappingChanges,
): Promise<MappingView> {
  await deps.requireManager(session);
  const installation = await installationOf(deps, session.companyId);
  const fields = await readFields(deps, { ...session, lane: 'click' });
  await checkInTurns(changes.calculated ?? []);
  await changeMapping(
    deps,
    installation,
    (before) => {
      requireEdition(before, changes.edition);
      requireNoCreation(before, deps.clock.now());
      const after = mergeChanges(before, changes, fields);
      requireNoProblems(checkMapping({ before, after, changes, fields, installation }));
      return after;
    },
    { userId: session.userId, reason: 'saved', fieldPrefix: installation.fieldPrefix },
  );
  return mappingView(deps, session, fields);
}

/**
 * Ends a save of somebody who has not seen what was saved meanwhile.
 * @throws AppError `mapping_changed` (409) with `details` on the version that was.
 */
export function requireEdition({ edition, savedBy }: MappingRow, seen: number): void {
  if (edition === seen) return;
  throw new AppError({
    code: 'mapping_changed',
    status: 409,
    message: 'Somebody else saved the mapping meanwhile. Look at the differences and choose.',
    details: { edition, userId: savedBy?.userId ?? null, at: savedBy?.at.toISOString() ?? null },
  });
}

/** @throws AppError `mapping_refused` (422) with `details.problems` unless there are none. */
export function requireNoProblems(problems: MappingProblem[]): void {
  const [first] = problems;
  if (!first) return;
  throw new AppError({
    code: 'mapping_refused',
    status: 422,
    message: problems.length === 1 ? first.message : `${problems.length} things keep this from being saved.`,
    details: { problems },
  });
}
