import type { ContactInfo, StoreApp, StoreDomain } from './store.ts';

/*
 * Readers of a Store Leads record. Every one is total: whatever stands there (wrong type, blank text, negative
 * count), the answer is a sane value or null, because a feed's oddity must never stop an organization's update.
 */

/** Text on one line without outer blanks, or null. A number becomes its digits. */
export function readText(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  if (typeof value !== 'string') return null;
  const tidy = isTidy(value) ? value : value.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return tidy === '' ? null : tidy;
}

/** Text that may have several lines, without outer blanks, or null. */
export function readLongText(value: unknown): string | null {
  if (typeof value !== 'string') return readText(value);
  const tidy = value.replace(/[^\P{Cc}\t\n\r\u0080-\u009f]+/gu, '').trim();
  return tidy === '' ? null : tidy;
}

/** Like `readText`, but the word the API uses for an absent theme part counts as absent too. */
export function readKnownText(value: unknown): string | null {
  const text = readText(value);
  return text !== null && text.toLowerCase() === 'unknown' ? null : text;
}

/** A finite number, also from text such as `1,204` or `4.5`; null outside `min`..`max` (default: not negative). */
export function readNumber(value: unknown, range: { min?: number; max?: number } = {}): number | null {
  const number = typeof value === 'string' ? parseNumber(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = range;
  // `+ 0` turns -0 into 0, which JSON and people cannot tell apart.
  return number < min || number > max ? null : number + 0;
}

/** A whole number (rounded), otherwise as `readNumber`. */
export function readCount(value: unknown, range: { min?: number; max?: number } = {}): number | null {
  const number = readNumber(value, range);
  return number === null ? null : Math.round(number);
}

/** An amount in hundredths, in major units with at most two decimals. */
export function readHundredths(value: unknown): number | null {
  const hundredths = readCount(value);
  return hundredths === null ? null : hundredths / 100;
}

/** A three-letter ISO 4217 code in capitals, or null. */
export function readCurrency(value: unknown): string | null {
  const code = readText(value)?.toUpperCase() ?? '';
  return /^[A-Z]{3}$/.test(code) ? code : null;
}

/** The day part of an ISO date-time, as `YYYY-MM-DD`; null where it names no day of the calendar. */
export function readDate(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const match = /^\s*(\d{4})[-/](\d{2})[-/](\d{2})(?!\d)/.exec(value);
  if (!match) return null;
  const [, year = '', month = '', day = ''] = match;
  // Day 0 of the next month is the last of this one.
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const exists = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
  return exists && Number(year) > 0 ? `${year}-${month}-${day}` : null;
}

/** The distinct texts of a list, in order; a bare text counts as a list of one; null when nothing is left. */
export function readList(value: unknown): string[] | null {
  const items = Array.isArray(value) ? value : [value];
  const seen = new Set<string>();
  for (const item of items) {
    const text = readText(item);
    if (text !== null) seen.add(text);
  }
  return seen.size === 0 ? null : [...seen];
}

/** The distinct names of a list of `{ name }` objects (or bare names); null when there are none. */
export function readNames(value: unknown): string[] | null {
  return Array.isArray(value)
    ? readList(value.map((item) => (isObject(item) ? item['name'] : item)))
    : readList(value);
}

/** The contacts of one type, or of several (in lower case), in the order of the record. */
export function contactsOfType(domain: StoreDomain, ...types: string[]): readonly ContactInfo[] {
  const { contacts, byType } = typedContacts(domain.contact_info);
  const [only = '', ...more] = types;
  if (more.length === 0) return byType.get(only) ?? [];
  const wanted = new Set(types.flatMap((type) => byType.get(type) ?? []));
  return contacts.filter((contact) => wanted.has(contact));
}

type TypedContacts = { contacts: ContactInfo[]; byType: Map<string, ContactInfo[]> };

/** Thirty fields of a record ask for its contacts one after the other: those of the last one are kept ready. */
let latest: { given: unknown; typed: TypedContacts } = { given: undefined, typed: sortedByType([]) };

function typedContacts(given: unknown): TypedContacts {
  if (latest.given !== given)
    latest = { given, typed: sortedByType(Array.isArray(given) ? given.filter(isContact) : []) };
  return latest.typed;
}

function sortedByType(contacts: ContactInfo[]): TypedContacts {
  const byType = new Map<string, ContactInfo[]>();
  for (const contact of contacts) {
    const type = contact.type.trim().toLowerCase();
    const same = byType.get(type);
    if (same) same.push(contact);
    else byType.set(type, [contact]);
  }
  return { contacts, byType };
}

/** Only the type is sure to be what it should: values are read with the readers above. */
function isContact(item: unknown): item is ContactInfo {
  return isObject(item) && typeof item['type'] === 'string';
}

/** E-mail addresses found on the site, without `mailto:` and repeats; null when there are none. */
export function readEmails(domain: StoreDomain): string[] | null {
  const found = new Map<string, string>();
  for (const { value } of contactsOfType(domain, 'email')) {
    const address = readText(value)?.replace(/^mailto:/i, '') ?? '';
    if (/^[^\s@]+@[^\s@]+$/.test(address) && !found.has(address.toLowerCase()))
      found.set(address.toLowerCase(), address);
  }
  return found.size === 0 ? null : [...found.values()];
}

/** Phone numbers found on the site, without `tel:` and repeats; null when there are none. */
export function readPhones(domain: StoreDomain): string[] | null {
  return readList(contactsOfType(domain, 'phone').map(({ value }) => readText(value)?.replace(/^tel:/i, '')));
}

/** Apps of one platform that are installed now: the API keeps removed ones with the state `Inactive`. */
export function installedApps(domain: StoreDomain, platform: string): StoreApp[] {
  const apps: unknown = domain.apps;
  if (!Array.isArray(apps)) return [];
  return apps.filter(
    (app): app is StoreApp =>
      isObject(app) &&
      (readText(app['platform']) ?? readText(domain.platform))?.toLowerCase() === platform &&
      readText(app['state'])?.toLowerCase() !== 'inactive',
  );
}

/** A link on the store's site, made absolute against `https://{name}`; null unless it is a web address. */
export function readPage(domain: StoreDomain, value: unknown): string | null {
  const text = typeof value === 'string' ? readText(value) : null;
  if (text === null) return null;
  // What the URL parser would leave as it is, and nearly all pages are: parsing costs twenty times more.
  const host = readText(domain.name) ?? '';
  if (/^\/[\w-][\w\-/]*$/.test(text) && /^[\w.-]+$/.test(host)) return `https://${host}${text}`;
  try {
    const url = new URL(text, `https://${host}`);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
    return /^https?:\/\//i.test(text) ? text : url.href;
  } catch {
    return null;
  }
}

/** True for a plain object, so that its members can be looked at one by one. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nearly all texts are tidy already; finding that out is ten times cheaper than tidying. */
function isTidy(text: string): boolean {
  return text !== '' && !/^\s|\s$|\s\s|[\p{Cc}\u2028\u2029]/u.test(text);
}

function parseNumber(text: string): number | null {
  const plain = text.trim();
  if (/^[-+]?\d+(\.\d+)?$/.test(plain)) return Number(plain);
  return /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? Number(plain.replaceAll(',', '')) : null;
}
