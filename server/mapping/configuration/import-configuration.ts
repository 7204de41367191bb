import type { Session } from '../../platform/endpoint.ts';
import { checkInTurns } from '../calculated/checked-expression.ts';
import { changeMapping } from '../change-mapping.ts';
import type { MappingView } from '../mapping.contract.ts';
import { installationOf, type MappingDeps } from '../mapping-deps.ts';
import type { SaveReason } from '../mapping-row.ts';
import { mappingView, rowFor } from '../mapping-view.ts';
import { requireNoCreation } from '../new-fields/creation-claim.ts';
import { readFields } from '../object-fields.ts';
import { requireEdition, requireNoProblems } from '../save-mapping.ts';
import { configOf } from './config-of.ts';
import type { ConfigurationFile, ImportPlan } from './configuration.contract.ts';
import { configurationOf, configurationText } from './configuration-file.ts';
import { planConfiguration } from './plan-configuration.ts';
import { readConfiguration } from './read-configuration.ts';

/**
 * The company's configuration as the text of a file.
 * @throws AppError `not_allowed` (403), `not_installed`, or what the gateway throws.
 */
export async function exportConfiguration(deps: MappingDeps, session: Session): Promise<string> {
  await deps.requireManager(session);
  const installation = await installationOf(deps, session.companyId);
  const [row, fields] = await Promise.all([
    rowFor(deps, installation),
    readFields(deps, { ...session, lane: 'click' }),
  ]);
  const { fieldPrefix } = installation;
  return configurationText(
    configurationOf({ config: configOf(row), fieldPrefix, fields, lostTargets: 'drop' }),
  );
}

/**
 * What applying the text of a file would change. Nothing is saved.
 * @throws AppError as `readConfiguration`, `not_allowed` (403), `not_installed`.
 */
export async function checkConfiguration(
  deps: MappingDeps,
  session: Session,
  text: string,
): Promise<ImportPlan> {
  await deps.requireManager(session);
  return planFor(deps, session, readConfiguration(text));
}

/** Applies the text of a file: all of it or nothing. @throws AppError as `readConfiguration` and `applyFile`. */
export async function importConfiguration(
  deps: MappingDeps,
  session: Session,
  { text, edition }: { text: string; edition: number },
): Promise<MappingView> {
  await deps.requireManager(session);
  return applyFile(deps, session, { file: readConfiguration(text), edition, reason: 'imported' });
}

/** What a configuration would change here. */
export async function planFor(
  deps: MappingDeps,
  session: Session,
  file: ConfigurationFile,
): Promise<ImportPlan> {
  const installation = await installationOf(deps, session.companyId);
  const [before, fields] = await Promise.all([
    rowFor(deps, installation),
    readFields(deps, { ...session, lane: 'click' }),
  ]);
  await checkInTurns(file.calculated);
  return planConfiguration({ before, file, fields, installation }).plan;
}

/**
 * Makes a configuration the present one, as a version of its own. What cannot be placed is taken without a target.
 * @throws AppError `mapping_changed`, `fields_being_created` (409), `mapping_refused` (422), `not_installed`.
 */
export async function applyFile(
  deps: MappingDeps,
  session: Session,
  { file, edition, reason }: { file: ConfigurationFile; edition: number; reason: SaveReason },
): Promise<MappingView> {
  const installation = await installationOf(deps, session.companyId);
  const fields = await readFields(deps, { ...session, lane: 'click' });
  await checkInTurns(file.calculated);
  const { fieldPrefix } = file.settings;
  await changeMapping(
    deps,
    installation,
    (before) => {
      requireEdition(before, edition);
      requireNoCreation(before, deps.clock.now());
      const { after, plan } = planConfiguration({ before, file, fields, installation });
      requireNoProblems(plan.problems);
      return after;
    },
    { userId: session.userId, reason, fieldPrefix },
  );
  if (fieldPrefix !== installation.fieldPrefix) await deps.saveFieldPrefix(installation, fieldPrefix);
  return mappingView(deps, session, fields);
}
