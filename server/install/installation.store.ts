import { type Connection, Schema } from 'mongoose';
import type { Handover, HandoverRow, StandbyChoice } from './handover.ts';
import type { Installation } from './installation.ts';

/** An installation as stored: what the account says is not repeated, the tag key is sealed. */
export type InstallationRow = Omit<Installation, 'plan' | 'platformScope' | 'state' | 'tagKey'> & {
  /** Sealed, see installation-key.ts. */
  tagKey: string;
  installedAt: Date;
  standby: StandbyChoice;
  /** The last time automatic work changed hands, or lost the ones it was in; null before the first. */
  handover: HandoverRow | null;
};

const part = { _id: false, strict: 'throw' } as const;
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
    standby: {
      type: new Schema<StandbyChoice>(
        { mode: { type: String, required: true }, userId: { type: Number, default: null } },
        part,
      ),
      default: { mode: 'automatic', userId: null },
    },
    handover: {
      type: new Schema<HandoverRow>(
        { fromUserId: Number, toUserId: Number, reason: String, at: Date, told: Boolean },
        part,
      ),
      default: null,
    },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
).index({ companyId: 1 }, { unique: true });

type Key = { companyId: number; epoch: string };

export type InstallationStore = ReturnType<typeof createInstallationStore>;

/** Installations in the database; one a company. */
export function createInstallationStore(db: Connection) {
  const installations = db.model<InstallationRow>('Installation', schema, 'installations', {
    overwriteModels: true,
  });

  return {
    ensureIndexes: () => installations.createIndexes(),

    async get(companyId: number): Promise<InstallationRow | null> {
      const row = await installations.findOne({ companyId }).select('-_id').lean<InstallationRow>();
      return row && whole(row);
    },

    /** Installations of all companies, some at a time, by company. */
    dangerousPageAcrossCompanies: (
      after: number,
      limit: number,
    ): Promise<Pick<InstallationRow, 'companyId' | 'epoch' | 'installedAt'>[]> =>
      installations
        .find({ companyId: { $gt: after } })
        .select('-_id companyId epoch installedAt')
        .sort({ companyId: 1 })
        .limit(limit)
        .lean<InstallationRow[]>(),

    async add(row: InstallationRow): Promise<void> {
      await installations.create(row);
    },

    /**
     * Names the user whose grant does automatic work (null: nobody's), with why. Whoever was chosen to stand by has done so.
     * @param from only when it is this user's (null: nobody's) now; undefined: whoever's.
     */
    async setOrganizationUser(
      { companyId, epoch }: Key,
      from: number | null | undefined,
      handover: Handover,
    ): Promise<boolean> {
      const filter = from === undefined ? {} : { organizationUserId: from };
      const { toUserId } = handover;
      const set = { organizationUserId: toUserId, handover: { ...handover, told: toUserId === null } };
      const { matchedCount } = await installations.updateOne({ companyId, epoch, ...filter }, { $set: set });
      if (matchedCount === 1 && toUserId !== null) {
        await installations.updateOne(
          { companyId, epoch, 'standby.userId': toUserId },
          { $set: { standby: { mode: 'automatic', userId: null } } },
        );
      }
      return matchedCount === 1;
    },

    /** Notes that the other parts know of a handover. */
    async setTold({ companyId, epoch }: Key, { at }: Pick<Handover, 'at'>): Promise<void> {
      await installations.updateOne(
        { companyId, epoch, 'handover.at': at },
        { $set: { 'handover.told': true } },
      );
    },

    /** Keeps who is to take over when the organization connection dies. */
    async setStandby({ companyId, epoch }: Key, standby: StandbyChoice): Promise<boolean> {
      return (await installations.updateOne({ companyId, epoch }, { $set: { standby } })).matchedCount === 1;
    },

    /** Installations of any company whose automatic work nobody's grant does, or whose new one is not known to all parts. */
    async dangerousUnsettledAcrossCompanies(toldBy: Date, limit: number): Promise<InstallationRow[]> {
      const untold = { 'handover.told': false, 'handover.at': { $lte: toldBy } };
      const rows = await installations
        .find({ $or: [{ organizationUserId: null }, untold] })
        .limit(limit)
        .select('-_id')
        .lean<InstallationRow[]>();
      return rows.map(whole);
    },

    async setWebsiteField(
      { companyId, epoch }: { companyId: number; epoch: string },
      code: string,
    ): Promise<boolean> {
      const result = await installations.updateOne({ companyId, epoch }, { $set: { websiteField: code } });
      return result.matchedCount === 1;
    },

    /** Sets the share of the API budget; false when it is no longer `from`. */
    async setBudgetShare(
      { companyId, epoch }: { companyId: number; epoch: string },
      change: { from: number; to: number },
    ): Promise<boolean> {
      const result = await installations.updateOne(
        { companyId, epoch, budgetSharePercent: change.from },
        { $set: { budgetSharePercent: change.to } },
      );
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

/** A row as it would be had it been written by this version: earlier ones know of no standby. */
function whole(row: InstallationRow): InstallationRow {
  return {
    ...row,
    standby: row.standby ?? { mode: 'automatic', userId: null },
    handover: row.handover ?? null,
  };
}
