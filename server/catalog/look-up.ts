import type { Base } from '../platform/deps.ts';
import type { StoreLeads } from '../storeleads/domains.ts';
import type { AskedHosts } from './asked-hosts.store.ts';
import type { CatalogStore } from './catalog.store.ts';
import { fromStoreLeads } from './from-store-leads.ts';
import { gather } from './gather.ts';
import type { StoreKey } from './match-website.ts';

export type LookUpDeps = Base & {
  catalog: Pick<CatalogStore, 'findKeys' | 'releaseFacts' | 'upsertMany' | 'currentRelease'>;
  storeLeads: StoreLeads;
  askedHosts: AskedHosts;
};

/** A question this small is a person's or an event's: nobody waits half a minute for it. */
const smallQuestion = 20;
/** Names in a call to Store Leads. */
const block = 100;

/**
 * Makes the look-up that also asks Store Leads: what the catalogue has under each key, and for keys nobody has, what
 * Store Leads has. New stores are kept from then on; names it does not know are not asked for again within a week.
 * A key that could not be asked for is no answer: where nothing else of the same domain is known, this throws.
 * @throws AppError of server/storeleads
 */
export function createLookUp(deps: LookUpDeps): CatalogStore['findKeys'] {
  const { catalog, askedHosts, clock } = deps;
  const learnSoon = gather((names) => learn(deps, names, 'screen'), block);
  return async (keys) => {
    const found = await catalog.findKeys(keys);
    const missing = [...new Set(keys)].filter((key) => !found.has(key));
    const open = await askedHosts.notAskedFor(missing, clock.now());
    if (open.length === 0) return found;
    try {
      await (open.length <= smallQuestion ? learnSoon(open) : learn(deps, open, 'work'));
    } catch (error) {
      if (open.some((key) => !isCovered(key, found))) throw error;
      deps.log.warn({ hosts: open.length }, 'hosts below known stores could not be asked for');
      return found;
    }
    const learnt = await catalog.findKeys(open);
    await askedHosts.remember(
      open.filter((key) => !learnt.has(key)),
      clock.now(),
    );
    return new Map([...found, ...learnt]);
  };
}

/** Asks for names and keeps the stores that are new. Those known by another name are left to the next release. */
async function learn(
  { catalog, storeLeads }: LookUpDeps,
  names: string[],
  patience: 'screen' | 'work',
): Promise<void> {
  const answers = await storeLeads.domains(names, { patience });
  const release = (await catalog.currentRelease())?.number ?? 1;
  const stores = answers.flatMap((row) => {
    const read = fromStoreLeads(row);
    return read.ok ? [{ ...read.store, release }] : [];
  });
  const known = await catalog.releaseFacts(stores.map(({ id }) => id));
  await catalog.upsertMany(stores.filter(({ id }) => !known.has(id)));
}

/** True when a host above or below this one led to a store: the website has a match without it. */
function isCovered(key: string, found: ReadonlyMap<string, readonly StoreKey[]>): boolean {
  return [...found.keys()].some((other) => key.endsWith(`.${other}`) || other.endsWith(`.${key}`));
}
