import { type Connection, Schema } from 'mongoose';
import { randomId } from '../platform/crypto.ts';

/** Proof of an erase: whose, when, why and how many rows of what. Begun before the first row goes. */
export type EraseReceipt = {
  id: string;
  companyId: number;
  userId: number;
  epoch: string;
  /** One user's grant, or everything of the company. */
  scope: 'connection' | 'company';
  reason: 'uninstalled' | 'broken_too_long';
  startedAt: Date;
  /** Null while the erase is under way, or was cut off and waits to be finished. */
  at: Date | null;
  counts: Record<string, number>;
};

type Row = Omit<EraseReceipt, 'id'> & { _id: string };

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    companyId: { type: Number, required: true },
    userId: { type: Number, required: true },
    epoch: { type: String, required: true },
    scope: { type: String, required: true },
    reason: { type: String, required: true },
    startedAt: { type: Date, required: true },
    at: { type: Date, default: null },
    counts: { type: Schema.Types.Mixed, required: true },
  },
  {
    strict: 'throw',
    strictQuery: 'throw',
    autoIndex: false,
    autoCreate: false,
    versionKey: false,
    minimize: false,
  },
)
  .index({ companyId: 1 })
  .index({ at: 1 });

export type ReceiptStore = ReturnType<typeof createReceiptStore>;

/** Receipts of erases: the only rows that outlive an installation. */
export function createReceiptStore(db: Connection) {
  const receipts = db.model<Row>('EraseReceipt', schema, 'erase_receipts', { overwriteModels: true });
  const toReceipt = ({ _id, ...rest }: Row): EraseReceipt => ({ id: _id, ...rest });

  return {
    ensureIndexes: () => receipts.createIndexes(),

    async begin(receipt: Omit<EraseReceipt, 'id' | 'at' | 'counts'>): Promise<EraseReceipt> {
      const begun = { ...receipt, at: null, counts: {} };
      const _id = randomId();
      await receipts.create({ _id, ...begun });
      return { id: _id, ...begun };
    },

    /** Adds erased rows to a receipt; a finished one keeps counting what a later sweep still finds. */
    async count({ id, companyId }: EraseReceipt, counts: Record<string, number>): Promise<void> {
      const found = Object.entries(counts).filter(([, rows]) => rows > 0);
      if (found.length === 0) return;
      const add = Object.fromEntries(found.map(([name, rows]) => [`counts.${name}`, rows]));
      await receipts.updateOne({ _id: id, companyId }, { $inc: add });
    },

    async finish({ id, companyId }: EraseReceipt, at: Date): Promise<void> {
      await receipts.updateOne({ _id: id, companyId }, { $set: { at } });
    },

    async list(companyId: number): Promise<EraseReceipt[]> {
      const rows = await receipts.find({ companyId }).sort({ startedAt: 1 }).lean<Row[]>();
      return rows.map(toReceipt);
    },

    /** Erases that were cut off, of any company: for the job that finishes them. */
    async dangerousUnfinishedAcrossCompanies(): Promise<EraseReceipt[]> {
      const rows = await receipts.find({ at: null }).sort({ startedAt: 1 }).limit(100).lean<Row[]>();
      return rows.map(toReceipt);
    },
  };
}
