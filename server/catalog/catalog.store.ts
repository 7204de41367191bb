import type { Connection, mongo } from 'mongoose';
import { createCatalogMeta, type Release } from './catalog-meta.store.ts';
import type { StoreKey } from './match-website.ts';
import type { StoreRecord } from './store.ts';
import { changesBetween, type StoreChanges } from './store-changes.ts';
import { type StoreRow, storeSchema, storesCollection, toRow } from './store-row.ts';

export type CatalogStats = {
  stores: number;
  release: Release | null;
  /** Stores that the current release changed. */
  changedByRelease: number;
  platforms: Record<string, number>;
};

/** What tells whether a release concerns a store, and orders stores by how much it did to them. */
export type ReleaseFacts = { release: number; platform: string; rank: number | null; attributes: number };

export type CatalogStore = ReturnType<typeof createCatalogStore>;

/**
 * The catalogue of stores. It is Store Leads' data, the same for every customer, so nothing here carries a company.
 * Collections: `stores` (one document a store, look-up keys inside) and `catalog_meta` (the current release).
 */
export function createCatalogStore(db: Connection) {
  const stores = db.model<StoreRow>('CatalogStore', storeSchema);
  const raw = db.collection<StoreRow>(storesCollection);
  const meta = createCatalogMeta(db);

  /** Puts beside each new row what it changes about the stored one. Rows of new stores need no look. */
  async function noteChanges(rows: Map<string, StoreRow>, ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const old = await raw
      .find({ _id: { $in: ids } }, { projection: { domain: 1, release: 1, changes: 1 } })
      .toArray();
    for (const { _id, domain, release, changes } of old) {
      const row = rows.get(_id);
      // What came with this very release and is put right within it has changed for nobody.
      const isNew = release === row?.release && changes === undefined;
      if (row && !isNew) row.changes = changesBetween(domain, row.domain, row.release, changes);
    }
  }

  return {
    ...meta,

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
     * number of the release that last changed it. Of several with one id the last counts. What changed about a store
     * that was known is kept beside it (`changesOf`). Gives what was done.
     */
    async upsertMany(records: readonly StoreRecord[]): Promise<{ written: number; unchanged: number }> {
      const rows = new Map(records.map((record) => [record.id, toRow(record)]));
      const known = rows.size;
      const digests = await raw
        .find({ _id: { $in: [...rows.keys()] } }, { projection: { digest: 1 } })
        .toArray();
      for (const { _id, digest } of digests) if (rows.get(_id)?.digest === digest) rows.delete(_id);
      await noteChanges(
        rows,
        digests.map(({ _id }) => _id).filter((id) => rows.has(id)),
      );
      const writes = [...rows.values()].map(
        (row): mongo.AnyBulkWriteOperation<StoreRow> => ({
          replaceOne: { filter: { _id: row._id }, replacement: row, upsert: true },
        }),
      );
      // Straight to the driver: the rows are made right here, and casting a large record costs more than writing it.
      if (writes.length > 0) await raw.bulkWrite(writes, { ordered: false });
      return { written: writes.length, unchanged: known - writes.length };
    },

    /**
     * Which release last changed these stores, their platform and rank, and how many attributes it changed (0: the store
     * came with it). Reads a few bytes a store: thousands at once are fine. Unknown ids are missing from the answer.
     */
    async releaseFacts(ids: readonly string[]): Promise<Map<string, ReleaseFacts>> {
      if (ids.length === 0) return new Map();
      const rows = await raw
        .find(
          { _id: { $in: [...new Set(ids)] } },
          { projection: { release: 1, platform: 1, rank: 1, 'changes.release': 1, 'changes.attributes': 1 } },
        )
        .toArray();
      return new Map(
        rows.map(({ _id, release, platform, rank, changes }) => {
          const attributes = changes?.release === release ? changes.attributes : 0;
          return [_id, { release, platform, rank, attributes }];
        }),
      );
    },

    /** What a release changed about these stores; those it left alone, or brought, are missing from the answer. */
    async changesOf(ids: readonly string[], release: number): Promise<Map<string, StoreChanges>> {
      if (ids.length === 0) return new Map();
      const rows = await raw
        .find({ _id: { $in: [...new Set(ids)] }, release }, { projection: { changes: 1 } })
        .toArray();
      return new Map(
        rows.flatMap(({ _id, changes }) => (changes?.release === release ? [[_id, changes]] : [])),
      );
    },

    /**
     * What the last release that changed these stores changed about them, where that is newer than `after`, and the
     * platform they are on; those that came with it are missing from the answer.
     */
    async changesAfter(
      ids: readonly string[],
      after: number,
    ): Promise<Map<string, { changes: StoreChanges; platform: string }>> {
      if (ids.length === 0) return new Map();
      const rows = await raw
        .find(
          { _id: { $in: [...new Set(ids)] }, release: { $gt: after } },
          { projection: { release: 1, platform: 1, changes: 1 } },
        )
        .toArray();
      return new Map(
        rows.flatMap(({ _id, release, platform, changes }) =>
          changes?.release === release ? [[_id, { changes, platform }]] : [],
        ),
      );
    },

    /** Number of stores. */
    async count(): Promise<number> {
      return stores.countDocuments();
    },

    /** The next ids in order after one of them (`''` for the first), so that all can be gone through. */
    async idsAfter(after: string, limit: number): Promise<string[]> {
      const rows = await raw
        .find({ _id: { $gt: after } }, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return rows.map(({ _id }) => _id);
    },

    /** Counts for operators. Reads the whole collection: not for request paths. */
    async stats(): Promise<CatalogStats> {
      const release = await meta.currentRelease();
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
