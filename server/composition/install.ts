import { accountForCompany } from '../accounts/account-for-company.ts';
import type { Config } from '../config.ts';
import type { InstallDeps } from '../install/install-deps.ts';
import type { Eraser } from '../install/installation.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createMappingEraser } from '../mapping/mapping-eraser.ts';
import type { SteppingBase } from '../platform/deps.ts';
import type { Access } from './access.ts';
import type { Pausing } from './pausing.ts';
import type { Stores } from './stores.ts';

/** What a new installation starts with. */
const defaults = { fieldPrefix: 'Store Leads: ', budgetSharePercent: 40 };

/** Hands installing and uninstalling what belongs to other parts. */
export function composeInstall(
  base: SteppingBase,
  parts: {
    config: Config;
    stores: Stores;
    access: Access;
    jobs: Jobs;
    pausing: Pausing;
    /** What is made in the name of the user who does automatic work is to be made anew. */
    onOrganizationUserChanged(companyId: number): Promise<void>;
  },
): InstallDeps {
  const { config, stores, access, jobs, pausing } = parts;
  const { accounts } = stores;
  return {
    ...base,
    ...stores.install,
    options: {
      ...defaults,
      clientId: config.PIPEDRIVE_CLIENT_ID,
      clientSecret: config.PIPEDRIVE_CLIENT_SECRET,
      appUrl: config.APP_URL,
      webUrlTemplate: config.PIPEDRIVE_WEB_URL,
    },
    keys: config.ENCRYPTION_KEYS,
    oauth: access.oauth,
    pipedrive: access.pipedrive,
    jobs,
    findAccount: accounts.forCompany,
    accountForCompany: (key) =>
      accountForCompany({ accounts, clock: base.clock, defaultPlan: config.DEFAULT_ACCOUNT_PLAN }, key),
    erasers: erasersOf(stores, access),
    onOrganizationUserChanged: parts.onOrganizationUserChanged,
    onConnectionLost: pausing.onConnectionLost,
    onConnectionRestored: pausing.onConnectionRestored,
  };
}

/** Stores whose rows carry the installation's epoch. The subscriptions go first: then no event is taken any more. */
const rowsWithEpochs = [
  'subscriptions',
  'events',
  'claims',
  'links',
  'runs',
  'chunks',
  'history',
  'undoValues',
  'preferences',
  'mailSubscriptions',
  'mailDays',
  'givenReleases',
  'signalReleases',
  'signalClaims',
] as const;

/** Every part's share of an erase, the account last: without it the company counts as gone. */
function erasersOf(stores: Stores, access: Access): Eraser[] {
  return [
    ...rowsWithEpochs.map((name) => ({
      name,
      erase: stores[name].erase,
      sweep: stores[name].erase,
    })),
    createMappingEraser(stores),
    access.budget.eraser,
    { name: 'accounts', erase: stores.accounts.remove },
  ];
}
