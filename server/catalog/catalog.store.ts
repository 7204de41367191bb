import { createHash } from 'node:crypto';
import { type Connection, type mongo, Schema } from 'mongoose';
import type { StoreKey } from './match-website.ts';
import { readCount } from './read-domain.ts';
import type { StoreDomain, StoreRecord } from './store.ts';
import { clusterOf, type LookUpKey, storeKeys } from './store-keys.ts';

/** A published state of the store data. */
export type Release = { number: number; publishedAt: Date };

export type CatalogStats = {
  stores: number;
  release: Release | null;
  /** Stores that the current release changed. */
  changedByRelease: number;
  platforms: Record<string, number>;
};

export type CatalogStore = ReturnType<typeof createCatalogStore>;

type StoreRow = {
  _id: string;
  domain: StoreDomain;
  /** Tells whether a release changed anything, without comparing. */
  digest: string;
  release: number;
  platform: string;
  rank: number | null;
  cluster: string | null;
  keys: LookUpKey[];
};

type MetaRow = { _id: string; number: number; publishedAt: Date };

const options = {
  strict: 'throw',
  autoIndex: false,
  autoCreate: false,
  versionKey: false,
  minimize: false,
} as const;

const storesCollection = 'stores';

const storeSchema = new Schema<StoreRow>(
  {
    _id: String,
    domain: Schema.Types.Mixed,
    digest: String,
    release: Number,
    platform: String,
    rank: Number,
    cluster: String,
    keys: [{ _id: false, k: String, kind: String }],
  },
  { ...options, collection: storesCollection },
);

const metaSchema = new Schema<MetaRow>(
  { _id: String, number: Number, publishedAt: Date },
  { ...options, collection: 'catalog_meta' },
);

/**
 * The catalogue of stores. It is Store Leads' data, the same for every customer, so nothing here carries a company.
 * Collections: `stores` (one document a store, look-up keys inside) and `catalog_meta` (the current release).
 */
export function createCatalogStore(db: Connection) {
  const stores = db.model<StoreRow>('CatalogStore', storeSchema);
  const raw = db.collection<StoreRow>(storesCollection);
  const meta = db.model<MetaRow>('CatalogMeta', metaSchema);

  return {
    async ensureIndexes(): Promise<void> {
      await raw.createIndex({ 'keys.k': 1 });
    },

    /** What the catalogue knows under each key; keys nobody has are missing from the answer. Thousands at once are fine. */
    async findKeys(keys: string[]): Promise<Map<string, StoreKey[]>> {
      const wanted = new Set(keys);
      const found = new Map<string, StoreKey[]>();
      if (wanted.size === 0) return found;
      const rows = await stores
        .find({ 'keys.k': { $in: [...wanted] } }, { platform: 1, rank: 1, cluster: 1, keys: 1 })
        .lean();
      for (const row of rows) {
        for (const { k, kind } of row.keys) {
          if (!wanted.has(k)) continue;
          const key = {
            storeId: row._id,
            kind,
            platform: row.platform,
            rank: row.rank,
            cluster: row.cluster,
          };
          const same = found.get(k);
          if (same) same.push(key);
          else found.set(k, [key]);
        }
      }
      return found;
    },

    /** The stores with these ids; unknown ids are missing from the answer. */
    async findStores(ids: string[]): Promise<Map<string, StoreRecord>> {
      if (ids.length === 0) return new Map();
      const rows = await stores.find({ _id: { $in: [...new Set(ids)] } }, { domain: 1, release: 1 }).lean();
      return new Map(rows.map((row) => [row._id, { id: row._id, domain: row.domain, release: row.release }]));
    },

    /** One store, or null. */
    async getStore(id: string): Promise<StoreRecord | null> {
      const row = await stores.findById(id, { domain: 1, release: 1 }).lean();
      return row ? { id: row._id, domain: row.domain, release: row.release } : null;
    },

    /**
     * Writes stores as part of the release they name. One whose data is what the catalogue has already keeps the
     * number of the release that last changed it. Of several with one id the last counts. Gives what was done.
     */
    async upsertMany(records: readonly StoreRecord[]): Promise<{ written: number; unchanged: number }> {
      const rows = new Map(records.map((record) => [record.id, toRow(record)]));
      const known = await stores.find({ _id: { $in: [...rows.keys()] } }, { digest: 1 }).lean();
      const digests = new Map(known.map((row) => [row._id, row.digest]));
      const writes: mongo.AnyBulkWriteOperation<StoreRow>[] = [];
      for (const [id, row] of rows) {
        if (digests.get(id) === row.digest) continue;
        writes.push({ replaceOne: { filter: { _id: id }, replacement: row, upsert: true } });
      }
      // Straight to the driver: the rows are made right here, and casting a large record costs more than writing it.
      if (writes.length > 0) await raw.bulkWrite(writes, { ordered: false });
      return { written: writes.length, unchanged: rows.size - writes.length };
    },

    /** Number of stores. */
    async count(): Promise<number> {
      return stores.countDocuments();
    },

    /** The release in use, or null before the first import. */
    async currentRelease(): Promise<Release | null> {
      const row = await meta.findById('release').lean();
      return row ? { number: row.number, publishedAt: row.publishedAt } : null;
    },

    /** Names the release in use, once its stores are written. */
    async setRelease(release: Release): Promise<void> {
      await meta.updateOne({ _id: 'release' }, { $set: release }, { upsert: true });
    },

    /** Counts for operators. Reads the whole collection: not for request paths. */
    async stats(): Promise<CatalogStats> {
      const release = await this.currentRelease();
      const platforms = await stores.aggregate<{ _id: string; count: number }>([
        { $group: { _id: '$platform', count: { $sum: 1 } } },
        { $sort: { count: -1, _id: 1 } },
      ]);
      return {
        stores: platforms.reduce((sum, { count }) => sum + count, 0),
        release,
        changedByRelease: release ? await stores.countDocuments({ release: release.number }) : 0,
        platforms: Object.fromEntries(platforms.map(({ _id, count }) => [_id, count])),
      };
    },
  };
}

function toRow({ id, domain, release }: StoreRecord): StoreRow {
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
