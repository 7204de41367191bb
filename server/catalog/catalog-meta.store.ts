import { type Connection, Schema } from 'mongoose';
import { catalogSchemaOptions } from './store-row.ts';

/** A published state of the store data. */
export type Release = { number: number; publishedAt: Date };

/** Which invented stores are in the catalogue. */
export type LoadedSample = { count: number; seed: number };

type MetaRow = { _id: string } & Partial<Release & LoadedSample>;

const schema = new Schema<MetaRow>(
  { _id: String, number: Number, publishedAt: Date, count: Number, seed: Number },
  { ...catalogSchemaOptions, collection: 'catalog_meta' },
);

/** What is known of the catalogue as a whole. */
export function createCatalogMeta(db: Connection) {
  const Meta = db.model<MetaRow>('CatalogMeta', schema);

  return {
    /** The release in use, or null before the first import. */
    async currentRelease(): Promise<Release | null> {
      const row = await Meta.findById('release').lean<MetaRow>();
      if (row?.number === undefined || row.publishedAt === undefined) return null;
      return { number: row.number, publishedAt: row.publishedAt };
    },

    /** Names the release in use, once its stores are written. */
    async setRelease(release: Release): Promise<void> {
      await Meta.updateOne({ _id: 'release' }, { $set: release }, { upsert: true });
    },

    /** The invented stores that were put in last, or null. */
    async sample(): Promise<LoadedSample | null> {
      const row = await Meta.findById('sample').lean<MetaRow>();
      return row?.count === undefined ? null : { count: row.count, seed: row.seed ?? 1 };
    },

    async setSample(sample: LoadedSample): Promise<void> {
      await Meta.updateOne({ _id: 'sample' }, { $set: sample }, { upsert: true });
    },
  };
}
