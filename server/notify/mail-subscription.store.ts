import { type Connection, Schema } from 'mongoose';
import type { MailKey, MailSubscription } from './mail-subscription.ts';

type Row = MailSubscription & { _id: string };

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    companyId: { type: Number, required: true },
    epoch: { type: String, required: true },
    userId: { type: Number, required: true },
    address: { type: String, required: true },
    timeZone: { type: String, required: true },
    state: { type: String, required: true },
    confirmKey: { type: String, default: null },
    confirmUntil: { type: Date, default: null },
    unsubscribe: { type: String, required: true },
    unsubscribeKey: { type: String, required: true },
    askedAt: [Date],
    nextAt: { type: Date, default: null },
    toldUntil: { type: Date, default: null },
    toldWaiting: { type: String, default: null },
    lastSentAt: { type: Date, default: null },
    trouble: { type: String, default: null },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
)
  .index({ state: 1, nextAt: 1 })
  .index({ confirmKey: 1 })
  .index({ unsubscribeKey: 1 });

/** Who wants the daily error mail: one row an installation. */
export function createMailSubscriptionStore(db: Connection) {
  const model = db.model<Row>('MailSubscription', schema, 'mail_subscriptions', { overwriteModels: true });
  const row = ({ companyId, epoch }: MailKey) => ({ _id: `${companyId}:${epoch}`, companyId });
  const one = (filter: { confirmKey: string } | { unsubscribeKey: string }) =>
    model.findOne(filter).select('-_id').lean<MailSubscription>();

  return {
    ensureIndexes: () => model.createIndexes(),

    get: (key: MailKey): Promise<MailSubscription | null> =>
      model.findOne(row(key)).select('-_id').lean<MailSubscription>(),

    /** Stores a wish over whatever was there. */
    async put(subscription: MailSubscription): Promise<void> {
      await model.updateOne(row(subscription), { $set: subscription }, { upsert: true });
    },

    /** Changes a wish as it was read; one that was replaced or given up meanwhile stays as it is. */
    async change(
      of: MailSubscription,
      set: Partial<Omit<MailSubscription, keyof MailKey>>,
    ): Promise<boolean> {
      const { unsubscribeKey } = of;
      return (await model.updateOne({ ...row(of), unsubscribeKey }, { $set: set })).matchedCount === 1;
    },

    /** Uses the token of a confirmation up; false when somebody did already. */
    async confirm(
      of: MailSubscription,
      set: Pick<MailSubscription, 'nextAt' | 'toldUntil'>,
    ): Promise<boolean> {
      const { confirmKey } = of;
      const confirmed = { ...set, state: 'confirmed', confirmKey: null, confirmUntil: null } as const;
      return (await model.updateOne({ ...row(of), confirmKey }, { $set: confirmed })).matchedCount === 1;
    },

    async remove(key: MailKey): Promise<void> {
      await model.deleteOne(row(key));
    },

    /** Whose link this is: the company is not known before. `key`: the fingerprint of the token. */
    dangerousByConfirmKeyAcrossCompanies: (key: string) => one({ confirmKey: key }),
    dangerousByUnsubscribeKeyAcrossCompanies: (key: string) => one({ unsubscribeKey: key }),

    /** Wishes of any company that are to be looked at now. */
    dangerousDueAcrossCompanies: (now: Date, limit: number): Promise<MailSubscription[]> =>
      model
        .find({ state: 'confirmed', nextAt: { $lte: now } })
        .sort({ nextAt: 1 })
        .limit(limit)
        .select('-_id')
        .lean<MailSubscription[]>(),

    /** Removes the rows of a company, or only that of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type MailSubscriptionStore = ReturnType<typeof createMailSubscriptionStore>;
