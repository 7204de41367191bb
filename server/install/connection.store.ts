import { type Connection, Schema } from 'mongoose';
import type { BrokenReason, ConnectionKey, UserConnection } from './connection.ts';

type Row = UserConnection & { _id: string };
type Versioned = ConnectionKey & { version: number };
type SealedTokens = Pick<UserConnection, 'accessToken' | 'refreshToken'>;

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    companyId: { type: Number, required: true },
    userId: { type: Number, required: true },
    epoch: { type: String, required: true },
    state: { type: String, required: true },
    brokenReason: { type: String, default: null },
    brokenAt: { type: Date, default: null },
    isAdmin: { type: Boolean, required: true },
    canAddFields: { type: Boolean, default: null },
    installedAt: { type: Date, required: true },
    accessToken: { type: String, required: true },
    refreshToken: { type: String, required: true },
    expiresAt: { type: Date, required: true },
    apiDomain: { type: String, required: true },
    version: { type: Number, required: true },
    lease: {
      type: new Schema({ owner: String, until: Date }, { _id: false, strict: 'throw' }),
      default: null,
    },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
)
  .index({ companyId: 1 })
  .index({ state: 1, expiresAt: 1 });

export type ConnectionStore = ReturnType<typeof createConnectionStore>;

/** Users' grants in the database; one per company and user. */
export function createConnectionStore(db: Connection) {
  const connections = db.model<Row>('UserConnection', schema, 'connections', { overwriteModels: true });
  const row = ({ companyId, userId }: ConnectionKey) => ({ _id: `${companyId}:${userId}`, companyId });
  const changed = (result: { matchedCount: number }) => result.matchedCount === 1;

  return {
    ensureIndexes: () => connections.createIndexes(),

    get: (key: ConnectionKey): Promise<UserConnection | null> =>
      connections.findOne(row(key)).select('-_id').lean<UserConnection>(),

    list: (companyId: number): Promise<UserConnection[]> =>
      connections.find({ companyId }).sort({ installedAt: 1 }).select('-_id').lean<UserConnection[]>(),

    /** Stores a fresh grant over whatever was there; a refresh under way elsewhere then saves nothing. */
    async put({ version: _, companyId, ...rest }: UserConnection): Promise<void> {
      await connections.updateOne(
        row({ companyId, userId: rest.userId }),
        { $set: rest, $inc: { version: 1 } },
        { upsert: true },
      );
    },

    /** Claims the right to refresh; false when another process has it or the tokens changed. */
    async takeLease(
      { version, ...key }: Versioned,
      lease: { owner: string; now: Date; until: Date },
    ): Promise<boolean> {
      const { owner, now, until } = lease;
      return changed(
        await connections.updateOne(
          { ...row(key), version, state: 'ok', $or: [{ lease: null }, { 'lease.until': { $lte: now } }] },
          { $set: { lease: { owner, until } } },
        ),
      );
    },

    async dropLease(key: ConnectionKey, owner: string): Promise<void> {
      await connections.updateOne({ ...row(key), 'lease.owner': owner }, { $set: { lease: null } });
    },

    /** Saves refreshed tokens unless somebody changed them since `version` was read. */
    async saveTokens(
      { version, ...key }: Versioned,
      tokens: SealedTokens & Pick<UserConnection, 'expiresAt' | 'apiDomain'>,
    ): Promise<boolean> {
      return changed(
        await connections.updateOne(
          { ...row(key), version },
          { $set: { ...tokens, lease: null }, $inc: { version: 1 } },
        ),
      );
    },

    /** Puts the same tokens back under another key; not while somebody refreshes them. */
    async reseal({ version, ...key }: Versioned, tokens: SealedTokens): Promise<boolean> {
      return changed(
        await connections.updateOne(
          { ...row(key), version, lease: null },
          { $set: { ...tokens }, $inc: { version: 1 } },
        ),
      );
    },

    /** Marks a grant as gone unless its tokens changed since `version` was read. */
    async markBroken(
      { version, ...key }: Versioned,
      broken: { reason: BrokenReason; at: Date },
    ): Promise<boolean> {
      return changed(
        await connections.updateOne(
          { ...row(key), version },
          { $set: { state: 'broken', brokenReason: broken.reason, brokenAt: broken.at, lease: null } },
        ),
      );
    },

    /** Says better why a grant is gone, unless the user connected again since `version` was read. */
    async setBrokenReason({ version, ...key }: Versioned, reason: BrokenReason): Promise<boolean> {
      const broken = { ...row(key), version, state: 'broken' as const };
      return changed(await connections.updateOne(broken, { $set: { brokenReason: reason } }));
    },

    /** Grants of any company that nothing has renewed since their access token ended, longest unused first. */
    dangerousUnusedAcrossCompanies: (endedBy: Date, limit: number): Promise<UserConnection[]> =>
      connections
        .find({ state: 'ok', expiresAt: { $lte: endedBy } })
        .sort({ expiresAt: 1 })
        .limit(limit)
        .select('-_id')
        .lean<UserConnection[]>(),

    /** Grants of any company that are gone, those that went first before the others. */
    dangerousBrokenAcrossCompanies: (limit: number): Promise<UserConnection[]> =>
      connections
        .find({ state: 'broken' })
        .sort({ brokenAt: 1 })
        .limit(limit)
        .select('-_id')
        .lean<UserConnection[]>(),

    async setRights(
      key: ConnectionKey,
      rights: { isAdmin?: boolean; canAddFields?: boolean },
    ): Promise<void> {
      await connections.updateOne(row(key), { $set: rights });
    },

    async remove(key: ConnectionKey): Promise<number> {
      return (await connections.deleteOne(row(key))).deletedCount;
    },

    async removeAll(companyId: number): Promise<number> {
      return (await connections.deleteMany({ companyId })).deletedCount;
    },
  };
}
