import type { StoreRecord } from '../../server/catalog/store.ts';
import { type Link, newLink } from '../../server/enrichment/link.ts';
import type { Installation } from '../../server/install/installation.ts';
import type { Mapping, MappingEntry } from '../../server/mapping/mapping.ts';
import { type SimulatedField, simulatedFields } from './fields.ts';
import { createModel, type FieldLaw, type Held, type Value, type Wanted } from './model.ts';

const companyId = 7;

export type CompanyOptions = {
  rules: FieldLaw['rule'][];
  /** By field, whether it keeps its value while the store has none. */
  keep: boolean[];
  records: number;
  /** Told in words what happens. */
  tell: (what: string) => void;
};

export type Company = ReturnType<typeof createCompany>;

/** A company's records in Pipedrive, the stores they are, and what the app has stored of them; watched by the model. */
export function createCompany({ rules, keep, records, tell }: CompanyOptions) {
  const fields = simulatedFields.map((field, at) => ({ ...field, rule: rules[at] ?? 'always' }));
  const laws = fields.map(
    ({ name, rule, drift, isAddress, stored }): FieldLaw => ({ name, rule, drift, isAddress, stored }),
  );
  const model = createModel(laws);
  const mapping: Mapping = {
    companyId,
    objectType: 'organization',
    version: 1,
    enabled: true,
    calculated: [],
    entries: fields.map((field, at) => entryOf(field, keep[at] ?? false)),
  };
  const recordIds = Array.from({ length: records }, (_, at) => 101 + at);
  const stores = new Map<string, StoreRecord>();
  const held = new Map<number, Held>();
  const links = new Map<number, Link>();
  let installation = installationOf(1);

  const valuesOf = (orgId: number): Record<string, Value> => {
    const domain = stores.get(storeOf(orgId))?.domain;
    return Object.fromEntries(fields.map(({ name, source }) => [name, (domain?.[source] ?? null) as Value]));
  };
  const wanted = (values: Record<string, Value>): Wanted =>
    Object.fromEntries(
      fields.map(({ name }, at) => {
        const value = values[name] ?? null;
        return [name, value === null && keep[at] ? undefined : value];
      }),
    );

  function setStore(orgId: number, values: Record<string, Value>): void {
    const id = storeOf(orgId);
    const domain: StoreRecord['domain'] = { name: id, state: 'Active', platform: 'shopify' };
    for (const { name, source } of fields) {
      const value = values[name];
      if (value !== null && value !== undefined) domain[source] = value;
    }
    stores.set(id, { id, domain, release: 1 });
    tell(`the store of ${orgId} says ${JSON.stringify(values)}`);
    model.want(orgId, wanted(values));
  }

  function link(): void {
    links.clear();
    for (const orgId of recordIds) {
      const match = { kind: 'match', storeId: storeOf(orgId), key: 'host' } as const;
      const key = { companyId, epoch: installation.epoch, orgId };
      links.set(orgId, { ...newLink(key), match, rev: 1 });
    }
  }

  for (const orgId of recordIds) {
    held.set(orgId, Object.fromEntries(fields.map(({ name }) => [name, null])));
    setStore(orgId, {});
  }
  link();

  return {
    companyId,
    tell,
    model,
    fields,
    laws,
    mapping,
    recordIds,
    stores,
    held,
    links,
    valuesOf,
    wantedOf: (orgId: number) => wanted(valuesOf(orgId)),
    setStore,
    installation: () => installation,
    /** Somebody types into a field. */
    edit(orgId: number, name: string, value: Value): void {
      const field = fields.find((each) => each.name === name);
      const record = held.get(orgId);
      tell(`somebody makes ${name} of ${orgId} ${String(value)}`);
      if (field && record) record[name] = field.stored(value);
    },
    /** The app is removed and installed again, and has scanned: nothing is known of any field. */
    reinstall(): void {
      installation = installationOf(Number(installation.epoch) + 1);
      model.reinstall();
      link();
    },
  };
}

/** The store of an organization. */
export const storeOf = (orgId: number): string => `s${orgId}.example`;

function entryOf(field: SimulatedField & { rule: FieldLaw['rule'] }, keep: boolean): MappingEntry {
  const { source, code, type, rule, drift } = field;
  return {
    source,
    target: { code, type },
    rule,
    whenMissing: keep ? 'keep' : 'clear',
    volatility: drift.kind === 'none' ? { kind: 'exact' } : drift,
    newOption: 'skip',
    enabled: true,
    broken: null,
  };
}

function installationOf(epoch: number): Installation {
  return {
    companyId,
    epoch: String(epoch),
    accountId: 'a',
    plan: 'enterprise',
    platformScope: null,
    state: 'active',
    organizationUserId: 1,
    websiteField: 'website',
    fieldPrefix: '',
    budgetSharePercent: 40,
    pipedrivePlan: null,
    tagKey: Buffer.alloc(16, epoch),
  };
}
