import type { Session } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import { changeMapping, withEntry } from './change-mapping.ts';
import { fieldList } from './field-list.ts';
import type { FieldList } from './mapping.contract.ts';
import { installationOf, type MappingDeps, type PipedrivePlan } from './mapping-deps.ts';

/**
 * Switches one field on or off. Switching on also forgets that Pipedrive refused it once: it is tried again.
 * @throws AppError `not_allowed` (403), `unknown_field` (404), `not_installed`.
 */
export async function setFieldEnabled(
  deps: MappingDeps,
  session: Session,
  change: { source: string; enabled: boolean },
): Promise<FieldList> {
  await deps.requireManager(session);
  const installation = await installationOf(deps, session.companyId);
  const { source, enabled } = change;
  await changeMapping(deps, installation, ({ entries }) => {
    if (!entries.some((entry) => entry.source === source)) throw unknownField();
    return { entries: withEntry(entries, source, enabled ? { enabled, broken: null } : { enabled }) };
  });
  return fieldList(deps, session);
}

/**
 * Notes the Pipedrive plan an admin states. An earlier refusal is forgotten: the plan may just have been changed.
 * @throws AppError `not_allowed` (403), `not_installed`.
 */
export async function statePipedrivePlan(
  deps: MappingDeps,
  session: Session,
  plan: PipedrivePlan,
): Promise<FieldList> {
  await deps.requireManager(session);
  const installation = await installationOf(deps, session.companyId);
  await deps.savePipedrivePlan(session.companyId, plan);
  await changeMapping(deps, installation, ({ refusedAt }) =>
    refusedAt === null ? null : { refusedAt: null },
  );
  return fieldList(deps, session);
}

function unknownField(): AppError {
  return new AppError({
    code: 'unknown_field',
    status: 404,
    message: 'This field is not known. Reload the list.',
  });
}
