import { type Connection, Schema } from 'mongoose';

type Pace = { _id: string; next: Date; blockedUntil: Date };

const schema = new Schema<Pace>(
  { _id: String, next: Date, blockedUntil: Date },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
);

const id = 'calls';
const never = new Date(0);
/** The clock of another process may be ahead by this much; a row further ahead is not believed. */
const believedAheadMs = 120_000;

export type PaceStore = ReturnType<typeof createPaceStore>;

/** The one row by which all processes share out their calls to Store Leads: the key they use is the same. */
export function createPaceStore(db: Connection) {
  const Pace = db.model('StoreLeadsPace', schema, 'store_leads_pace');

  return {
    async ensureIndexes(): Promise<void> {
      await Pace.createCollection();
    },

    /**
     * Reserves the next free moment for a call, `gapMs` after the one before it in whatever process. Null, and nothing
     * is reserved, when that would be more than `patienceMs` from now: whoever does not wait holds nobody up.
     */
    async reserve(now: Date, gapMs: number, patienceMs: number): Promise<Date | null> {
      for (;;) {
        const row = await Pace.findById(id).lean<Pace>();
        if (!row) {
          await Pace.updateOne(
            { _id: id },
            { $setOnInsert: { next: now, blockedUntil: never } },
            { upsert: true },
          ).catch(ignoreDuplicate);
          continue;
        }
        const earliest = Math.max(now.getTime(), believed(row.next, now), believed(row.blockedUntil, now));
        if (earliest > now.getTime() + patienceMs) return null;
        const taken = await Pace.updateOne(
          { _id: id, next: row.next },
          { $set: { next: new Date(earliest + gapMs) } },
        );
        if (taken.modifiedCount === 1) return new Date(earliest);
      }
    },

    /** Until when nobody may call, or null. */
    async blockedUntil(now: Date): Promise<Date | null> {
      const row = await Pace.findById(id).lean<Pace>();
      return row && row.blockedUntil > now && believed(row.blockedUntil, now) > 0 ? row.blockedUntil : null;
    },

    /** Nobody calls before `until`; a later moment already set stays. */
    async block(until: Date): Promise<void> {
      await Pace.updateOne({ _id: id }, { $max: { blockedUntil: until } });
    },
  };
}

function believed(moment: Date, now: Date): number {
  return moment.getTime() > now.getTime() + believedAheadMs ? 0 : moment.getTime();
}

/** Two processes made the row at once: the other one's is as good. */
function ignoreDuplicate(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 11000) return;
  throw error;
}
