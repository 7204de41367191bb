import { parse } from 'tldts';
import { freeMailDomains, sharedDomains, sharedNames, tenantDomains, tenantNames } from './shared-hosts.ts';

/** What a host can be looked up by. */
type HostKind =
  /** An own domain: the host and the domains above it, down to the registrable one. */
  | { kind: 'own'; parents: string[] }
  /** One customer's host at a platform: only the host itself. */
  | { kind: 'tenant' }
  /** A service that many share, or a platform's own site: nothing. */
  | { kind: 'shared' }
  /** No host of the public internet: an IP address, a bare suffix such as `co.uk`, malformed text. */
  | { kind: 'none' };

const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Enough for any real shop, and it bounds the work a hostile text can cause. */
const maxParents = 5;

/**
 * What may be looked up for a host, given in ASCII, in lower case and without `www.`.
 * Suffixes are those of the Public Suffix List with its private section, so `a.github.io` and `b.github.io` are strangers.
 */
export function hostKind(host: string): HostKind {
  if (!isHostName(host)) return { kind: 'none' };
  if (isAtOrBelow(host, tenantDomains))
    return tenantDomains.has(host) ? { kind: 'shared' } : { kind: 'tenant' };
  if (isAtOrBelow(host, sharedDomains) || isAtOrBelow(host, freeMailDomains)) return { kind: 'shared' };
  const parsed = parse(host, { allowPrivateDomains: true, validateHostname: false });
  if (parsed.domain === null || parsed.isIp) return { kind: parsed.isPrivate ? 'shared' : 'none' };
  const name = parsed.domainWithoutSuffix ?? '';
  if (parsed.isIcann && sharedNames.has(name)) return { kind: 'shared' };
  if (parsed.isIcann && tenantNames.has(name)) return { kind: host === parsed.domain ? 'shared' : 'tenant' };
  return { kind: 'own', parents: parentsOf(host, parsed.domain) };
}

/** The host without leading `www.` labels: with and without are one store everywhere in the catalogue. */
export function withoutWww(host: string): string {
  let bare = host;
  while (bare.startsWith('www.') && bare.indexOf('.', 4) > 0) bare = bare.slice(4);
  return bare;
}

/** True where the host is one of the domains or lies below one. */
function isAtOrBelow(host: string, domains: ReadonlySet<string>): boolean {
  for (let at = 0; at >= 0; ) {
    if (domains.has(at === 0 ? host : host.slice(at))) return true;
    const dot = host.indexOf('.', at);
    at = dot < 0 ? -1 : dot + 1;
  }
  return false;
}

function isHostName(host: string): boolean {
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  return (
    labels.length >= 2 &&
    host.length <= 253 &&
    labels.every((part) => label.test(part)) &&
    /^([a-z]{2,}|xn--.+)$/.test(last)
  );
}

/** The domains above the host, nearest first, the registrable one last; empty when the host is registrable itself. */
function parentsOf(host: string, registrable: string): string[] {
  const parents: string[] = [];
  let name = host;
  while (name !== registrable && name.includes('.')) {
    name = name.slice(name.indexOf('.') + 1);
    parents.push(name);
  }
  // What is left out is the middle: the registrable domain always stays.
  return parents.length <= maxParents ? parents : [...parents.slice(0, maxParents - 1), registrable];
}
