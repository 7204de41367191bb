import { type Connection, Schema } from 'mongoose';
import { type DayWindow, firstWindow } from './day-window.ts';
import { hourOf } from './hourly-use.ts';
import { type LaneCounts, laneSum, noLanes } from './lane-counts.ts';

const lanes = new Schema<LaneCounts>(
  { click: Number, event: Number, create: Number, bulk: Number },
  { _id: false, strict: 'throw' },
);
const before = new Schema(
  { used: Number, spent: Number, remaining: Number, lanes },
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
    lanes,
    hours: Schema.Types.Mixed,
    limit: { type: Number, default: null },
    // Absent while unknown, because $min treats null as smaller than any number.
    ceiling: { type: Number },
    ceilingAt: { type: Date },
    before: { type: before, default: null },
    exhaustedUntil: { type: Date, default: null },
    burstLimit: { type: Number, default: null },
  },
  { strict: 'throw', autoIndex: false, autoCreate: false, minimize: false, versionKey: false },
);
schema.index({ companyId: 1 }, { unique: true });
// A company that has been silent for a month starts afresh.
schema.index({ resetsAt: 1 }, { expireAfterSeconds: 30 * 24 * 3600 });

/** Tokens that ran since they were last written down, and the ceiling a header since then gave. */
export type Note = { spent: LaneCounts; ceiling: number | null; at: Date };

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
      return (
        row && {
          ...row,
          // Rows of version 0.2 know no lanes and no hours.
          lanes: { ...noLanes(), ...row.lanes },
          hours: row.hours ?? {},
          ceiling: row.ceiling ?? null,
          ceilingAt: row.ceilingAt ?? null,
          before: row.before && { ...row.before, lanes: { ...noLanes(), ...row.before.lanes } },
        }
      );
    },

    /** Creates the row unless it is there. */
    async create(companyId: number, now: Date): Promise<void> {
      const { ceiling: _, ceilingAt: __, ...row } = firstWindow(companyId, now);
      await Day.updateOne({ companyId }, { $setOnInsert: row }, { upsert: true });
    },

    /**
     * Reserves tokens for lanes if `used` stays within `cap`, nothing was reset and the ceiling has not sunk since `row`
     * was read; writes the note along. False when any of it does not hold.
     */
    async take(row: DayWindow, cap: number, tokens: LaneCounts, note: Note): Promise<boolean> {
      const total = laneSum(tokens);
      const result = await Day.updateOne(
        {
          companyId: row.companyId,
          window: row.window,
          used: { $lte: cap - total },
          ceiling: row.ceiling === null ? null : { $gte: row.ceiling },
        },
        changeBy(row, note, tokens),
      );
      return result.modifiedCount === 1;
    },

    /**
     * Writes down what ran and changes what is reserved. False when the day was reset since `row` was read or, for a
     * note with a ceiling, when that has sunk.
     */
    async note(row: DayWindow, note: Note, reserved: LaneCounts = noLanes()): Promise<boolean> {
      const { companyId, window } = row;
      const same = note.ceiling === null || row.ceiling === null ? {} : { ceiling: { $gte: row.ceiling } };
      const result = await Day.updateOne({ companyId, window, ...same }, changeBy(row, note, reserved));
      return result.matchedCount === 1;
    },

    /** Replaces the row if its counters and window are still as in `seen`. */
    async replace(seen: DayWindow, next: DayWindow): Promise<boolean> {
      const { companyId, ceiling, ceilingAt, ...rest } = next;
      const result = await Day.updateOne(
        { companyId, window: seen.window, used: seen.used, spent: seen.spent },
        ceiling === null
          ? { $set: rest, $unset: { ceiling: 1, ceilingAt: 1 } }
          : { $set: { ...rest, ceiling, ceilingAt } },
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

/** The update that books reservations, what was spent in the running hour, and by how much others lowered the ceiling. */
function changeBy(row: DayWindow, note: Note, reserved: LaneCounts) {
  const { ceiling, at } = note;
  const others = ceiling === null || row.ceiling === null ? 0 : Math.max(0, row.ceiling - ceiling);
  const hour = `hours.${hourOf(at)}`;
  const sums: Record<string, number> = { used: laneSum(reserved), spent: laneSum(note.spent) };
  for (const lane of ['click', 'event', 'create', 'bulk'] as const) {
    if (reserved[lane] !== 0) sums[`lanes.${lane}`] = reserved[lane];
    if (note.spent[lane] !== 0) sums[`${hour}.${lane}`] = note.spent[lane];
  }
  if (others > 0) sums[`${hour}.others`] = others;
  return ceiling === null ? { $inc: sums } : { $inc: sums, $min: { ceiling }, $max: { ceilingAt: at } };
}
