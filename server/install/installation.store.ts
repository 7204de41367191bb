import { type Connection, Schema } from 'mongoose';
import type { Installation } from './installation.ts';

/** An installation as stored: what the account says is not repeated, the tag key is sealed. */
export type InstallationRow = Omit<Installation, 'plan' | 'platformScope' | 'state' | 'tagKey'> & {
  /** Sealed, see installation-key.ts. */
  tagKey: string;
  installedAt: Date;
};

const schema = new Schema<InstallationRow>(
  {
    companyId: { type: Number, required: true },
    epoch: { type: String, required: true },
    accountId: { type: String, required: true },
    organizationUserId: { type: Number, default: null },
    websiteField: { type: String, default: null },
    fieldPrefix: { type: String, required: true },
    budgetSharePercent: { type: Number, required: true },
    pipedrivePlan: { type: String, default: null },
    tagKey: { type: String, required: true },
    installedAt: { type: Date, required: true },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
).index({ companyId: 1 }, { unique: true });

export type InstallationStore = ReturnType<typeof createInstallationStore>;

/** Installations in the database; one a company. */
export function createInstallationStore(db: Connection) {
  const installations = db.model<InstallationRow>('Installation', schema, 'installations', {
    overwriteModels: true,
  });

  return {
    ensureIndexes: () => installations.createIndexes(),

    get: (companyId: number): Promise<InstallationRow | null> =>
      installations.findOne({ companyId }).select('-_id').lean<InstallationRow>(),

    async add(row: InstallationRow): Promise<void> {
      await installations.create(row);
    },

    /**
     * Names the user whose grant does automatic work (null: nobody's).
     * @param from only when it is this user's now; undefined: whoever's.
     */
    async setOrganizationUser(
      { companyId, epoch }: { companyId: number; epoch: string },
      change: { from?: number; to: number | null },
    ): Promise<boolean> {
      const filter = change.from === undefined ? {} : { organizationUserId: change.from };
      const result = await installations.updateOne(
        { companyId, epoch, ...filter },
        { $set: { organizationUserId: change.to } },
      );
      return result.matchedCount === 1;
    },

    async setWebsiteField(
      { companyId, epoch }: { companyId: number; epoch: string },
      code: string,
    ): Promise<boolean> {
      const result = await installations.updateOne({ companyId, epoch }, { $set: { websiteField: code } });
      return result.matchedCount === 1;
    },

    /** Keeps the Pipedrive plan an admin stated. */
    async setPipedrivePlan(companyId: number, plan: InstallationRow['pipedrivePlan']): Promise<boolean> {
      const result = await installations.updateOne({ companyId }, { $set: { pipedrivePlan: plan } });
      return result.matchedCount === 1;
    },

    /** Keeps what names of created fields begin with. */
    async setFieldPrefix(
      { companyId, epoch }: { companyId: number; epoch: string },
      fieldPrefix: string,
    ): Promise<boolean> {
      const result = await installations.updateOne({ companyId, epoch }, { $set: { fieldPrefix } });
      return result.matchedCount === 1;
    },

    /** Puts the same key back, sealed anew; does nothing when the row changed meanwhile. */
    async resealTagKey(companyId: number, change: { from: string; to: string }): Promise<void> {
      await installations.updateOne({ companyId, tagKey: change.from }, { $set: { tagKey: change.to } });
    },

    async remove({ companyId, epoch }: { companyId: number; epoch: string }): Promise<number> {
      return (await installations.deleteOne({ companyId, epoch })).deletedCount;
    },
  };
}
