import type { Session } from '../platform/endpoint.ts';
import { changeMapping } from './change-mapping.ts';
import type { MappingView } from './mapping.contract.ts';
import { installationOf, type MappingDeps, type PipedrivePlan } from './mapping-deps.ts';
import { mappingView } from './mapping-view.ts';

/**
 * Notes the Pipedrive plan an admin states. An earlier refusal is forgotten: the plan may just have been changed.
 * @throws AppError `not_allowed` (403), `not_installed`.
 */
export async function statePipedrivePlan(
  deps: MappingDeps,
  session: Session,
  plan: PipedrivePlan,
): Promise<MappingView> {
  await deps.requireManager(session);
  const installation = await installationOf(deps, session.companyId);
  await deps.savePipedrivePlan(session.companyId, plan);
  await changeMapping(deps, installation, ({ refusedAt }) =>
    refusedAt === null ? null : { refusedAt: null },
  );
  return mappingView(deps, session);
}
