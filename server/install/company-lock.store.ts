import { type Connection, mongo, Schema } from 'mongoose';

type Row = { _id: number; token: string; until: Date };

const schema = new Schema<Row>(
  {
    _id: { type: Number, required: true },
    token: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
).index({ until: 1 }, { expireAfterSeconds: 3600 });

export type CompanyLockStore = ReturnType<typeof createCompanyLockStore>;

/** One row per company whose installation is being made or erased right now, in whichever process. */
export function createCompanyLockStore(db: Connection) {
  const locks = db.model<Row>('CompanyLock', schema, 'company_locks', { overwriteModels: true });

  return {
    ensureIndexes: () => locks.createIndexes(),

    /** Takes a lock that is free or whose holder is out of time. */
    async take(companyId: number, token: string, lease: { now: Date; until: Date }): Promise<boolean> {
      try {
        await locks.updateOne(
          { _id: companyId, until: { $lte: lease.now } },
          { $set: { token, until: lease.until } },
          { upsert: true },
        );
        return true;
      } catch (error) {
        if (error instanceof mongo.MongoServerError && error.code === 11_000) return false;
        throw error;
      }
    },

    /** Gives the holder more time; false when it is no longer the holder. */
    async extend(companyId: number, token: string, until: Date): Promise<boolean> {
      return (await locks.updateOne({ _id: companyId, token }, { $set: { until } })).matchedCount === 1;
    },

    async release(companyId: number, token: string): Promise<void> {
      await locks.deleteOne({ _id: companyId, token });
    },
  };
}
