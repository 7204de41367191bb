import { type Connection, mongo, Schema } from 'mongoose';
import { randomId } from '../platform/crypto.ts';
import type { Account } from './account.ts';
import type { PlanName } from './accounts.contract.ts';

type Row = Omit<Account, 'id'> & { _id: string };

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    companyId: { type: Number, required: true },
    ownerUserId: { type: Number, required: true },
    plan: { type: String, required: true },
    platformScope: { type: [String], default: null },
    createdAt: { type: Date, required: true },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
).index({ companyId: 1 }, { unique: true });

const recentMs = 1000;

export type AccountStore = ReturnType<typeof createAccountStore>;

/** Accounts in the database; one company, one account. */
export function createAccountStore(db: Connection) {
  const accounts = db.model<Row>('Account', schema, 'accounts', { overwriteModels: true });
  const toAccount = ({ _id, ...rest }: Row): Account => ({ id: _id, ...rest });
  const recent = new Map<number, { until: number; account: Promise<Account | null> }>();

  async function forCompany(companyId: number): Promise<Account | null> {
    const row = await accounts.findOne({ companyId }).lean<Row>();
    return row && toAccount(row);
  }

  return {
    ensureIndexes: () => accounts.createIndexes(),
    forCompany,

    /**
     * The account as it was a second ago at most; what is changed in this process is seen at once. For what asks hundreds
     * of times a second: a plan changes a few times a year.
     */
    recentForCompany(companyId: number): Promise<Account | null> {
      const now = performance.now();
      const known = recent.get(companyId);
      if (known && known.until > now) return known.account;
      for (const [other, { until }] of recent) if (until <= now) recent.delete(other);
      const account = forCompany(companyId);
      recent.set(companyId, { until: now + recentMs, account });
      account.catch(() => recent.delete(companyId));
      return account;
    },

    /** Adds an account; false when the company has one already. */
    async add(account: Omit<Account, 'id'>): Promise<boolean> {
      try {
        await accounts.create({ _id: randomId(), ...account });
        return true;
      } catch (error) {
        if (error instanceof mongo.MongoServerError && error.code === 11_000) return false;
        throw error;
      } finally {
        recent.delete(account.companyId);
      }
    },

    /** Sets what the operator decides; false when the company has no account. */
    async setPlan(
      companyId: number,
      change: { plan: PlanName; platformScope?: string[] | null | undefined },
    ): Promise<boolean> {
      const { plan, platformScope } = change;
      const set = platformScope === undefined ? { plan } : { plan, platformScope };
      const result = await accounts.updateOne({ companyId }, { $set: set });
      recent.delete(companyId);
      return result.matchedCount === 1;
    },

    /** Removes the company's own account; how many rows that were. */
    async remove(companyId: number): Promise<number> {
      const { deletedCount } = await accounts.deleteOne({ companyId });
      recent.delete(companyId);
      return deletedCount;
    },
  };
}
