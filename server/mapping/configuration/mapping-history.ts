import type { Session } from '../../platform/endpoint.ts';
import { AppError } from '../../platform/errors.ts';
import type { MappingVersions, MappingView } from '../mapping.contract.ts';
import { installationOf, type MappingDeps } from '../mapping-deps.ts';
import { rowFor } from '../mapping-view.ts';
import { readFields } from '../object-fields.ts';
import type { ConfigurationFile, ImportPlan } from './configuration.contract.ts';
import { configurationOf } from './configuration-file.ts';
import { applyFile, planFor } from './import-configuration.ts';

/** The versions that were saved, newest first: who, when and why. @throws AppError `not_installed`. */
export async function listVersions(deps: MappingDeps, session: Session): Promise<MappingVersions> {
  const installation = await installationOf(deps, session.companyId);
  const row = await rowFor(deps, installation);
  const kept = await deps.mappingVersions.list(installation);
  // The process may have died before it kept the version that is in force.
  const missing = row.savedBy && row.edition > (kept[0]?.edition ?? 0);
  const all = missing && row.savedBy ? [{ edition: row.edition, ...row.savedBy }, ...kept] : kept;
  return {
    versions: all.map(({ edition, at, userId, reason }) => {
      return { edition, at: at.toISOString(), userId, reason, current: edition === row.edition };
    }),
  };
}

/**
 * What going back to a version would change. Nothing is saved.
 * @throws AppError `not_allowed` (403), `unknown_version` (404), `not_installed`.
 */
export async function checkVersion(
  deps: MappingDeps,
  session: Session,
  edition: number,
): Promise<ImportPlan> {
  await deps.requireManager(session);
  return planFor(deps, session, await fileOf(deps, session, edition));
}

/**
 * Goes back to a version, which makes a new one. Fields that Pipedrive lost since are left out.
 * @param wish.seen the edition the caller looked at.
 * @throws AppError `not_allowed` (403), `unknown_version` (404), and as `applyFile`.
 */
export async function restoreVersion(
  deps: MappingDeps,
  session: Session,
  wish: { edition: number; seen: number },
): Promise<MappingView> {
  await deps.requireManager(session);
  const file = await fileOf(deps, session, wish.edition);
  return applyFile(deps, session, { file, edition: wish.seen, reason: 'restored' });
}

async function fileOf(deps: MappingDeps, session: Session, edition: number): Promise<ConfigurationFile> {
  const installation = await installationOf(deps, session.companyId);
  const version = await deps.mappingVersions.get(installation, edition);
  if (!version) {
    throw new AppError({
      code: 'unknown_version',
      status: 404,
      message: 'This version is no longer kept. Choose another one.',
    });
  }
  const { config, fieldPrefix = installation.fieldPrefix } = version;
  const fields = await readFields(deps, { ...session, lane: 'click' });
  return configurationOf({ config, fieldPrefix, fields, lostTargets: 'keep' });
}
