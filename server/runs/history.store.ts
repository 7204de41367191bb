import { type Connection, Schema } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import type { HistoryEntry } from './history.ts';
import { historyDays } from './kept.ts';

type HistoryRow = HistoryEntry & { _id: string };

const schema = new Schema<HistoryRow>(
  {
    _id: String,
    companyId: Number,
    epoch: String,
    orgId: Number,
    cause: String,
    runId: String,
    at: Date,
    outcome: String,
    code: String,
    field: String,
    sources: [String],
    notes: [{ _id: false, source: String, code: String, detail: String }],
  },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false, collection: 'run_history' },
);

/** What happened to records, for 30 days. */
export function createHistoryStore(db: Connection) {
  const model = db.model('run_history', schema, 'run_history', { overwriteModels: true });
  const raw = db.collection<HistoryRow>(model.collection.name);
  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex({ companyId: 1, orgId: 1, at: -1 });
      await model.collection.createIndex({ companyId: 1, runId: 1, outcome: 1, orgId: 1 });
      await model.collection.createIndex(
        { companyId: 1, at: 1 },
        { partialFilterExpression: { outcome: 'failed' } },
      );
      await model.collection.createIndex({ at: 1 }, { expireAfterSeconds: historyDays * 86_400 });
    },
    /** Writes entries; an entry of the same run, or of the same moment, and record replaces the one before. */
    async add(entries: HistoryEntry[]): Promise<void> {
      if (entries.length === 0) return;
      const rows = entries.map((entry) => ({ _id: historyId(entry), ...entry }));
      try {
        // Plain inserts, straight to the driver: several times faster than upserts, and nearly always enough.
        await raw.insertMany(rows, { ordered: false });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        await raw.bulkWrite(
          rows.map(({ _id, ...row }) => ({ updateOne: { filter: { _id }, update: { $set: row } } })),
          { ordered: false },
        );
      }
    },
    /** Entries of one record, newest first. */
    async ofRecord(companyId: number, orgId: number, limit: number): Promise<HistoryEntry[]> {
      const rows = await model.find({ companyId, orgId }).sort({ at: -1 }).limit(limit).lean<HistoryRow[]>();
      return rows.map(toEntry);
    },
    /** Entries of one run in which something was cut or left out, in no order that means anything. */
    async notedInRun(companyId: number, runId: string, limit: number): Promise<HistoryEntry[]> {
      const noted = { companyId, runId, 'notes.0': { $exists: true } };
      const rows = await model.find(noted).limit(limit).lean<HistoryRow[]>();
      return rows.map(toEntry);
    },
    /** Entries of one run by outcome and organization id; `noted`: something was cut or left out. */
    async ofRun(
      companyId: number,
      runId: string,
      page: { outcome: HistoryEntry['outcome'] | 'noted'; after: number; limit: number },
    ): Promise<HistoryEntry[]> {
      const { outcome, after, limit } = page;
      const which = outcome === 'noted' ? { 'notes.0': { $exists: true } } : { outcome };
      const wanted = { companyId, runId, ...which, orgId: { $gt: after } };
      const rows = await model.find(wanted).sort({ orgId: 1 }).limit(limit).lean<HistoryRow[]>();
      return rows.map(toEntry);
    },
    /** How many records failed after `from` and up to `until`, by the code of the reason; each counts once a reason. */
    async failedBetween(
      { companyId, epoch }: Pick<HistoryEntry, 'companyId' | 'epoch'>,
      from: Date,
      until: Date,
    ): Promise<Record<string, number>> {
      const failed = { companyId, outcome: 'failed' as const, at: { $gt: from, $lte: until }, epoch };
      const byCode = new Map<string, Set<number>>();
      for await (const { code, orgId } of model.find(failed, { _id: 0, code: 1, orgId: 1 }).lean().cursor()) {
        const records = byCode.get(code ?? 'unexpected_error') ?? new Set();
        byCode.set(code ?? 'unexpected_error', records.add(orgId ?? 0));
      }
      return Object.fromEntries([...byCode].map(([code, records]) => [code, records.size]));
    },
    /** Removes entries of all companies that are older; for databases that do not do so by themselves. */
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

export type HistoryStore = ReturnType<typeof createHistoryStore>;

/** Rows of before there was a cause and a field have neither. */
function toEntry({ _id, ...row }: HistoryRow): HistoryEntry {
  return { ...row, cause: row.cause ?? (row.runId ? 'run' : 'button'), field: row.field ?? null };
}

function historyId(entry: HistoryEntry): string {
  return `${entry.companyId}:${entry.epoch}:${entry.orgId}:${entry.runId ?? entry.at.getTime()}`;
}
