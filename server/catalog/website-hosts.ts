import { domainToASCII } from 'node:url';
import { hostKind, withoutWww } from './host-kind.ts';

/** A host found in a website text; `mail` when it stood behind the `@` of a mail address. */
type FoundHost = { host: string; mail: boolean };

/** Longer texts are notes, not websites; the limit bounds the work. */
const maxLength = 2_000;
const maxHosts = 20;

/**
 * The hosts in what a person typed into a website field: ASCII, lower case, without `www.`, each once, in order.
 * Understands links with broken schemes, several values, ports, paths, mail addresses, IDN, brackets and quotes.
 */
export function websiteHosts(text: string): FoundHost[] {
  const plain = tidy(text);
  const found = hostsOf(plain);
  if (found.length > 0) return found;
  // `www. merchant. com`: only where nothing else is left, since a sentence's full stop looks the same.
  const closed = plain.trim().replace(/\s*([.:/])\s*/g, '$1');
  return /\s/.test(closed) ? [] : hostsOf(closed);
}

function hostsOf(text: string): FoundHost[] {
  const found = new Map<string, FoundHost>();
  for (const word of words(text)) {
    for (const host of readWord(word)) {
      const known = found.get(host.host);
      if (!known) found.set(host.host, host);
      else if (known.mail && !host.mail) known.mail = false;
      if (found.size >= maxHosts) return [...found.values()];
    }
  }
  return [...found.values()];
}

function tidy(text: string): string {
  return text
    .slice(0, maxLength)
    .normalize('NFKC')
    .replace(/[\p{Cf}]/gu, '')
    .replaceAll('\\', '/');
}

/** Parts at what people put between values, and before a scheme glued to the value in front of it. */
function words(text: string): string[] {
  return text.replace(/(?<=[^\s/=:])(?=https?:\/\/)/gi, ' ').split(/[\s,;|<>()[\]{}"'`´‘’“”„«»、。，；*]+/u);
}

// `http://`, and what becomes of it: `htp:/`, `https//`, `hhtp:///`, `http.//`, `http:www…`.
const scheme = /^(?:(?:h{1,2}t{1,3}p{0,2}s{0,2}|t{1,2}ps?)(?:[:.]{0,2}\/+|:)|[a-z][a-z0-9+-]*:\/\/)/i;

function readWord(word: string): FoundHost[] {
  let rest = word.replace(/^[^\p{L}\p{N}]+/u, '');
  const mailLink = /^mailto:/i.test(rest);
  if (mailLink) rest = rest.slice(7);
  let hasScheme = word.startsWith('//');
  for (let match = scheme.exec(rest); match; match = scheme.exec(rest)) {
    hasScheme = true;
    rest = rest.slice(match[0].length).replace(/^\/+/, '');
  }
  const [authority = '', ...path] = rest.split(/[/?#]/);
  // `Website:merchant.com`, `merchant.com:merchant.de`: anything but a port.
  if (!hasScheme && /:(?!\d|$)/.test(authority)) return rest.split(/:(?![\d/]|$)/).flatMap(readWord);
  const found = readAuthority(authority, hasScheme && !mailLink);
  if (found === undefined) return [];
  // Behind a social network's host stands a profile's name, which may look like a host.
  const single = hasScheme || rest.includes('?') || path.length === 0 || hostKind(found.host).kind !== 'own';
  return single ? [found] : [found, ...slashSeparated(path)];
}

/** `merchant.com/merchant.de`: more values, if every part after a slash could be one. */
function slashSeparated(path: string[]): FoundHost[] {
  const parts = path.filter((part) => part !== '');
  if (parts.some((part) => !part.includes('.') || fileName.test(part))) return [];
  const hosts = parts.map((part) => readAuthority(part, false)).filter((host) => host !== undefined);
  return hosts.length === parts.length ? hosts : [];
}

const fileName =
  /\.(html?|php\d?|aspx?|jsp|cfm|cgi|pdf|jpe?g|png|gif|svg|webp|txt|xml|json|js|css|md|zip|docx?|xlsx?)$/i;

function readAuthority(authority: string, hasScheme: boolean): FoundHost | undefined {
  const at = authority.lastIndexOf('@');
  // With a scheme, what stands before the `@` is a login; without, this is a mail address. A lone `@name` is neither.
  const mail = at > 0 && !hasScheme;
  const host = asciiHost(
    authority
      .slice(at + 1)
      .replace(/:\d*$/, '')
      .replace(/[^\p{L}\p{M}\p{N}]+$/u, '')
      .replace(/^[^\p{L}\p{N}_]+/u, ''),
  );
  return host === '' ? undefined : { host, mail };
}

function asciiHost(text: string): string {
  if (!text.includes('.')) return '';
  // Plain ASCII, punycode included, is its own form already.
  const lower = text.toLowerCase();
  const ascii = /^[a-z0-9._-]+$/.test(lower) ? lower : domainToASCII(unescaped(lower));
  const host = withoutWww(ascii);
  return host.includes('.') && !host.includes('..') && !/^www\.[^.]+$/.test(host) ? host : '';
}

function unescaped(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
