import type { GetInstallation, Installation } from '../install/installation.ts';
import { AppError } from '../platform/errors.ts';

type Deps = { getInstallation: GetInstallation };
/** Whatever carries company and epoch. */
export type EpochScope = { companyId: number; epoch: string };

/**
 * The installation of a company.
 * @throws AppError `not_installed` (404) when there is none, or another than the one asked for.
 */
export async function requireInstallation(
  deps: Deps,
  companyId: number,
  epoch?: string,
): Promise<Installation> {
  const installation = await deps.getInstallation(companyId);
  if (installation && (epoch === undefined || installation.epoch === epoch)) return installation;
  throw new AppError({
    code: 'not_installed',
    status: 404,
    message: 'The app is no longer installed here. Install it again.',
  });
}

/**
 * Inserts rows and looks at the installation afterwards: when it was erased meanwhile, what was inserted is taken
 * out again. (When it is erased after the look, the erase itself finds the rows.)
 * @throws AppError `not_installed` (404) then.
 */
export async function insertGuarded<T>(
  deps: Deps,
  scope: EpochScope,
  steps: { insert(): Promise<T>; erase(companyId: number, epoch: string): Promise<number> },
): Promise<T> {
  const inserted = await steps.insert();
  try {
    await requireInstallation(deps, scope.companyId, scope.epoch);
  } catch (error) {
    await steps.erase(scope.companyId, scope.epoch);
    throw error;
  }
  return inserted;
}

/** The look at the installation that many records make at the same moment, made once for those who ask meanwhile. */
export function sharedLook(deps: Deps, scope: EpochScope): () => Promise<Installation> {
  let underWay: Promise<Installation> | null = null;
  return () => {
    underWay ??= requireInstallation(deps, scope.companyId, scope.epoch).finally(() => {
      underWay = null;
    });
    return underWay;
  };
}
