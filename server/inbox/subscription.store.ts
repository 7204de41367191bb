import { type Connection, Schema } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import type { Arrivals, Subscription, SubscriptionKey, Uncertain } from './subscription.ts';

type Lease = { token: string; until: Date };
type Row = Subscription & { _id: string; lease: Lease };

const part = { _id: false, strict: 'throw', minimize: false } as const;
const schema = new Schema<Row>(
  {
    _id: String,
    companyId: Number,
    epoch: String,
    objectType: String,
    address: String,
    secret: String,
    state: String,
    code: String,
    webhookId: Number,
    ownerUserId: Number,
    origin: String,
    registeredAt: Date,
    certainUntil: Date,
    uncertain: {
      type: new Schema<Uncertain>({ since: Date, reason: String, noticedAt: Date }, part),
      default: null,
    },
    listedAt: Date,
    lastDeliveryAt: Date,
    lastDeliveryStatus: Number,
    nextCheckAt: Date,
    failures: Number,
    arrivals: new Schema<Arrivals>({ received: Number, repeated: Number, refused: Schema.Types.Mixed }, part),
    lastEventAt: Date,
    lagMs: Number,
    lease: new Schema<Lease>({ token: String, until: Date }, part),
  },
  {
    strict: 'throw',
    autoIndex: false,
    autoCreate: false,
    minimize: false,
    versionKey: false,
    collection: 'webhook_subscriptions',
  },
);

const idOf = ({ companyId, epoch, objectType }: SubscriptionKey) => `${companyId}:${epoch}:${objectType}`;
const free: Lease = { token: '', until: new Date(0) };

/** Subscriptions in the database: one an installation and record type. */
export function createSubscriptionStore(db: Connection) {
  const model = db.model('webhook_subscription', schema, 'webhook_subscriptions', { overwriteModels: true });
  const rowKey = (key: SubscriptionKey) => ({ _id: idOf(key), companyId: key.companyId });
  const toSubscription = ({ _id, lease: _lease, ...row }: Row): Subscription => row;
  const found = (row: Row | null) => row && toSubscription(row);

  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex({ address: 1 });
      await model.collection.createIndex({ nextCheckAt: 1 });
      await model.collection.createIndex({ companyId: 1 });
    },

    get: async (key: SubscriptionKey): Promise<Subscription | null> =>
      found(await model.findOne(rowKey(key)).lean<Row>()),
    /** The one that events at this address belong to; the company is what the address says. */
    dangerousByAddressAcrossCompanies: async (address: string): Promise<Subscription | null> =>
      found(await model.findOne({ address }).lean<Row>()),
    /** Those whose next check is due, the longest waiting first. */
    dangerousDueAcrossCompanies: async (now: Date, limit: number): Promise<Subscription[]> =>
      (
        await model
          .find({ nextCheckAt: { $lte: now } })
          .sort({ nextCheckAt: 1 })
          .limit(limit)
          .lean<Row[]>()
      ).map(toSubscription),

    /** Which of these companies have one for their installation. */
    async dangerousCompaniesWithOneAcrossCompanies(
      scopes: readonly { companyId: number; epoch: string }[],
    ): Promise<Set<number>> {
      const epochs = new Map(scopes.map(({ companyId, epoch }) => [companyId, epoch]));
      const rows = await model
        .find({ companyId: { $in: [...epochs.keys()] } }, { companyId: 1, epoch: 1 })
        .lean<Row[]>();
      return new Set(
        rows
          .filter(({ companyId, epoch }) => epochs.get(companyId) === epoch)
          .map(({ companyId }) => companyId),
      );
    },

    /** Adds one, unless the installation has one for this record type. */
    async add(subscription: Subscription): Promise<void> {
      try {
        await model.create({ _id: idOf(subscription), ...subscription, lease: free });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    /** Takes the right to speak with Pipedrive about it; null while another process has it. */
    async take(key: SubscriptionKey, lease: Lease, now: Date): Promise<Subscription | null> {
      const filter = { ...rowKey(key), 'lease.until': { $lte: now } };
      const taken = await model.updateOne(filter, { $set: { lease, nextCheckAt: lease.until } });
      if (taken.matchedCount === 0) return null;
      return found(await model.findOne({ ...rowKey(key), 'lease.token': lease.token }).lean<Row>());
    },
    /** Saves what came of it and gives the right back; false when somebody else has it by now. */
    async finish(key: SubscriptionKey, token: string, set: Partial<Subscription>): Promise<boolean> {
      const filter = { ...rowKey(key), 'lease.token': token };
      return (await model.updateOne(filter, { $set: { ...set, lease: free } })).matchedCount === 1;
    },
    /** All of an installation. */
    list: async ({ companyId, epoch }: Omit<SubscriptionKey, 'objectType'>): Promise<Subscription[]> =>
      (await model.find({ companyId, epoch }).lean<Row[]>()).map(toSubscription),
    /** Has those checked at the next look that were made for another address of the app. */
    async dangerousCheckMovedAcrossCompanies(origin: string, now: Date): Promise<void> {
      await model.updateMany({ origin: { $nin: [null, origin] } }, { $set: { nextCheckAt: now } });
    },
    /** Has it checked at the next look. */
    async checkSoon(key: SubscriptionKey, at: Date): Promise<void> {
      await model.updateOne(rowKey(key), { $min: { nextCheckAt: at } });
    },
    /** A repair has made up for what was noticed at `noticedAt`; false when more was noticed since. */
    async repaired(key: SubscriptionKey, noticedAt: Date, certainUntil: Date): Promise<boolean> {
      const filter = { ...rowKey(key), 'uncertain.noticedAt': noticedAt };
      return (await model.updateOne(filter, { $set: { certainUntil, uncertain: null } })).matchedCount === 1;
    },
    /** Adds to the numbers of what arrived. */
    async count(
      key: SubscriptionKey,
      more: Arrivals & { lastEventAt: Date | null; lagMs: number | null },
    ): Promise<void> {
      const refused = Object.entries(more.refused).map(([reason, n]) => [`arrivals.refused.${reason}`, n]);
      await model.updateOne(rowKey(key), {
        $inc: {
          'arrivals.received': more.received,
          'arrivals.repeated': more.repeated,
          ...Object.fromEntries(refused),
        },
        ...(more.lastEventAt && { $max: { lastEventAt: more.lastEventAt } }),
        ...(more.lagMs !== null && { $set: { lagMs: more.lagMs } }),
      });
    },
    /** Removes the rows of a company, or only those of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type SubscriptionStore = ReturnType<typeof createSubscriptionStore>;
