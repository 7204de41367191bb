import { z } from 'zod';

/** The themes Pipedrive has. */
export type Theme = 'light' | 'dark';

/** Which record a panel was opened for. */
export type PanelRecord = { resource: 'organization' | 'person'; id: number };

const recordQuery = z.object({
  resource: z.enum(['organization', 'person']),
  selectedIds: z.string().regex(/^[1-9]\d{0,15}$/),
});

/**
 * Reads the theme from a frame's query string. Only the exact value `dark` is dark, as in the host SDK.
 * @param search `location.search`
 */
export function themeFromQuery(search: string): Theme {
  return new URLSearchParams(search).get('theme') === 'dark' ? 'dark' : 'light';
}

/** True when Pipedrive loaded this page: only then the query names a runtime `id`. */
export function isInsidePipedrive(search: string): boolean {
  return Boolean(new URLSearchParams(search).get('id'));
}

/**
 * Reads which record a panel stands beside. The query is plain text anybody can write: the server
 * authorises the record again by reading it with the user's own grant.
 * @returns null when the query does not name exactly one organization or person
 */
export function recordFromQuery(search: string): PanelRecord | null {
  const query = new URLSearchParams(search);
  const parsed = recordQuery.safeParse({
    resource: query.get('resource'),
    selectedIds: query.get('selectedIds'),
  });
  if (!parsed.success) return null;
  return { resource: parsed.data.resource, id: Number(parsed.data.selectedIds) };
}

/**
 * Which records a modal was opened for. `ids`: one or several. `everyone`: all the person can see but the excluded
 * ones; `narrowed` when a filter of Pipedrive or an owner narrows them further. `too_many`: more than 100, or so many
 * that the address looks cut, and with it perhaps the last id.
 */
export type Selection =
  | { kind: 'ids'; resource: PanelRecord['resource']; ids: number[] }
  | {
      kind: 'everyone';
      resource: PanelRecord['resource'];
      everyone: true;
      excludedIds: number[];
      narrowed: boolean;
    }
  | { kind: 'too_many'; resource: PanelRecord['resource'] };

/** As many records as Pipedrive gives in one answer by id. */
const mostIds = 100;

/** A hundred long ids and all other parameters are shorter; what cuts addresses leaves 2,000 characters or more. */
const suspiciousLength = 1_900;

const resourceName = z.enum(['organization', 'person']);
const idList = z.string().regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14})*$/);
const modalData = z.object({ resource: resourceName, ids: idList });
const everyoneFilter = z.object({ everyone: z.literal(1) });
const anyFilter = z.record(z.string(), z.number().int());

/**
 * Reads what a modal was opened for: from the parameters of a record's or a list's menu, or from the `data` that one
 * of our own surfaces gave to `openModal` (`resource` and `ids`, ids separated by commas). Plain text anybody can
 * write, as `recordFromQuery` says.
 * @returns null when it names no organization or person
 */
export function selectionFromQuery(search: string): Selection | null {
  const query = new URLSearchParams(search);
  const data = query.get('data');
  if (data !== null) {
    const parsed = modalData.safeParse(fromJson(data));
    return parsed.success ? ofIds(parsed.data.resource, parsed.data.ids) : null;
  }
  const resource = resourceName.safeParse(query.get('resource')).data;
  const selected = query.get('selectedIds');
  if (!resource || selected === null) return null;
  if (looksCut(search)) return { kind: 'too_many', resource };
  return selected === '' ? everyoneIn(resource, query) : ofIds(resource, selected);
}

function ofIds(resource: PanelRecord['resource'], text: string): Selection | null {
  const ids = idsOf(text);
  if (ids === null) return null;
  return ids.length > mostIds ? { kind: 'too_many', resource } : { kind: 'ids', resource, ids };
}

/** "Select all" in a list: no ids, but a filter, less those that were cleared again. */
function everyoneIn(resource: PanelRecord['resource'], query: URLSearchParams): Selection | null {
  const filter = fromJson(query.get('filter') ?? '');
  const excludedIds = idsOf(query.get('excludedIds') ?? '');
  if (!anyFilter.safeParse(filter).success || excludedIds === null) return null;
  const narrowed = !everyoneFilter.safeParse(filter).success;
  return { kind: 'everyone', resource, everyone: true, excludedIds, narrowed };
}

/** Each id once; null when the text is not a list of ids. */
function idsOf(text: string): number[] | null {
  if (text === '') return [];
  return idList.safeParse(text).success ? [...new Set(text.split(',').map(Number))] : null;
}

/**
 * True when the end of the query may be missing: it is long and ends within the selection, or ends amid a list or an
 * escape. Nothing else can be cut without the page noticing: Pipedrive's own parameters are then missing.
 */
function looksCut(search: string): boolean {
  const end = search.slice(search.lastIndexOf('&') + 1);
  const [key = '', value = ''] = end.replace(/^\?/, '').split('=');
  if (!['selectedIds', 'excludedIds', 'filter'].includes(key)) return false;
  return search.length > suspiciousLength || /(,|%|%2|%2c)$/i.test(value);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
