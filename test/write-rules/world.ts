import type { StoreRecord } from '../../server/catalog/store.ts';
import { type CompanyFacts, createCompanyFacts } from '../../server/enrichment/company-facts.ts';
import type { EnrichmentDeps } from '../../server/enrichment/enrichment-deps.ts';
import { type Knowledge, pendingTag } from '../../server/mapping/diff/knowledge.ts';
import type { Boundary } from '../../server/platform/boundaries.ts';
import { silentLog } from '../../server/platform/log.ts';
import { aBudgetStatus } from '../support/budget-status.ts';
import { type CompanyOptions, createCompany } from './company.ts';
import { type Actor, createLife, unused } from './life.ts';
import { memoryLinks } from './memory-links.ts';
import { memoryPipedrive, type Sent } from './memory-pipedrive.ts';
import { mortal } from './mortal.ts';

export type World = ReturnType<typeof createWorld>;

/** One company, the time it lives in, and the app with everything of it in memory. */
export function createWorld(options: CompanyOptions) {
  const company = createCompany(options);
  const life = createLife();
  const { model, fields, tell } = company;
  const sent = new Map<string, Sent>();
  const pipedrive = memoryPipedrive(company, life, sent);
  let ids = 0;

  const newlyPending = (before: Knowledge, after: Knowledge) =>
    fields.flatMap(({ name }, at) => {
      const [was, is] = [pendingTag(before, at), pendingTag(after, at)];
      return is && (was?.high !== is.high || was.low !== is.low) ? [name] : [];
    });

  const watchOf = (actor: Actor) => ({
    marked(orgId: number, before: Knowledge, after: Knowledge) {
      tell(`${actor} marks ${orgId}`);
      const wanted = company.wantedOf(orgId);
      const names = newlyPending(before, after);
      model.intend(orgId, actor, Object.fromEntries(names.map((name) => [name, wanted[name] ?? null])));
    },
    saved(orgId: number) {
      tell(`${actor} saves ${orgId}`);
      model.keep(orgId, actor);
      const last = sent.get(`${orgId} ${actor}`);
      sent.delete(`${orgId} ${actor}`);
      if (last?.answer) model.confirm(orgId, last.values, last.answer);
      else if (last?.ended === 'refused') model.withdraw(orgId, last.values);
    },
    lost(orgId: number) {
      tell(`${actor} finds ${orgId} changed`);
      model.drop(orgId, actor);
    },
  });

  /** The app as one of its actors has it: everything fails once the process is dead. */
  function depsOf(actor: Actor): EnrichmentDeps & CompanyFacts {
    const base = {
      pipedrive,
      clock: life.clock,
      log: silentLog,
      links: mortal(memoryLinks(company.links, watchOf(actor)), life.check),
      getInstallation: async () => company.installation(),
      getMapping: async () => structuredClone(company.mapping),
      findStores: async (wanted: string[]) => new Map(wanted.flatMap((id) => entryOf(id))),
      findKeys: unused,
      isStreamHealthy: async () => false,
      calculate: null,
      readToWrite: () => undefined,
      markFieldBroken: async () => undefined,
      history: { add: async () => undefined, erase: async () => 0 },
      budgetStatus: async () => aBudgetStatus({ pacePerSecond: 10 }),
      atBoundary(name: Boundary) {
        life.check();
        life.hooks.atBoundary?.(name);
      },
      randomId: () => `id-${ids++}`,
      lockMs: 30_000,
    };
    return { ...base, ...createCompanyFacts(base) };
  }
  const entryOf = (id: string): [string, StoreRecord][] => {
    const store = company.stores.get(id);
    return store ? [[id, store]] : [];
  };

  return {
    ...company,
    life,
    depsOf,
    reinstall() {
      sent.clear();
      company.reinstall();
    },
    /** Nothing goes wrong any more; another process takes over from one that died. */
    calm() {
      Object.assign(life.hooks, { atCall: null, atBoundary: null, fate: null, delay: null });
      if (!life.isDead()) return;
      tell('another process takes over');
      life.revive();
      model.died();
      sent.clear();
    },
  };
}
