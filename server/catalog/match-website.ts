import { hostKind } from './host-kind.ts';
import { websiteHosts } from './website-hosts.ts';
import type { WebsiteMatch } from './website-match.ts';

/** One way a store can be found: what the catalogue knows under a look-up key. */
export type StoreKey = {
  storeId: string;
  kind: 'host' | 'platform_domain' | 'alias' | 'registrable_domain' | 'cluster';
  platform: string;
  /** 1 is best; null when not ranked. */
  rank: number | null;
  /** Names the merchant's group of stores; null for a store on its own. */
  cluster: string | null;
};

/** A host of the text and what to ask the catalogue for: the host first, then the domains above it. */
type WebsiteCandidate = { host: string; mail: boolean; platformHost: boolean; keys: string[] };

type WebsiteKeys =
  | { kind: 'candidates'; candidates: WebsiteCandidate[]; keys: string[] }
  | { kind: 'no_website' }
  | { kind: 'not_a_shop' };

/** The keys to look up before `matchWebsite` can decide about a website text. Never throws. */
export function websiteKeys(text: string): WebsiteKeys {
  const candidates: WebsiteCandidate[] = [];
  for (const { host, mail } of websiteHosts(text)) {
    const kind = hostKind(host);
    if (kind.kind === 'none') continue;
    const keys = kind.kind === 'own' ? [host, ...kind.parents] : kind.kind === 'tenant' ? [host] : [];
    candidates.push({ host, mail, platformHost: kind.kind === 'tenant', keys });
  }
  if (candidates.length === 0) return { kind: 'no_website' };
  const keys = [...new Set(candidates.flatMap((candidate) => candidate.keys))];
  return keys.length === 0 ? { kind: 'not_a_shop' } : { kind: 'candidates', candidates, keys };
}

/**
 * Which store a website text means. `lookUp` gives what the catalogue has under a key of `websiteKeys`;
 * `scope` lists the platforms the account's plan covers, null for all. Never throws.
 */
export function matchWebsite(
  text: string,
  lookUp: (key: string) => readonly StoreKey[],
  scope: readonly string[] | null,
): WebsiteMatch {
  const website = websiteKeys(text);
  if (website.kind !== 'candidates') return website;
  const web = website.candidates.filter((candidate) => !candidate.mail);
  // A mail address beside a website may be an agency's: it counts only where no website leads anywhere.
  let found = findAll(web, lookUp);
  if (found.length === 0)
    found = findAll(
      website.candidates.filter((candidate) => candidate.mail),
      lookUp,
    );
  return decide(found, scope);
}

type Hit = { row: StoreKey; key: StoreKey['kind'] };

/** The stores each candidate leads to; candidates that lead nowhere are left out. */
function findAll(candidates: WebsiteCandidate[], lookUp: (key: string) => readonly StoreKey[]): Hit[][] {
  return candidates.map((candidate) => find(candidate, lookUp)).filter((hits) => hits.length > 0);
}

const strongest = ['host', 'platform_domain', 'alias', 'cluster'] as const;

function find(candidate: WebsiteCandidate, lookUp: (key: string) => readonly StoreKey[]): Hit[] {
  const [host, ...parents] = candidate.keys;
  if (host === undefined) return [];
  const rows = lookUp(host);
  const exact = strongestOf(rows).map((row) => ({ row, key: row.kind }));
  if (exact.length > 0 || candidate.platformHost) return exact;
  const byDomain = (row: StoreKey): Hit => ({ row, key: 'registrable_domain' });
  for (const parent of parents.slice(0, -1)) {
    const named = strongestOf(lookUp(parent));
    if (named.length > 0) return named.map(byDomain);
  }
  const registrable = parents.at(-1);
  const below = registrable === undefined ? rows : lookUp(registrable);
  // Stores that live there count before those that only claim the domain as an alias.
  const living = below.filter((row) => row.kind === 'host' || row.kind === 'registrable_domain');
  return (living.length > 0 ? living : strongestOf(below)).map(byDomain);
}

/** The rows that know the key as the store's own name, by the strongest kind there is. */
function strongestOf(rows: readonly StoreKey[]): StoreKey[] {
  for (const kind of strongest) {
    const same = rows.filter((row) => row.kind === kind);
    if (same.length > 0) return same;
  }
  return [];
}

function decide(found: Hit[][], scope: readonly string[] | null): WebsiteMatch {
  const settled = found.filter(isOneMerchant);
  const certain = new Set(settled.flat().map(({ row }) => row.storeId));
  // A value that fits several stores is settled by another value that names one of them.
  const open = found.filter(
    (hits) => !isOneMerchant(hits) && !hits.some(({ row }) => certain.has(row.storeId)),
  );
  const hits = [...settled, ...open].flat().sort(byRank);
  const [best] = hits;
  if (best === undefined) return { kind: 'no_match' };
  if (!isOneMerchant(hits)) return { kind: 'ambiguous', storeIds: storeIds(hits) };
  const covered = hits.find(({ row }) => scope === null || scope.includes(row.platform));
  return covered
    ? { kind: 'match', storeId: covered.row.storeId, key: covered.key }
    : { kind: 'out_of_plan', storeId: best.row.storeId };
}

/** True when all hits are one store or stores of one cluster. */
function isOneMerchant(hits: Hit[]): boolean {
  const [first] = hits;
  return hits.every(
    ({ row }) =>
      row.storeId === first?.row.storeId || (row.cluster !== null && row.cluster === first?.row.cluster),
  );
}

/** Best rank first; the same store by its strongest key first, so that the answer names that key. */
function byRank(a: Hit, b: Hit): number {
  const ranks = (a.row.rank ?? Number.POSITIVE_INFINITY) - (b.row.rank ?? Number.POSITIVE_INFINITY);
  if (ranks !== 0 && !Number.isNaN(ranks)) return ranks;
  if (a.row.storeId !== b.row.storeId) return a.row.storeId < b.row.storeId ? -1 : 1;
  return strength(a.key) - strength(b.key);
}

function strength(key: StoreKey['kind']): number {
  const place = (strongest as readonly string[]).indexOf(key);
  return place < 0 ? strongest.length : place;
}

/** More choices than this help nobody to choose. */
const maxChoices = 20;

function storeIds(hits: Hit[]): string[] {
  return [...new Set(hits.map(({ row }) => row.storeId))].slice(0, maxChoices);
}
