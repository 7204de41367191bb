import { domainToASCII } from 'node:url';
import { hostKind, withoutWww } from './host-kind.ts';
import type { StoreKey } from './match-website.ts';
import { readList, readText } from './read-domain.ts';
import type { StoreDomain } from './store.ts';

/** A key a store is found under. */
export type LookUpKey = { k: string; kind: StoreKey['kind'] };

/** Beyond this a list of aliases is a feed's accident; it bounds the size of a stored record. */
const maxKeys = 200;

/**
 * Everything a store is found under: its host, its platform's host for it, aliases, the other domains of its cluster,
 * and its registrable domain. Each key once, with its strongest meaning; hosts that many share are left out.
 */
export function storeKeys(domain: StoreDomain): LookUpKey[] {
  const host = storeId(domain.name);
  const keys = new Map<string, LookUpKey['kind']>();
  const add = (name: string | null, kind: LookUpKey['kind']) => {
    if (name !== null && name !== '' && !keys.has(name) && keys.size < maxKeys) keys.set(name, kind);
  };
  add(host, 'host');
  add(keyOf(domain.platform_domain), 'platform_domain');
  const own = hostKind(host);
  // Where the host is the registrable domain, its own key serves for both.
  const registrable = own.kind === 'own' ? (own.parents.at(-1) ?? null) : null;
  for (const alias of readList(domain.aliases) ?? []) add(keyOf(alias), 'alias');
  for (const member of readList(domain.cluster_domains) ?? []) add(keyOf(member), 'cluster');
  add(keyOf(domain.cluster_best_ranked), 'cluster');
  add(registrable, 'registrable_domain');
  return [...keys].map(([k, kind]) => ({ k, kind }));
}

/** The catalogue's id of a store: its host in ASCII, in lower case, without `www.`. */
export function storeId(name: string): string {
  const lower = name.trim().toLowerCase().replace(/\.+$/, '');
  return withoutWww(/^[\x21-\x7e]*$/.test(lower) ? lower : domainToASCII(lower));
}

/** What names the store's group: the best-ranked member, or the first by name where that is not said. */
export function clusterOf(domain: StoreDomain): string | null {
  const best = readText(domain.cluster_best_ranked);
  const members = readList(domain.cluster_domains) ?? [];
  if (members.length < 2)
    return best !== null && storeId(best) !== storeId(domain.name) ? storeId(best) : null;
  return best === null ? (members.map(storeId).sort()[0] ?? null) : storeId(best);
}

function keyOf(name: unknown): string | null {
  const text = readText(name);
  const id = text === null ? null : storeId(text);
  if (id === null) return null;
  const { kind } = hostKind(id);
  return kind === 'own' || kind === 'tenant' ? id : null;
}
