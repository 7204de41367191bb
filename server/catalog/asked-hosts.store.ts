import { createHmac } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';

type AskedHost = { _id: string; askedAt: Date };

const schema = new Schema<AskedHost>(
  { _id: String, askedAt: Date },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
);

const week = 7 * 86_400_000;
schema.index({ askedAt: 1 }, { expireAfterSeconds: week / 1000 });

export type AskedHosts = ReturnType<typeof createAskedHosts>;

/**
 * Hosts that Store Leads does not know, for a week, so that it is not asked again and again. They come from customers'
 * organizations, so only a keyed hash is kept: it tells whether a host was asked for, never which were.
 * @param key of the hash; after a change every host is simply asked for once more.
 */
export function createAskedHosts(db: Connection, key: Buffer) {
  const Asked = db.model('AskedHost', schema, 'asked_hosts');
  const idOf = (host: string) =>
    createHmac('sha256', key).update(`asked-host:${host}`).digest('base64url').slice(0, 22);

  return {
    async ensureIndexes(): Promise<void> {
      await Asked.createCollection();
      await Asked.createIndexes();
    },

    /** Those of the hosts that nobody has asked for in vain within a week. */
    async notAskedFor(hosts: readonly string[], now: Date): Promise<string[]> {
      if (hosts.length === 0) return [];
      const ids = new Map(hosts.map((host) => [idOf(host), host]));
      const fresh = new Date(now.getTime() - week);
      const rows = await Asked.find({ _id: { $in: [...ids.keys()] } }).lean<AskedHost[]>();
      for (const { _id, askedAt } of rows) if (askedAt > fresh) ids.delete(_id);
      return [...ids.values()];
    },

    /** Removes those of more than a week ago; for databases that do not do so by themselves. */
    async dangerousRemoveExpiredAcrossCompanies(now: Date): Promise<void> {
      await Asked.deleteMany({ askedAt: { $lt: new Date(now.getTime() - week) } });
    },

    /** Remembers hosts that Store Leads did not know. */
    async remember(hosts: readonly string[], now: Date): Promise<void> {
      if (hosts.length === 0) return;
      await Asked.bulkWrite(
        hosts.map((host) => ({
          updateOne: { filter: { _id: idOf(host) }, update: { $set: { askedAt: now } }, upsert: true },
        })),
        { ordered: false },
      );
    },
  };
}
