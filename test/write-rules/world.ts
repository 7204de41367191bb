import type { StoreRecord } from '../../server/catalog/store.ts';
import { createCompanyFacts } from '../../server/enrichment/company-facts.ts';
import type { EnrichmentDeps } from '../../server/enrichment/enrichment-deps.ts';
import { type Link, newLink } from '../../server/enrichment/link.ts';
import type { Installation } from '../../server/install/installation.ts';
import { type Knowledge, pendingTag } from '../../server/mapping/knowledge.ts';
import type { Mapping, MappingEntry } from '../../server/mapping/mapping.ts';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import { isCustomFieldCode } from '../../server/pipedrive/standard-fields.ts';
import type { Caller, FieldValue, Organization } from '../../server/pipedrive/types.ts';
import type { Boundary } from '../../server/platform/boundaries.ts';
import { silentLog } from '../../server/platform/log.ts';
import { type SimulatedField, simulatedFields } from './fields.ts';
import { memoryLinks } from './memory-links.ts';
import { createModel, type FieldLaw, type Held, type Value, type Wanted } from './model.ts';

const companyId = 7;
export type Actor = 'run' | 'button';
/** What may happen around a call to Pipedrive. */
export type CallMoment = {
  name: 'list' | 'get' | 'patch';
  when: 'before' | 'after';
  ids: number[];
  actor: Actor;
};
export type Hooks = {
  atCall: ((moment: CallMoment) => void) | null;
  atBoundary: ((name: Boundary) => void) | null;
  /** How a PATCH ends instead of well; asked once for each. */
  fate: (() => 'well' | 'lost_before' | 'lost_after' | 'limited_after' | 'no_budget') | null;
  /** How long calls wait for their turn, in milliseconds. */
  delay: ((name: CallMoment['name']) => number) | null;
};

export type World = ReturnType<typeof createWorld>;

/** One company with its records in memory, watched by the model. The stories that run on it are the app's own. */
export function createWorld(options: {
  rules: FieldLaw['rule'][];
  keep: boolean[];
  records: number;
  /** Told in words what happens. */
  tell: (what: string) => void;
}) {
  const { tell } = options;
  let now = Date.parse('2026-11-02T09:00:00Z');
  let ids = 0;
  const life = { dead: false };
  const hooks: Hooks = { atCall: null, atBoundary: null, fate: null, delay: null };
  const clock = {
    now: () => new Date(now),
    sleep: async (ms: number) => {
      now += ms;
      await yieldSome();
    },
  };
  const fields = simulatedFields.map((field, at) => ({ ...field, rule: options.rules[at] ?? 'always' }));
  const laws: FieldLaw[] = fields.map(({ name, rule, drift, isAddress, stored }) => ({
    name,
    rule,
    drift,
    isAddress,
    stored,
  }));
  const model = createModel(laws);
  const mapping: Mapping = {
    companyId,
    objectType: 'organization',
    version: 1,
    enabled: true,
    calculated: [],
    entries: fields.map((field, at) => entryOf(field, options.keep[at] ?? false)),
  };
  const recordIds = Array.from({ length: options.records }, (_, at) => 101 + at);
  const stores = new Map<string, StoreRecord>();
  const held = new Map<number, Held>();
  const links = new Map<number, Link>();
  let installation = installationOf(1);
  /** The last PATCH of a record, by actor: what was sent and how it ended for the app. */
  const sent = new Map<string, { values: Held; answer: Held | null; ended: 'refused' | 'unknown' }>();
  const counts = { patches: 0, reads: 0 };

  const wantedOf = (values: Record<string, Value>): Wanted =>
    Object.fromEntries(
      fields.map(({ name }, at) => {
        const value = values[name] ?? null;
        return [name, value === null && options.keep[at] ? undefined : value];
      }),
    );

  function setStore(orgId: number, values: Record<string, Value>): void {
    const domain: StoreRecord['domain'] = { name: `s${orgId}.example`, state: 'Active', platform: 'shopify' };
    for (const { name, source } of fields) {
      const value = values[name];
      if (value !== null && value !== undefined) domain[source] = value;
    }
    stores.set(`s${orgId}.example`, { id: `s${orgId}.example`, domain, release: 1 });
    tell(`the store of ${orgId} says ${JSON.stringify(values)}`);
    model.want(orgId, wantedOf(values));
  }

  function edit(orgId: number, name: string, value: Value): void {
    const field = fields.find((each) => each.name === name);
    const record = held.get(orgId);
    tell(`somebody makes ${name} of ${orgId} ${String(value)}`);
    if (field && record) record[name] = field.stored(value);
  }

  function link(): void {
    links.clear();
    for (const orgId of recordIds) {
      const { companyId: company, epoch } = installation;
      const match = { kind: 'match', storeId: `s${orgId}.example`, key: 'host' } as const;
      links.set(orgId, { ...newLink({ companyId: company, epoch, orgId }), match, rev: 1 });
    }
  }

  function organization(orgId: number): Organization {
    const values = held.get(orgId) ?? {};
    const shown = fields.map(({ name, code, isAddress }): [string, FieldValue] => {
      const value = values[name] ?? null;
      return [code, isAddress && typeof value === 'string' ? { value } : value];
    });
    return {
      id: orgId,
      name: 'An organization',
      isDeleted: false,
      updateTime: null,
      website: undefined,
      standardFields: Object.fromEntries(shown.filter(([code]) => !isCustomFieldCode(code))),
      customFields: Object.fromEntries(shown.filter(([code]) => isCustomFieldCode(code))),
    };
  }

  const actorOf = (caller: Caller): Actor => (caller.lane === 'click' ? 'button' : 'run');
  const alive = () => {
    if (life.dead) throw new Error('this process is dead');
  };

  async function call<T>(name: CallMoment['name'], caller: Caller, on: number[], act: () => T): Promise<T> {
    alive();
    now += hooks.delay?.(name) ?? 0;
    await yieldSome();
    hooks.atCall?.({ name, when: 'before', ids: on, actor: actorOf(caller) });
    alive();
    tell(`${actorOf(caller)} ${name} ${on.join(' ')} at ${(now / 1000) % 100_000}`);
    if (name !== 'patch') caller.onSend?.(new Date(now));
    const result = act();
    await yieldSome();
    hooks.atCall?.({ name, when: 'after', ids: on, actor: actorOf(caller) });
    alive();
    return result;
  }

  const look = (caller: Caller) => (orgId: number) => {
    counts.reads++;
    model.look(orgId, actorOf(caller), held.get(orgId) ?? {}, now);
    return organization(orgId);
  };

  const pipedrive: EnrichmentDeps['pipedrive'] = {
    listOrganizations: (caller, query) => {
      const listed = query.ids ?? recordIds.slice(Number(query.cursor ?? 0));
      const part = query.ids ? listed : listed.slice(0, 2);
      const next = Number(query.cursor ?? 0) + part.length;
      return call('list', caller, part, () => ({
        items: part.map(look(caller)),
        nextCursor: query.ids || next >= recordIds.length ? null : String(next),
      }));
    },
    getOrganization: (caller, orgId) => call('get', caller, [orgId], () => look(caller)(orgId)),
    async updateOrganization(caller, orgId, body) {
      const actor = actorOf(caller);
      const values: Held = {};
      for (const { name, code } of fields) if (code in body) values[name] = plain(body[code] ?? null);
      const key = `${orgId} ${actor}`;
      const fate = hooks.fate?.() ?? 'well';
      sent.set(key, { values, answer: null, ended: 'refused' });
      if (fate === 'no_budget') throw pipedriveError('budget_exhausted');
      return call('patch', caller, [orgId], () => {
        if (caller.sendBefore && now > caller.sendBefore.getTime()) throw pipedriveError('too_late');
        caller.onSend?.(new Date(now));
        sent.set(key, { values, answer: null, ended: 'unknown' });
        if (fate === 'lost_before') throw pipedriveError('pipedrive_unavailable', { maybeDone: true });
        const record = held.get(orgId) ?? {};
        model.patch(orgId, actor, values, record, now);
        counts.patches++;
        for (const { name, stored } of fields)
          if (name in values) record[name] = stored(values[name] ?? null);
        if (fate === 'lost_after') throw pipedriveError('pipedrive_unavailable', { maybeDone: true });
        if (fate === 'limited_after') throw pipedriveError('rate_limited', { maybeDone: true });
        sent.set(key, { values, answer: { ...record }, ended: 'unknown' });
        return organization(orgId);
      });
    },
    getPerson: unused,
    listCurrencies: unused,
    addFieldOptions: unused,
    listOrganizationFields: async () =>
      fields.map(({ name, code, type }) => ({
        code,
        name,
        type,
        isCustom: isCustomFieldCode(code),
        isOptional: false,
        options: [],
      })),
  };

  /** The app as one of its actors has it: its own boundaries and links, everything dead once the process is. */
  function depsOf(actor: Actor): EnrichmentDeps & ReturnType<typeof createCompanyFacts> {
    const memory = memoryLinks(links, {
      marked(orgId, before, after) {
        tell(`${actor} marks ${orgId}`);
        model.keep(orgId, actor);
        const intended = newlyPending(before, after);
        const want = wantedOf(valuesOf(orgId));
        if (intended.length > 0)
          model.intend(orgId, actor, Object.fromEntries(intended.map((name) => [name, want[name] ?? null])));
      },
      saved(orgId) {
        tell(`${actor} saves ${orgId}`);
        model.keep(orgId, actor);
        const last = sent.get(`${orgId} ${actor}`);
        sent.delete(`${orgId} ${actor}`);
        if (last?.answer) model.confirm(orgId, last.values, last.answer);
        else if (last?.ended === 'refused') model.withdraw(orgId, last.values);
      },
      lost(orgId) {
        tell(`${actor} finds ${orgId} changed`);
        model.drop(orgId, actor);
      },
    });
    const base = {
      pipedrive,
      clock,
      log: silentLog,
      links: mortal(memory, alive),
      getInstallation: async () => installation,
      getMapping: async () => structuredClone(mapping),
      findStores: async (wanted: string[]) =>
        new Map(
          wanted.flatMap((id) => (stores.has(id) ? [[id, stores.get(id)]] : [])) as [string, StoreRecord][],
        ),
      findKeys: unused,
      calculate: null,
      readToWrite: () => undefined,
      markFieldBroken: async () => undefined,
      history: { add: async () => undefined, erase: async () => 0 },
      budgetStatus: async () => ({
        dailyLimit: null,
        usedByUsToday: 0,
        allowedToday: 1000,
        remainingCompany: null,
        resetsAt: new Date(now + 1000),
        pacePerSecond: 10,
        burstLimit: null,
      }),
      atBoundary(name: Boundary) {
        alive();
        hooks.atBoundary?.(name);
      },
      randomId: () => `id-${ids++}`,
      lockMs: 30_000,
    };
    return { ...base, ...createCompanyFacts(base) };
  }

  const valuesOf = (orgId: number): Record<string, Value> => {
    const domain = stores.get(`s${orgId}.example`)?.domain;
    return Object.fromEntries(fields.map(({ name, source }) => [name, (domain?.[source] ?? null) as Value]));
  };
  const newlyPending = (before: Knowledge, after: Knowledge) =>
    fields.flatMap(({ name }, at) => {
      const [was, is] = [pendingTag(before, at), pendingTag(after, at)];
      return is && (was?.high !== is.high || was.low !== is.low) ? [name] : [];
    });

  for (const orgId of recordIds) {
    held.set(orgId, Object.fromEntries(fields.map(({ name }) => [name, null])));
    setStore(orgId, {});
  }
  link();

  return {
    companyId,
    tell,
    model,
    clock,
    hooks,
    life,
    counts,
    fields,
    laws,
    links,
    recordIds,
    held,
    mapping,
    depsOf,
    setStore,
    valuesOf,
    edit,
    installation: () => installation,
    pass: (ms: number) => {
      now += ms;
    },
    /** The app is removed and installed again, and has scanned: nothing is known of any field. */
    reinstall() {
      installation = installationOf(Number(installation.epoch) + 1);
      model.reinstall();
      sent.clear();
      link();
    },
    /** Another process starts in the place of one that died. */
    revive() {
      tell('another process takes over');
      life.dead = false;
      model.died();
      sent.clear();
      now += 31_000;
    },
    die(): never {
      life.dead = true;
      throw new Error('this process is dead');
    },
  };
}

const plain = (value: FieldValue): Value =>
  value !== null && typeof value === 'object' && 'value' in value ? (value.value as Value) : (value as Value);

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

/** Every call is refused once the process is dead. */
function mortal<T extends object>(part: T, alive: () => void): T {
  return new Proxy(part, {
    get(target, name, receiver) {
      const member = Reflect.get(target, name, receiver) as unknown;
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        alive();
        return member.apply(target, args);
      };
    },
  });
}

const unused = async (): Promise<never> => {
  throw new Error('not part of this story');
};

/** Lets others have their turn. */
async function yieldSome(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await Promise.resolve();
}
