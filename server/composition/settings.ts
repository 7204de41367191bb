import type { Router } from 'express';
import { websiteKeys } from '../catalog/match-website.ts';
import { createFieldNames } from '../install/field-names.ts';
import type { InstallDeps } from '../install/install-deps.ts';
import type { GetInstallation } from '../install/installation.ts';
import { createSettingsRouter } from '../install/settings.routes.ts';
import { getMapping } from '../mapping/get-mapping.ts';
import type { Base } from '../platform/deps.ts';
import type { VerifySession } from '../platform/endpoint.ts';
import type { Access } from './access.ts';
import type { Stores } from './stores.ts';

/** Hands the settings page what it asks of other parts: runs, mapping, links and the names of fields. */
export function composeSettings(
  { clock }: Base,
  parts: {
    stores: Stores;
    access: Access;
    install: InstallDeps;
    getInstallation: GetInstallation;
    verifySession: VerifySession;
  },
): Router {
  const { stores, access, install, getInstallation, verifySession } = parts;
  return createSettingsRouter({
    ...install,
    getInstallation,
    verifySession,
    hasActiveRun: stores.runs.hasActive,
    isMapped: async (companyId, code) =>
      (await getMapping(stores, companyId, 'organization')).entries.some(
        ({ target }) => target?.code === code,
      ),
    onWebsiteFieldChanged: stores.links.forgetMatches,
    looksLikeWebsite: (text) => websiteKeys(text).kind === 'candidates',
    fieldNames: createFieldNames({ pipedrive: access.pipedrive, clock }),
  });
}
