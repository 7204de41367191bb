import { matchWebsite, type StoreKey, websiteKeys } from '../catalog/match-website.ts';
import type { WebsiteMatch } from '../catalog/website-match.ts';

export type FindKeys = (keys: string[]) => Promise<Map<string, StoreKey[]>>;

/** What a website text came to, and the hosts in it: the only part of the text that may be kept. */
export type MatchedWebsite = { match: WebsiteMatch; domains: string[] };

/** Matches many website texts with one question to the catalogue. Same order as given. */
export async function matchWebsites(
  deps: { findKeys: FindKeys },
  texts: readonly string[],
  scope: readonly string[] | null,
): Promise<MatchedWebsite[]> {
  const read = texts.map((text) => ({ text, website: websiteKeys(text) }));
  const keys = read.flatMap(({ website }) => (website.kind === 'candidates' ? website.keys : []));
  const known = keys.length > 0 ? await deps.findKeys([...new Set(keys)]) : new Map<string, StoreKey[]>();
  return read.map(({ text, website }) => ({
    match: matchWebsite(text, (key) => known.get(key) ?? [], scope),
    domains:
      website.kind === 'candidates'
        ? website.candidates.filter((it) => it.keys.length > 0).map((it) => it.host)
        : [],
  }));
}
