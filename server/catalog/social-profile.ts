import { readText } from './read-domain.ts';

type Network = {
  /** Address that a bare handle is put behind. */
  base: string;
  /** First path parts that are functions of the site, not profiles. */
  reserved: readonly string[];
  /** First path parts that stand before the handle. */
  before: readonly string[];
};

const networks: Record<string, Network> = {
  facebook: {
    base: 'https://www.facebook.com/',
    reserved: [
      'sharer',
      'sharer.php',
      'share',
      'dialog',
      'tr',
      'groups',
      'events',
      'watch',
      'hashtag',
      'login',
      'plugins',
    ],
    before: ['pages', 'pg', 'p', 'people'],
  },
  facebook_group: { base: 'https://www.facebook.com/groups/', reserved: [], before: ['groups'] },
  instagram: {
    base: 'https://www.instagram.com/',
    reserved: ['p', 'reel', 'reels', 'explore', 'tv', 'accounts', 'share'],
    before: ['stories'],
  },
  linkedin: {
    base: 'https://www.linkedin.com/company/',
    reserved: ['sharearticle', 'feed', 'sharing'],
    before: ['company', 'in', 'school', 'showcase'],
  },
  pinterest: { base: 'https://www.pinterest.com/', reserved: ['pin', 'search', 'ideas'], before: [] },
  tiktok: { base: 'https://www.tiktok.com/@', reserved: ['share', 'tag', 'music', 'embed', 't'], before: [] },
  twitter: {
    base: 'https://twitter.com/',
    reserved: ['share', 'intent', 'home', 'hashtag', 'search', 'i', 'widgets'],
    before: [],
  },
  youtube: {
    base: 'https://www.youtube.com/@',
    reserved: ['watch', 'embed', 'playlist', 'results', 'shorts', 'feed', 'live'],
    before: ['channel', 'c', 'user'],
  },
};

/** What nearly all profile links look like, and the URL parser would not change: parsing costs ten times more. */
const plainLink = /^https?:\/\/(?:[a-z\d]+\.)+[a-z]{2,}\/(?!profile\.php)(@?\w[\w.-]*)\/?$/i;

/**
 * The account's handle, from a profile link in any of the forms in use or from a bare handle.
 * Null where the link is not a profile (a share button, one post). TikTok's keeps its `@`, as Store Leads shows it.
 */
export function socialHandle(network: string, value: unknown): string | null {
  const text = readText(value);
  const rules = networks[network];
  if (text === null || rules === undefined) return null;
  const plain = plainLink.exec(text)?.[1];
  const link = plain === undefined ? asLink(text) : undefined;
  const handle = plain
    ? handleOfPath(network, rules, [plain])
    : link
      ? handleOfLink(network, rules, link)
      : handleOfText(network, text);
  if (handle === null) return null;
  const bare = handle.replace(/^@+/, '');
  if (bare === '') return null;
  return network === 'tiktok' ? `@${bare}` : bare;
}

/** The profile link; a bare handle becomes one. Null when the value is neither. */
export function socialUrl(network: string, value: unknown): string | null {
  const text = readText(value);
  if (text === null || plainLink.test(text)) return text;
  const link = asLink(text);
  // Links are given as found: making them uniform would show people an address that was never on the site.
  if (link) return /^https?:\/\//i.test(text) ? text : link.href;
  const rules = networks[network];
  const handle = handleOfText(network, text)?.replace(/^@+/, '') ?? '';
  return rules === undefined || handle === '' ? null : rules.base + handle;
}

function handleOfLink(network: string, rules: Network, link: URL): string | null {
  // Links of the days when the page was behind `#!`.
  const path = link.hash.startsWith('#!/') ? link.hash.slice(2) : link.pathname;
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  const name = link.searchParams.get('screen_name');
  if (network === 'twitter' && parts[0] === 'intent' && name) return name;
  if (network === 'facebook' && parts[0] === 'profile.php') return link.searchParams.get('id');
  return handleOfPath(network, rules, parts);
}

function handleOfPath(network: string, rules: Network, [head, next]: readonly string[]): string | null {
  if (head === undefined) return null;
  if (network === 'facebook_group') return head.toLowerCase() === 'groups' ? (next ?? null) : null;
  // Short links lead to a profile but do not name it.
  if (network === 'tiktok' && !head.startsWith('@')) return null;
  if (rules.before.includes(head.toLowerCase())) return next ?? null;
  return rules.reserved.includes(head.toLowerCase()) ? null : head;
}

function handleOfText(network: string, text: string): string | null {
  const pattern = network === 'facebook_group' ? /^[\w .&'-]+$/u : /^@?[\w.-]+$/;
  return pattern.test(text) ? text : null;
}

/** A link with or without its scheme; undefined for a bare handle (which may hold dots). */
function asLink(text: string): URL | undefined {
  if (!/^https?:/i.test(text) && !text.startsWith('//') && !/^[\w-]+(\.[\w-]+)+\//.test(text))
    return undefined;
  const address = /^https?:/i.test(text) ? text : `https://${text.replace(/^\/+/, '')}`;
  return URL.canParse(address) ? new URL(address) : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
