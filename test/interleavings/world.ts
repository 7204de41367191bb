import type { StoreKey } from '../../server/catalog/match-website.ts';
import type { StoreRecord } from '../../server/catalog/store.ts';
import { createCompanyFacts } from '../../server/enrichment/company-facts.ts';
import type { Link } from '../../server/enrichment/link.ts';
import type { AnswerDeps } from '../../server/inbox/answer-deps.ts';
import type { InboxEvent } from '../../server/inbox/inbox-event.ts';
import type { Installation } from '../../server/install/installation.ts';
import type { Mapping } from '../../server/mapping/mapping.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createLife, unused } from '../write-rules/life.ts';
import { memoryLinks } from '../write-rules/memory-links.ts';
import { mortal } from '../write-rules/mortal.ts';
import { createLooksModel } from './looks-model.ts';
import { createModel, type Rule, type Value } from './model.ts';
import { mapped, websiteCode } from './pipedrive-records.ts';
import { createPipedriveWorld } from './pipedrive-world.ts';
import type { Theme } from './themes.ts';
import type { Told } from './told.ts';

export const companyId = 7;
/** The two stores there are, each with a website of its own. */
export const sites = { a: 'shop-a.com', b: 'shop-b.com' } as const;
export type StoreName = keyof typeof sites;

/** Where most things happen in a history, so that they meet. */
type Focus = { id: number; field: string };

export type World = ReturnType<typeof createWorld>;

/** A company in Pipedrive, the app with everything of it in memory, and what is on its way between the two. */
export function createWorld(options: {
  rules: Rule[];
  focus: Focus;
  theme: Theme;
  /** The field whose value only rides along; null: none. */
  rides: string | null;
  tell(what: string): void;
}) {
  const { tell } = options;
  const life = createLife();
  const rules = Object.fromEntries(mapped.map(({ name }, at) => [name, options.rules[at] ?? 'always']));
  const model = createModel(rules, options.rides);
  const looks = createLooksModel(model.broken, model.isDoubtful);
  /** Events on their way, those that arrived, and ids of all that ever arrived. */
  const flight: Told[] = [];
  const inbox: InboxEvent[] = [];
  const arrived = new Set<string>();
  /** Answers to PATCHes of which it is not certain yet that what they tell was kept. */
  const answers: { record: number; order: number | null }[] = [];
  const stream = { isGapNoticed: false, hasDropped: false };
  const links = new Map<number, Link>();
  const stores = new Map<StoreName, StoreRecord>();
  let installation = installationOf(1);
  let ids = 0;
  /** What goes on beside a step, and has to end with it. */
  const aside: Promise<void>[] = [];
  /** What somebody typed, anywhere. */
  const typed: string[] = [];
  const pipedrive = createPipedriveWorld({
    life,
    model,
    looks,
    tell,
    emit: (event) => void flight.push(event),
    circumstances: () => ({
      says: ['one', 'two', 'three'],
      isGapKnown: stream.isGapNoticed,
    }),
    onAnswer: (record, order) => void answers.push({ record, order }),
  });
  const mapping: Mapping = {
    companyId,
    objectType: 'organization',
    version: 1,
    enabled: true,
    calculated: [],
    entries: mapped.map(({ source, code, name }) => ({
      source,
      target: { code, type: 'varchar' },
      rule: rules[name] ?? 'always',
      whenMissing: 'clear',
      volatility: { kind: name === options.rides ? 'rides_along' : 'exact' },
      newOption: 'skip',
      enabled: true,
      broken: null,
    })),
  };
  const silent = { marked: () => undefined, saved: () => undefined, lost: () => undefined };
  const isStreamHealthy = async () =>
    !stream.isGapNoticed && inbox.every(({ receivedAt }) => life.now() - receivedAt.getTime() <= 60_000);

  function depsOf(): AnswerDeps {
    const base = {
      pipedrive: pipedrive.api,
      clock: life.clock,
      log: silentLog,
      links: mortal(memoryLinks(links, silent), life.check),
      getInstallation: async () => installation,
      getMapping: async () => structuredClone(mapping),
      findStores: async (wanted: string[]) =>
        new Map(
          [...stores.values()].flatMap((store) => (wanted.includes(store.id) ? [[store.id, store]] : [])),
        ),
      findKeys: async (keys: string[]) => new Map(keys.flatMap(keyRows)),
      isStreamHealthy,
      isAutomatic: async () => true,
      calculate: null,
      readToWrite: () => undefined,
      markFieldBroken: async () => undefined,
      history: { add: async () => undefined, erase: async () => 0 },
      budgetStatus: unused,
      atBoundary(name: Parameters<AnswerDeps['atBoundary']>[0]) {
        life.check();
        life.hooks.atBoundary?.(name);
      },
      randomId: () => `id-${ids++}`,
      lockMs: 30_000,
    };
    return { ...base, ...createCompanyFacts(base) };
  }

  return {
    ...{
      companyId,
      life,
      model,
      looks,
      rules,
      mapping,
      pipedrive,
      flight,
      inbox,
      arrived,
      stream,
      links,
      stores,
    },
    ...{ typed, focus: options.focus, theme: options.theme, tell, aside },
    depsOf,
    installation: () => installation,
    setStore(name: StoreName, values: Record<string, Value>): void {
      const domain: StoreRecord['domain'] = { name: sites[name], state: 'Active', platform: 'shopify' };
      for (const [source, value] of Object.entries(values)) if (value !== null) domain[source] = value;
      stores.set(name, { ...storeBasics, id: `store-${name}`, domain, release: 1 });
      tell(`store ${name} says ${JSON.stringify(values)}`);
    },
    /** The app is removed and installed again: what was on its way to the old one is lost. */
    reinstall(): void {
      tell('the app is installed anew');
      installation = installationOf(Number(installation.epoch) + 1);
      links.clear();
      inbox.length = 0;
      flight.length = 0;
      looks.reinstall();
      model.reinstall([...pipedrive.rows.keys()]);
      stream.isGapNoticed = true;
      stream.hasDropped = true;
    },
    /** An admin turns a field off, or on again. */
    switchField(name: string): void {
      const entry = mapping.entries[mapped.findIndex((each) => each.name === name)];
      if (!entry) return;
      entry.enabled = !entry.enabled;
      mapping.version++;
      looks.remaps(pipedrive.lastOrder());
      rules[name] = entry.enabled ? entry.rule : 'never';
      tell(`${name} is turned ${entry.enabled ? 'on' : 'off'}`);
    },
    /** A step is over, with all that goes on beside it. */
    async finish(): Promise<void> {
      await Promise.all(aside.splice(0));
      this.calm();
    },
    /** Nothing goes wrong any more; another process takes over from one that died. */
    calm(): void {
      Object.assign(life.hooks, { atCall: null, atBoundary: null, fate: null, delay: null });
      const kept = answers.splice(0);
      if (!life.isDead()) {
        for (const { record, order } of kept)
          order === null ? looks.refused(record) : model.told(record, order);
        return;
      }
      tell('another process takes over');
      for (const id of pipedrive.rows.keys()) model.doubt(id);
      life.revive();
    },
  };
}

const storeBasics = {} as Omit<StoreRecord, 'id' | 'domain' | 'release'>;

function keyRows(key: string): [string, StoreKey[]][] {
  return Object.entries(sites).flatMap(([name, host]): [string, StoreKey[]][] => {
    if (host !== key) return [];
    const row: StoreKey = {
      storeId: `store-${name}`,
      kind: 'host',
      platform: 'shopify',
      rank: 1,
      cluster: null,
    };
    return [[key, [row]]];
  });
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
    websiteField: websiteCode,
    fieldPrefix: '',
    budgetSharePercent: 40,
    pipedrivePlan: null,
    tagKey: Buffer.alloc(16, epoch),
  };
}
