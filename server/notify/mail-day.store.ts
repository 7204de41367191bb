import { type Connection, Schema } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import type { MailKey, MailSubscription } from './mail-subscription.ts';

/**
 * What became of a day's mail. `claimed`: a process gathers what it would say. `sending`: from here on it may have gone
 * out. `retry`: it certainly has not. Final are `sent`, `nothing` (to tell), `refused` (the address) and `doubtful`: it was
 * stopped while sending, so it is not sent again that day, and the next day's mail tells the same once more.
 */
type DayState = 'claimed' | 'sending' | 'retry' | 'sent' | 'nothing' | 'refused' | 'doubtful';
/** Up to when errors have been told, and what waited then, as the subscription keeps it. */
export type Told = Pick<MailSubscription, 'toldUntil' | 'toldWaiting'>;
type Row = MailKey & {
  _id: string;
  state: DayState;
  /** The process that has it, and until when it may be silent. */
  owner: string;
  until: Date;
  nextAt: Date | null;
  attempts: number;
  /** What a mail that went out has told, or that there was nothing to tell: kept here as it must not be lost. */
  told: Told | null;
  createdAt: Date;
};

/** A day of one installation, such as `2026-11-02`. */
export type DayKey = MailKey & { day: string };
export type Claim = { owner: string; now: Date; until: Date };

const keptSeconds = 60 * 86_400;

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    companyId: { type: Number, required: true },
    epoch: { type: String, required: true },
    state: { type: String, required: true },
    owner: { type: String, required: true },
    until: { type: Date, required: true },
    nextAt: { type: Date, default: null },
    attempts: { type: Number, required: true },
    told: { type: new Schema<Told>({ toldUntil: Date, toldWaiting: String }, { _id: false }), default: null },
    createdAt: { type: Date, required: true },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
)
  .index({ companyId: 1 })
  .index({ createdAt: 1 }, { expireAfterSeconds: keptSeconds });

/** The book of daily mails: what makes sure that of any number of processes one sends, and once. */
export function createMailDayStore(db: Connection) {
  const model = db.model<Row>('MailDay', schema, 'mail_days', { overwriteModels: true });
  const row = ({ companyId, epoch, day }: DayKey) => ({ _id: `${companyId}:${epoch}:${day}`, companyId });
  const changed = (result: { matchedCount: number }) => result.matchedCount === 1;

  return {
    ensureIndexes: () => model.createIndexes(),

    /** Removes days that are long over; for databases that do not do so by themselves. */
    async dangerousRemoveExpiredAcrossCompanies(now: Date): Promise<void> {
      await model.deleteMany({ createdAt: { $lt: new Date(now.getTime() - keptSeconds * 1000) } });
    },

    /**
     * Claims a day's mail; also one whose claimant fell silent before sending. Gives the number of the attempt, or what
     * became of the day, with `nextAt` where it is to be tried again.
     */
    async claim(
      key: DayKey,
      { owner, now, until }: Claim,
    ): Promise<{ attempt: number } | Pick<Row, 'state' | 'nextAt' | 'told'>> {
      const { companyId, epoch } = key;
      const fresh = {
        companyId,
        epoch,
        state: 'claimed',
        owner,
        until,
        attempts: 1,
        createdAt: now,
      } as const;
      try {
        await model.create({ ...row(key), ...fresh });
        return { attempt: 1 };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const free = [
        { state: 'retry' as const, nextAt: { $lte: now } },
        { state: 'claimed' as const, until: { $lte: now } },
      ];
      const again = {
        $set: { state: 'claimed' as const, owner, until, nextAt: null },
        $inc: { attempts: 1 },
      };
      const claimed = changed(await model.updateOne({ ...row(key), $or: free }, again));
      if (!claimed) {
        const silent = { ...row(key), state: 'sending' as const, until: { $lte: now } };
        await model.updateOne(silent, { $set: { state: 'doubtful' } });
      }
      const found = await model.findOne(row(key)).lean<Row>();
      if (claimed) return { attempt: found?.attempts ?? 1 };
      return { state: found?.state ?? 'nothing', nextAt: found?.nextAt ?? null, told: found?.told ?? null };
    },

    /** Says that the mail may go out from now on; false when somebody else has the day. */
    async beginSending(key: DayKey, { owner, now, until }: Claim): Promise<boolean> {
      const mine = { ...row(key), owner, state: 'claimed' as const, until: { $gt: now } };
      return changed(await model.updateOne(mine, { $set: { state: 'sending', until } }));
    },

    /** Says what became of it. */
    async finish(
      key: DayKey,
      owner: string,
      end: { state: Exclude<DayState, 'claimed' | 'sending'>; nextAt?: Date; told?: Told },
    ): Promise<void> {
      const { state, nextAt = null, told = null } = end;
      await model.updateOne({ ...row(key), owner }, { $set: { state, nextAt, told } });
    },

    /** Removes the rows of a company, or only those of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type MailDayStore = ReturnType<typeof createMailDayStore>;
