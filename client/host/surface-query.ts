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
