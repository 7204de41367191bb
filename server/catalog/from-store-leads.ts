import { z } from 'zod';
import { hostKind } from './host-kind.ts';
import { isObject } from './read-domain.ts';
import type { StoreDomain, StoreRecord } from './store.ts';
import { storeId } from './store-keys.ts';

/** A row as our record without its release, or the reason why it cannot be one. */
type FromStoreLeads = { ok: true; store: Omit<StoreRecord, 'release'> } | { ok: false; reason: string };

// An attribute of the wrong type counts as absent: it must not cost us the whole store.
const text = z.string().optional().catch(undefined);
const number = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^[-+]?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);
const texts = oddItemsLeftOut(z.string());

const contact = z.looseObject({
  type: z.string(),
  value: z.union([z.string(), z.number().transform(String)]),
  followers: number,
  followers_30d: number,
});
const app = z.looseObject({ id: text, token: text, platform: text, name: text, state: text });
const technology = z.looseObject({ name: z.string() });
const theme = z.union([
  z.string(),
  z.looseObject({
    name: text,
    style: text,
    vendor: text,
    version: z.union([text, z.number().transform(String)]),
  }),
]);
const rating = z.looseObject({ avg_rating: number, review_count: number });

/** What our own code relies on; every other attribute is kept as it comes, for expressions and for later fields. */
const known = z.looseObject({
  name: z.string().trim().toLowerCase(),
  state: z.string().catch(''),
  platform: z.string().toLowerCase().catch(''),
  tld1: text,
  platform_domain: text,
  aliases: texts,
  cluster_domains: texts,
  cluster_best_ranked: text,
  rank: number,
  apps: oddItemsLeftOut(app),
  technologies: oddItemsLeftOut(technology),
  contact_info: oddItemsLeftOut(contact),
  theme: theme.optional().catch(undefined),
  trustpilot: rating.optional().catch(undefined),
  categories: texts,
});

/**
 * One row in the shape of the Store Leads API (a Domain object, also wrapped as `{ domain }`) as our record.
 * Money stays in hundredths; null counts as absent. A row without a usable host name is refused with the reason.
 */
export function fromStoreLeads(row: unknown): FromStoreLeads {
  const given = isObject(row) && row['name'] === undefined && isObject(row['domain']) ? row['domain'] : row;
  if (!isObject(given)) return refuse('not an object');
  if (given['name'] === undefined || given['name'] === null || given['name'] === '') return refuse('no name');
  const parsed = known.safeParse(withoutNulls(given));
  if (!parsed.success) return refuse('name is not a text');
  const id = storeId(parsed.data.name);
  if (hostKind(id).kind === 'none') return refuse('name is not a host name');
  // Once more: what the schema could not use is left out, not kept as undefined, which the type cannot see.
  const domain = withoutNulls(parsed.data) as StoreDomain;
  return { ok: true, store: { id, domain } };
}

function refuse(reason: string): FromStoreLeads {
  return { ok: false, reason };
}

/** A list without the items that do not fit; a bare item is a list of one; anything else is absent. */
function oddItemsLeftOut<Item>(item: z.ZodType<Item>) {
  return z
    .unknown()
    .transform((value) => {
      if (value === undefined) return undefined;
      const items = Array.isArray(value) ? value : [value];
      const good = items.flatMap((one) => {
        const parsed = item.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      });
      return good.length === 0 && items.length > 0 ? undefined : good;
    })
    .optional();
}

/** Records are a handful of levels deep; databases refuse a hundred. */
const maxDepth = 20;

/** Without nulls and undefined at any depth, and without names a database or JavaScript would misread. */
function withoutNulls(value: Record<string, unknown>, depth = 0): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === '__proto__' || key.startsWith('$') || key.includes('.') || key.includes('\0')) continue;
    const good = cleaned(member, depth + 1);
    if (good !== undefined) kept[key] = good;
  }
  return kept;
}

function cleaned(value: unknown, depth: number): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return value;
  if (depth > maxDepth) return undefined;
  if (Array.isArray(value))
    return value.map((item) => cleaned(item, depth + 1)).filter((item) => item !== undefined);
  return isObject(value) ? withoutNulls(value, depth) : undefined;
}
