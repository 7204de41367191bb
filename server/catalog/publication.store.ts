import { type Connection, Schema } from 'mongoose';

type Publication = { _id: string; token: string | null; until: Date; seen: string | null };

const schema = new Schema<Publication>(
  { _id: String, token: String, until: Date, seen: String },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
);

const id = 'publication';
const never = new Date(0);

export type PublicationStore = ReturnType<typeof createPublicationStore>;

/** The one row about publishing releases: who does it now, and what the watch over the feed saw last. */
export function createPublicationStore(db: Connection) {
  const Row = db.model('CatalogPublication', schema, 'catalog_publication');

  return {
    async ensureIndexes(): Promise<void> {
      await Row.createCollection();
    },

    /** Takes the right to publish until a moment, or extends it. False while somebody else has it. */
    async hold(token: string, until: Date, now: Date): Promise<boolean> {
      await Row.updateOne(
        { _id: id },
        { $setOnInsert: { token: null, until: never, seen: null } },
        { upsert: true },
      );
      const row = await Row.findById(id).lean<Publication>();
      if (!row || (row.token !== token && row.until > now)) return false;
      const before = { _id: id, token: row.token, until: row.until };
      return (await Row.updateOne(before, { $set: { token, until } })).matchedCount === 1;
    },

    /** Gives the right back. */
    async letGo(token: string): Promise<void> {
      await Row.updateOne({ _id: id, token }, { $set: { token: null, until: never } });
    },

    /** What the watch saw last; null when nothing was new. */
    async seen(): Promise<string | null> {
      return (await Row.findById(id).lean<Publication>())?.seen ?? null;
    },

    async see(seen: string | null): Promise<void> {
      await Row.updateOne(
        { _id: id },
        { $set: { seen }, $setOnInsert: { token: null, until: never } },
        { upsert: true },
      );
    },
  };
}
