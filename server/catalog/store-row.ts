import { createHash } from 'node:crypto';
import { Schema } from 'mongoose';
import { readCount } from './read-domain.ts';
import type { StoreDomain, StoreRecord } from './store.ts';
import type { StoreChanges } from './store-changes.ts';
import { clusterOf, type LookUpKey, storeKeys } from './store-keys.ts';

/** A store as it is kept: the record, and what makes finding and comparing it cheap. */
export type StoreRow = {
  _id: string;
  domain: StoreDomain;
  /** Tells whether a release changed anything, without comparing. */
  digest: string;
  release: number;
  platform: string;
  rank: number | null;
  cluster: string | null;
  keys: LookUpKey[];
  /** What the last release that changed it changed; absent while it is as it first came. */
  changes?: StoreChanges;
};

/** Options of every schema of the catalogue. */
export const catalogSchemaOptions = {
  strict: 'throw',
  autoIndex: false,
  autoCreate: false,
  versionKey: false,
  minimize: false,
} as const;

export const storesCollection = 'stores';

const part = { _id: false, strict: 'throw' } as const;
const change = new Schema({ from: String, to: String }, part);
const changes = new Schema(
  {
    release: Number,
    attributes: Number,
    platform: change,
    plan: change,
    appsAdded: { type: [String], default: undefined },
    appsRemoved: { type: [String], default: undefined },
  },
  part,
);

export const storeSchema = new Schema<StoreRow>(
  {
    _id: String,
    domain: Schema.Types.Mixed,
    digest: String,
    release: Number,
    platform: String,
    rank: Number,
    cluster: String,
    keys: [{ _id: false, k: String, kind: String }],
    changes,
  },
  { ...catalogSchemaOptions, collection: storesCollection },
);

/** A record as its row. */
export function toRow({ id, domain, release }: StoreRecord): StoreRow {
  return {
    _id: id,
    domain,
    digest: digestOf(domain),
    release,
    platform: domain.platform,
    rank: readCount(domain.rank, { min: 1 }),
    cluster: clusterOf(domain),
    keys: storeKeys(domain),
  };
}

/** The same for equal data whatever order a feed gives the attributes in. */
function digestOf(domain: StoreDomain): string {
  const sorted = Object.fromEntries(Object.entries(domain).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64').slice(0, 22);
}
