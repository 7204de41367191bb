import { type World, worldVersion } from '../world.ts';
import { seedCompany, seedCurrencies, seedUsers } from './company.ts';
import { customFields, systemFields } from './fields.ts';
import { seedOrganizations } from './organizations.ts';
import { seedPersons } from './persons.ts';
import { seededRandom } from './random.ts';

export type SeedOptions = {
  clientId: string;
  clientSecret: string;
  /** Key of the pretend Store Leads API. */
  storeLeadsKey?: string;
  /** Scopes the app is registered with. */
  scopes: string[];
  now: Date;
  seed: number;
  organizations: number;
  persons: number;
  limits: boolean;
  /** Put behind every name, e-mail, address and custom text, to find leaks by. */
  canary: string;
};

/** A fresh world; the same options give the same world. */
export function seedWorld(options: SeedOptions): World {
  const fields = [...systemFields(), ...customFields()];
  const users = seedUsers.map((user) => ({
    ...user,
    name: user.name + options.canary,
    email: options.canary === '' ? user.email : user.email.replace('@', `${options.canary}@`),
  }));
  const common = {
    random: seededRandom(options.seed),
    now: options.now,
    users,
    fields,
    canary: options.canary,
  };
  const organizations = seedOrganizations({ ...common, count: options.organizations });
  const persons = seedPersons({ ...common, count: options.persons, organizations: options.organizations });
  return {
    version: worldVersion,
    app: {
      clientId: options.clientId,
      clientSecret: options.clientSecret,
      storeLeadsKey: options.storeLeadsKey ?? '',
    },
    company: { ...seedCompany },
    users,
    organizations,
    persons,
    fields,
    currencies: seedCurrencies.map((currency) => ({ ...currency })),
    installs: [],
    accessTokens: {},
    codes: {},
    webSessions: {},
    settings: {
      limits: options.limits,
      dailyHeaders: 'sometimes',
      rotateRefreshTokens: false,
      websiteField: 'by_default',
      restoresComeAs: 'change',
      webhooksInFlight: 8,
      scopes: [...options.scopes],
    },
    budget: { day: options.now.toISOString().slice(0, 10), used: 0 },
    notes: [],
    storeLeads: { shops: 5000, release: 1 },
    otherApps: { perDay: 0, untilMinute: 0, random: options.seed },
    people: { on: false, paceMs: 5_000, random: options.seed, bin: [] },
    faults: [],
    webhooks: [],
    deliveries: {},
    troubles: [],
    counters: { endpoints: {}, callers: {} },
    clockOffsetMs: 0,
    cursorEpoch: 1,
    nextId: {
      organization: (organizations.at(-1)?.id ?? 0) + 1,
      person: (persons.at(-1)?.id ?? 0) + 1,
      option: 1000,
      fault: 1,
      field: 1,
      webhook: 1,
      delivery: 1,
      note: 1,
    },
  };
}
