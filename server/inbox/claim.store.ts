import { type Connection, type mongo, Schema } from 'mongoose';
import type { RecordKey } from './event.store.ts';

type ClaimRow = Pick<RecordKey, 'companyId' | 'epoch'> & { _id: string; token: string; until: Date };
export type Claim = { token: string; until: Date };

const schema = new Schema<ClaimRow>(
  { _id: String, companyId: Number, epoch: String, token: String, until: Date },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false, collection: 'inbox_claims' },
);

/** Name of a record among all companies. */
export const nameOf = ({ companyId, epoch, objectType, recordId }: RecordKey): string =>
  `${companyId}:${epoch}:${objectType}:${recordId}`;

/**
 * Hands records with events to workers, each to one at a time, in whatever process. A row lives as long as somebody
 * works on the record; one whose time is over may be taken.
 */
export function createClaimStore(db: Connection) {
  const model = db.model('inbox_claim', schema, 'inbox_claims', { overwriteModels: true });
  const raw = db.collection<ClaimRow>(model.collection.name);

  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex({ companyId: 1 });
    },
    /** Takes those records nobody works on. Returns which. */
    async take(keys: readonly RecordKey[], claim: Claim, now: Date): Promise<RecordKey[]> {
      if (keys.length === 0) return [];
      const ids = keys.map(nameOf);
      const rows = await raw.find({ _id: { $in: ids } }).toArray();
      const known = new Map(rows.map((row) => [row._id, row]));
      const writes = keys.flatMap((key): mongo.AnyBulkWriteOperation<ClaimRow>[] => {
        const { companyId, epoch } = key;
        const _id = nameOf(key);
        const row = known.get(_id);
        if (!row) return [{ insertOne: { document: { _id, companyId, epoch, ...claim } } }];
        if (row.until > now) return [];
        return [
          { updateOne: { filter: { _id, token: row.token, until: row.until }, update: { $set: claim } } },
        ];
      });
      if (writes.length === 0) return [];
      // Somebody else's insert at the same moment: theirs then, as the look below says.
      await raw.bulkWrite(writes, { ordered: false }).catch(() => undefined);
      const mine = await raw.find({ _id: { $in: ids }, token: claim.token }).toArray();
      const taken = new Set(mine.map(({ _id }) => _id));
      return keys.filter((key) => taken.has(nameOf(key)));
    },
    /** Prolongs claims; false when one of them is lost. */
    async renew(keys: readonly RecordKey[], { token, until }: Claim): Promise<boolean> {
      const ids = keys.map(nameOf);
      const result = await model.updateMany({ _id: { $in: ids }, token }, { $set: { until } });
      return result.matchedCount === ids.length;
    },
    /** Gives records free. */
    async release(keys: readonly RecordKey[], token: string): Promise<void> {
      if (keys.length > 0) await model.deleteMany({ _id: { $in: keys.map(nameOf) }, token });
    },
    /** Forgets claims of processes that died after their work was done. Returns how many. */
    async dangerousForgetAcrossCompanies(before: Date): Promise<number> {
      return (await model.deleteMany({ until: { $lte: before } })).deletedCount;
    },
    /** Removes the rows of a company, or only those of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type ClaimStore = ReturnType<typeof createClaimStore>;
