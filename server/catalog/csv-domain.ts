import { cellEmails, cellLinks, cellList, cellNumber, cellText } from './csv-cells.ts';
import { csvColumns } from './csv-columns.ts';
import type { ContactInfo, StoreApp } from './store.ts';

/** The text under a column; empty where the file has no such column. */
type Cell = (column: string) => string;

/**
 * A row of a CSV export in the shape of the API's Domain object: what is one column there is one attribute here, and
 * what the API nests (contacts, apps, theme, reviews) is put together. What is empty is left out.
 */
export function csvDomain(header: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const row = new Map(header.map((column, at) => [column, cells[at] ?? '']));
  const cell: Cell = (column) => row.get(column) ?? '';
  const domain: Record<string, unknown> = {};
  for (const [column, text] of row) {
    const known = csvColumns.get(column);
    if (known && text !== '') domain[known.attribute] = known.read(text);
  }
  const technologies = cellList(cell('technologies'))?.map((name) => ({ name }));
  return present({
    ...domain,
    description: cellText(cell('meta_description')) ?? cellText(cell('description')),
    technologies,
    apps: apps(cell),
    theme: theme(cell),
    contact_info: contacts(cell),
    ...reviews(cell),
  });
}

/** Apps that are installed: their names, with the links of the app store where there are as many. */
function apps(cell: Cell): StoreApp[] | undefined {
  const names = cellList(cell('installed_apps_names'));
  const links = cellLinks(cell('installed_apps')) ?? [];
  const platform = cell('platform').trim().toLowerCase();
  return names?.map((name, at) => {
    const link = (links.length === names.length ? links[at] : undefined) ?? '';
    const token =
      link
        .replace(/[?#].*$/, '')
        .split('/')
        .filter(Boolean)
        .at(-1) ?? '';
    return {
      name,
      state: 'Active',
      ...(platform && { platform }),
      ...(link && { app_store_url: link, token }),
    };
  });
}

function theme(cell: Cell): Record<string, unknown> | undefined {
  const parts = present({
    name: cellText(cell('theme')),
    style: cellText(cell('theme_style')),
    vendor: cellText(cell('theme_vendor')),
  });
  return Object.keys(parts).length === 0 ? undefined : parts;
}

/** Networks with the columns of their link and their name; the first that is not empty counts. */
const networks: Record<string, readonly string[]> = {
  facebook: ['facebook_url', 'facebook'],
  facebook_group: ['facebook_group_url', 'facebook_group'],
  instagram: ['instagram_url', 'instagram'],
  linkedin: ['linkedin_url', 'linkedin_account'],
  whatsapp: ['whatsapp_url', 'whatsapp'],
  pinterest: ['pinterest_url', 'pinterest'],
  tiktok: ['tiktok_url', 'tiktok'],
  twitter: ['twitter_url', 'twitter'],
  youtube: ['youtube_url', 'youtube_channel_url', 'youtube'],
};

function contacts(cell: Cell): ContactInfo[] | undefined {
  const found: ContactInfo[] = [
    ...(cellEmails(cell('emails')) ?? []).map((value) => ({ type: 'email', value })),
    ...(cellList(cell('phones')) ?? []).map((value) => ({ type: 'phone', value })),
  ];
  for (const [type, columns] of Object.entries(networks)) {
    const value = columns.map((column) => cellText(cell(column))).find((text) => text !== undefined);
    if (value === undefined) continue;
    const counts = present({
      followers: cellNumber(cell(`${type}_followers`)),
      followers_30d: cellNumber(cell(`${type}_followers_30d`)),
      followers_90d: cellNumber(cell(`${type}_followers_90d`)),
      posts: cellNumber(cell(`${type}_posts`)),
    });
    found.push({ type, value, ...counts });
  }
  return found.length === 0 ? undefined : found;
}

/** Review sources: the beginning of their two columns, and the API's name. */
const reviewSources = {
  trustpilot: 'trustpilot',
  okendo: 'okendo',
  yotpo: 'yotpo',
  judgeme: 'judge_me',
  stamped: 'stamped',
  loox: 'loox',
  rio: 'reviews_io',
} as const;

function reviews(cell: Cell): Record<string, unknown> {
  const sources = Object.entries(reviewSources).map(([column, attribute]) => {
    const rating = present({
      avg_rating: cellNumber(cell(`${column}_avgrating`)),
      review_count: cellNumber(cell(`${column}_reviews`)),
    });
    return [attribute, Object.keys(rating).length === 0 ? undefined : rating];
  });
  return Object.fromEntries(sources);
}

function present(parts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
