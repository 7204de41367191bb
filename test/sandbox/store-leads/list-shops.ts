import type { FindShops } from './find-shops.ts';
import type { Shop } from './shop-at.ts';

/** More than this a page never has, whatever is asked (storeleads.md 2.3). */
const maxPageSize = 50;

type List = {
  domains: Shop[];
  total: number;
  page_size: number;
  has_next_page: boolean;
  next_cursor?: string;
};

/** A page of `GET /domain`, or the reason why it is refused. Unknown filters are ignored, as the real API does. */
export function listShops(shops: FindShops, provider: string, query: URLSearchParams): List | string {
  const filters = [...query.keys()].filter((key) => key.startsWith('f:'));
  if (query.has('aq') && filters.length > 0) return 'aq cannot be combined with filters';
  const size = Math.min(maxPageSize, wholeNumber(query.get('page_size')) ?? maxPageSize) || maxPageSize;
  const start = startOf(query, size);
  if (start === null) return 'invalid cursor';
  const found = [...shops.all(provider)].filter((shop) => fits(shop, query));
  if (query.get('sort') === 'rank') found.sort((a, b) => a.rank - b.rank);
  const end = start + size;
  const more = end < found.length;
  return {
    domains: found.slice(start, end),
    total: found.length,
    page_size: size,
    has_next_page: more,
    ...(more && { next_cursor: Buffer.from(`from:${end}`).toString('base64url') }),
  };
}

function startOf(query: URLSearchParams, size: number): number | null {
  const cursor = query.get('cursor');
  if (cursor === null) return (wholeNumber(query.get('page')) ?? 0) * size;
  if (cursor === 'all') return 0;
  return wholeNumber(/^from:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1] ?? null);
}

function fits(shop: Shop, query: URLSearchParams): boolean {
  const oneOf = (key: string, value: string) => query.get(key)?.split(',').includes(value) ?? true;
  const text = query.get('q')?.toLowerCase() ?? '';
  const words = `${shop.name} ${String(shop['merchant_name'])}`.toLowerCase();
  return oneOf('f:p', shop.platform) && oneOf('f:cc', shop.country_code) && words.includes(text);
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
