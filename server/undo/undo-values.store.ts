import { type Connection, type mongo, Schema } from 'mongoose';
import { type KeptField, type KeptRow, keptDays } from './kept-value.ts';

type Scope = { companyId: number; epoch: string };
type Row = Omit<KeptRow, 'id'> & { _id: string };

const fieldSchema = new Schema<KeptField>(
  { source: String, code: String, sealed: String, sent: Buffer, held: { type: Buffer, default: null } },
  { _id: false, strict: 'throw' },
);
const schema = new Schema<Row>(
  {
    _id: String,
    companyId: Number,
    epoch: String,
    orgId: Number,
    runId: { type: String, default: null },
    cause: String,
    at: Date,
    settled: Boolean,
    fields: [fieldSchema],
  },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false, collection: 'undo_values' },
);

/** Replaced values, sealed, of companies that chose to be able to undo; one row an attempt, for 30 days. */
export function createUndoValueStore(db: Connection) {
  const model = db.model<Row>('undo_value', schema, 'undo_values', { overwriteModels: true });
  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex({ companyId: 1, orgId: 1, at: 1 });
      await model.collection.createIndex({ companyId: 1, runId: 1, orgId: 1 });
      await model.collection.createIndex({ at: 1 }, { expireAfterSeconds: keptDays * 86_400 });
    },
    async insert({ id, ...row }: KeptRow): Promise<void> {
      await model.create({ _id: id, ...row });
    },
    async get({ companyId, epoch }: Scope, id: string): Promise<KeptRow | null> {
      const row = await model.findOne({ _id: id, companyId, epoch }).lean<Row>();
      return row && toKept(row);
    },
    /** Saves the fields of a row anew; without any the row goes. */
    async saveFields({ companyId, epoch }: Scope, id: string, fields: KeptField[], settled: boolean) {
      const which = { _id: id, companyId, epoch };
      if (fields.length === 0) await model.deleteOne(which);
      else await model.updateOne(which, { $set: { fields, settled } });
    },
    /** Rows of some records that were kept after a moment, oldest first. */
    async ofRecords({ companyId, epoch }: Scope, orgIds: readonly number[], after: Date): Promise<KeptRow[]> {
      const which = { companyId, epoch, orgId: { $in: [...orgIds] }, at: { $gt: after } };
      return (await model.find(which).sort({ at: 1 }).lean<Row[]>()).map(toKept);
    },
    /** Ids of the records a run replaced something in, by id. */
    async recordsOfRun(
      { companyId, epoch }: Scope,
      runId: string,
      page: { since: Date; after: number; limit: number },
    ): Promise<number[]> {
      const which = { companyId, epoch, runId, orgId: { $gt: page.after }, at: { $gt: page.since } };
      const rows = await model.find(which, { orgId: 1 }).sort({ orgId: 1 }).limit(page.limit).lean<Row[]>();
      return [...new Set(rows.map(({ orgId }) => orgId))];
    },
    /** About how many records a run replaced something in, and since when that is kept. */
    async sumOfRun({ companyId, epoch }: Scope, runId: string, since: Date) {
      const which = { companyId, epoch, runId, at: { $gt: since } };
      const [records, first] = await Promise.all([
        model.countDocuments(which),
        model.findOne(which, { at: 1 }).sort({ at: 1 }).lean<Row>(),
      ]);
      return { records, first: first?.at ?? null };
    },
    /** Removes rows of all companies that are older; for databases that do not do so by themselves. */
    async dangerousRemoveBeforeAcrossCompanies(at: Date): Promise<number> {
      return (await model.deleteMany({ at: { $lt: at } })).deletedCount;
    },
    /** Removes the rows of a company, or only those of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type UndoValueStore = ReturnType<typeof createUndoValueStore>;

function toKept({ _id, fields, ...row }: Row): KeptRow {
  const plain = fields.map((field) => ({
    ...field,
    sent: toBuffer(field.sent),
    held: field.held && toBuffer(field.held),
  }));
  return { ...row, id: _id, fields: plain };
}

/** Lean rows hold the driver's own binary type. */
function toBuffer(stored: Buffer | mongo.Binary): Buffer {
  return Buffer.isBuffer(stored) ? stored : Buffer.from(stored.buffer.subarray(0, stored.position));
}
