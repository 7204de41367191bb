import type { InstallDeps } from '../install/install-deps.ts';
import type { GetInstallation } from '../install/installation.ts';
import { mayChangeSettings } from '../install/may-change-settings.ts';
import type { MappingDeps } from '../mapping/mapping-deps.ts';
import { planOfBurst } from '../mapping/new-fields/field-cap.ts';
import type { Base } from '../platform/deps.ts';
import type { Session } from '../platform/endpoint.ts';
import type { Access } from './access.ts';
import type { Stores } from './stores.ts';

/** Hands the mapping what belongs to installations and to the gateway. */
export function composeMapping(
  base: Base,
  parts: {
    stores: Stores;
    access: Access;
    install: InstallDeps;
    getInstallation: GetInstallation;
    requireManager(session: Session): Promise<void>;
  },
): MappingDeps {
  const { stores, access, install, getInstallation, requireManager } = parts;
  const { connections, installations } = stores.install;
  return {
    ...base,
    mappings: stores.mappings,
    mappingVersions: stores.mappingVersions,
    pipedrive: access.pipedrive,
    getInstallation,
    inferredPlan: async (companyId) => planOfBurst((await access.budget.status(companyId)).burstLimit),
    connectedUserIds: async (companyId) => (await connections.list(companyId)).map(({ userId }) => userId),
    canChangeSettings: (session) => mayChangeSettings(install, session),
    requireManager,
    async savePipedrivePlan(companyId, plan) {
      await installations.setPipedrivePlan(companyId, plan);
    },
    async saveFieldPrefix(at, prefix) {
      await installations.setFieldPrefix(at, prefix);
    },
  };
}
