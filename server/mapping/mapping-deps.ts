import type { PlanName } from '../accounts/accounts.contract.ts';
import type { Pipedrive } from '../pipedrive/types.ts';
import type { Base } from '../platform/deps.ts';
import type { Session } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import type { MappingVersionStore } from './configuration/mapping-versions.store.ts';
import type { MappingStore } from './mapping.store.ts';

/** Pipedrive's plans by name. */
export type PipedrivePlan = 'lite' | 'growth' | 'premium' | 'ultimate';

/** What this feature needs to know of an installation. */
export type MappingInstallation = {
  companyId: number;
  epoch: string;
  /** Store Leads plan of the account: calculated values hang on it. */
  plan: PlanName;
  fieldPrefix: string;
  /** Code of the organization field that holds the website: never written. Null until chosen. */
  websiteField: string | null;
  /** As an admin stated it. */
  pipedrivePlan: PipedrivePlan | null;
};

/** What the use cases of this feature need. */
export type MappingDeps = Base & {
  mappings: MappingStore;
  mappingVersions: MappingVersionStore;
  pipedrive: Pipedrive;
  getInstallation(companyId: number): Promise<MappingInstallation | null>;
  /** The plan as the burst limit of seen answers suggests; null while nothing was seen. */
  inferredPlan(companyId: number): Promise<PipedrivePlan | null>;
  /** Users of the company who have installed the app. */
  connectedUserIds(companyId: number): Promise<number[]>;
  /** True for the account's owner and Pipedrive admins, as far as we knew last: for screens. */
  canChangeSettings(session: Session): Promise<boolean>;
  /** The same, as Pipedrive says now: throws AppError `not_allowed` (403) for everybody else. */
  requireManager(session: Session): Promise<void>;
  /** Keeps the plan an admin stated with the installation. */
  savePipedrivePlan(companyId: number, plan: PipedrivePlan): Promise<void>;
  /** Keeps what names of fields created from now on begin with. */
  saveFieldPrefix(at: { companyId: number; epoch: string }, prefix: string): Promise<void>;
};

/**
 * The installation, or an end.
 * @throws AppError `not_installed` (409).
 */
export async function installationOf(
  deps: Pick<MappingDeps, 'getInstallation'>,
  companyId: number,
): Promise<MappingInstallation> {
  const installation = await deps.getInstallation(companyId);
  if (!installation) throw notInstalled();
  return installation;
}

/** The app was removed, or removed and installed again, while something was under way. */
export function notInstalled(): AppError {
  return new AppError({
    code: 'not_installed',
    status: 409,
    message: 'Store Leads is not installed in this Pipedrive account. Install it and try again.',
  });
}
