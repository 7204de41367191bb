import { type Connection, Schema } from 'mongoose';
import { type DayWindow, firstWindow } from './day-window.ts';

const before = new Schema(
  { used: Number, spent: Number, remaining: Number },
  { _id: false, strict: 'throw' },
);

const schema = new Schema<DayWindow>(
  {
    companyId: { type: Number, required: true },
    window: { type: Number, required: true },
    startedAt: { type: Date, required: true },
    resetsAt: { type: Date, required: true },
    resetOffsetMs: { type: Number, required: true },
    reset: { type: String, required: true },
    used: { type: Number, required: true },
    spent: { type: Number, required: true },
    limit: { type: Number, default: null },
    // Absent while unknown, because $min treats null as smaller than any number.
    ceiling: { type: Number },
    before: { type: before, default: null },
    exhaustedUntil: { type: Date, default: null },
    burstLimit: { type: Number, default: null },
  },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
);
schema.index({ companyId: 1 }, { unique: true });
// A company that has been silent for a month starts afresh.
schema.index({ resetsAt: 1 }, { expireAfterSeconds: 30 * 24 * 3600 });

/** Tokens that ran since they were last written down, and the ceiling a header since then gave. */
export type Note = { spent: number; ceiling: number | null };

export type DayStore = ReturnType<typeof createDayStore>;

/** Makes the store of each company's day: one small row a company. */
export function createDayStore(db: Connection) {
  const Day = db.model('BudgetDay', schema, 'budget_days');

  return {
    async ensureIndexes(): Promise<void> {
      await Day.createCollection();
      await Day.createIndexes();
    },

    async read(companyId: number): Promise<DayWindow | null> {
      const row = await Day.findOne({ companyId }, { _id: 0 }).lean<DayWindow>();
      return row && { ...row, ceiling: row.ceiling ?? null };
    },

    /** Creates the row unless it is there. */
    async create(companyId: number, now: Date): Promise<void> {
      const { ceiling: _, ...row } = firstWindow(companyId, now);
      await Day.updateOne({ companyId }, { $setOnInsert: row }, { upsert: true });
    },

    /**
     * Reserves `tokens` if `used` stays within `cap`, nothing was reset and the ceiling has not sunk since `row`
     * was read; writes the note along. False when any of it does not hold.
     */
    async take(row: DayWindow, cap: number, tokens: number, note: Note): Promise<boolean> {
      const result = await Day.updateOne(
        {
          companyId: row.companyId,
          window: row.window,
          used: { $lte: cap - tokens },
          ceiling: row.ceiling === null ? null : { $gte: row.ceiling },
        },
        { $inc: { used: tokens, spent: note.spent }, ...lowered(note.ceiling) },
      );
      return result.modifiedCount === 1;
    },

    /** Writes down what ran and gives back `unused` reserved tokens; nothing when the day was reset since. */
    async note(companyId: number, window: number, note: Note, unused = 0): Promise<boolean> {
      const result = await Day.updateOne(
        { companyId, window },
        { $inc: { used: -unused, spent: note.spent }, ...lowered(note.ceiling) },
      );
      return result.matchedCount === 1;
    },

    /** Replaces the row if its counters and window are still as in `seen`. */
    async replace(seen: DayWindow, next: DayWindow): Promise<boolean> {
      const { companyId, ceiling, ...rest } = next;
      const result = await Day.updateOne(
        { companyId, window: seen.window, used: seen.used, spent: seen.spent },
        ceiling === null ? { $set: rest, $unset: { ceiling: 1 } } : { $set: { ...rest, ceiling } },
      );
      return result.matchedCount === 1;
    },

    async setExhausted(companyId: number, window: number, until: Date): Promise<void> {
      await Day.updateOne({ companyId, window }, { $set: { exhaustedUntil: until } });
    },

    async setBurstLimit(companyId: number, burstLimit: number): Promise<void> {
      await Day.updateOne({ companyId }, { $set: { burstLimit } });
    },

    async erase(companyId: number): Promise<number> {
      return (await Day.deleteMany({ companyId })).deletedCount;
    },
  };
}

function lowered(ceiling: number | null): { $min?: { ceiling: number } } {
  return ceiling === null ? {} : { $min: { ceiling } };
}
