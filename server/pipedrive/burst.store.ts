import { type Connection, Schema } from 'mongoose';

type BurstWindow = {
  companyId: number;
  userId: number;
  /** Number of the running window: time divided by its length. */
  window: number;
  taken: number;
  blockedUntil: Date;
  usedAt: Date;
};

const schema = new Schema<BurstWindow>(
  {
    companyId: { type: Number, required: true },
    userId: { type: Number, required: true },
    window: { type: Number, required: true },
    taken: { type: Number, required: true },
    blockedUntil: { type: Date, required: true },
    usedAt: { type: Date, required: true },
  },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
);
schema.index({ companyId: 1, userId: 1 }, { unique: true });
schema.index({ usedAt: 1 }, { expireAfterSeconds: 24 * 3600 });

export type Who = { companyId: number; userId: number };
export type Claim = { who: Who; window: number; wanted: number; capacity: number; now: Date };
export type Claimed = { granted: number; blockedUntil: Date | null };

/** A clock of another process may be ahead by this many windows; a row further ahead is not believed. */
const believedAhead = 4;
const never = new Date(0);

export type BurstStore = ReturnType<typeof createBurstStore>;

/**
 * Makes the store in which processes share out the requests of a user's running window: one small row a user.
 * @param isKnown false for a company that was erased: a late caller must not bring a row back.
 */
export function createBurstStore(db: Connection, isKnown: (companyId: number) => Promise<boolean>) {
  const Burst = db.model('BurstWindow', schema, 'burst_windows');

  return {
    async ensureIndexes(): Promise<void> {
      await Burst.createCollection();
      await Burst.createIndexes();
    },

    /** Takes up to `wanted` requests of a window of `capacity`. Never grants more than `capacity` over all processes. */
    async claim({ who, window, wanted, capacity, now }: Claim): Promise<Claimed> {
      const first = Math.min(wanted, capacity);
      const open = { ...who, blockedUntil: { $lte: now } };
      const fresh = { window, taken: first, usedAt: now };
      const began = await Burst.updateOne({ ...open, window: { $lt: window } }, { $set: fresh });
      if (began.modifiedCount === 1) return { granted: first, blockedUntil: null };
      for (;;) {
        const row = await Burst.findOne(who, { _id: 0 }).lean<BurstWindow>();
        if (!row) {
          const created = await Burst.updateOne(
            who,
            { $setOnInsert: { ...who, ...fresh, blockedUntil: never } },
            { upsert: true },
          ).catch(ignoreDuplicate);
          // Looked at after the row is there: an erase that comes later finds the row.
          if (!(await isKnown(who.companyId))) await Burst.deleteMany(who);
          if (created?.upsertedCount === 1) return { granted: first, blockedUntil: null };
          continue;
        }
        if (row.blockedUntil > now) return { granted: 0, blockedUntil: row.blockedUntil };
        if (row.window > window && row.window <= window + believedAhead)
          return { granted: 0, blockedUntil: null };
        const isSame = row.window === window;
        const granted = isSame ? Math.min(wanted, capacity - row.taken) : first;
        if (granted <= 0) return { granted: 0, blockedUntil: null };
        const change = isSame ? { $inc: { taken: granted } } : { $set: fresh };
        const result = await Burst.updateOne({ ...open, window: row.window, taken: row.taken }, change);
        if (result.modifiedCount === 1) return { granted, blockedUntil: null };
      }
    },

    /** Nobody sends for this user before `until`; a later moment already set stays. */
    async block(who: Who, until: Date): Promise<void> {
      await Burst.updateOne(who, { $max: { blockedUntil: until } });
    },

    async erase(companyId: number): Promise<number> {
      return (await Burst.deleteMany({ companyId })).deletedCount;
    },
  };
}

/** Two processes created the row at once: the other one's is as good. */
function ignoreDuplicate(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 11000) return null;
  throw error;
}
