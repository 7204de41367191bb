import { type Connection, Schema } from 'mongoose';
import type { Run } from '../runs/run.ts';
import type { ClaimEnd, SignalClaim } from './signal-claim.ts';

type Scope = { companyId: number; epoch: string };
type RunScope = Pick<Run, 'id' | 'companyId' | 'epoch'>;
type ClaimRow = SignalClaim & { _id: string };

const part = { _id: false, strict: 'throw' } as const;
const schema = new Schema<ClaimRow>(
  {
    _id: String,
    companyId: Number,
    epoch: String,
    orgId: Number,
    release: Number,
    releasedAt: Date,
    storeId: String,
    changes: [new Schema({ kind: String, from: String, to: String }, part)],
    runId: String,
    state: String,
    open: Boolean,
    code: String,
    asked: Boolean,
    tries: Number,
    token: String,
    until: Date,
    at: Date,
  },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false, collection: 'signal_claims' },
);

/** Which notes are to be added, and which were: one row an organization and release. */
export function createSignalClaimStore(db: Connection) {
  const model = db.model('signal_claim', schema, 'signal_claims', { overwriteModels: true });
  const idOf = ({ companyId, epoch, orgId, release }: SignalClaim) =>
    `${companyId}:${epoch}:${orgId}:${release}`;
  const of = ({ id, companyId, epoch }: RunScope) => ({ companyId, epoch, runId: id });
  const toClaim = ({ _id, ...claim }: ClaimRow): SignalClaim => claim;

  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex({ companyId: 1, runId: 1, orgId: 1 });
    },

    /** Adds claims; one that is there already stays as it is, so planning may be repeated. */
    async add(claims: readonly SignalClaim[]): Promise<void> {
      const writes = claims.map((claim) => ({
        updateOne: { filter: { _id: idOf(claim) }, update: { $setOnInsert: claim }, upsert: true },
      }));
      if (writes.length > 0) await model.bulkWrite(writes);
    },
    /** Runs of an installation with claims that something may still come of. */
    async openRunIds({ companyId, epoch }: Scope): Promise<string[]> {
      return model.distinct('runId', { companyId, epoch, open: true });
    },
    /** Hands what is open of one run to another. A row somebody is at is theirs to end; it may be taken after that. */
    async handOver(from: RunScope, to: string): Promise<void> {
      await model.updateMany({ ...of(from), open: true }, { $set: { runId: to, tries: 0 } });
      await model.updateMany(
        { ...of({ ...from, id: to }), open: true, state: 'failed' },
        { $set: { state: 'waiting' } },
      );
    },
    /** Gives up what is open of an installation: all of a run, or all that is older than a moment. */
    async drop({ companyId, epoch }: Scope, which: { runId: string } | { at: { $lt: Date } }): Promise<void> {
      await model.updateMany(
        { companyId, epoch, open: true, ...which },
        { $set: { state: 'dropped', open: false } },
      );
    },
    /** Removes what was over long ago. */
    async tidy({ companyId, epoch }: Scope, before: Date): Promise<void> {
      await model.deleteMany({ companyId, epoch, open: false, at: { $lt: before } });
    },
    /** Organizations a run has something open for, by id. */
    async openOrgIds(run: RunScope): Promise<number[]> {
      const rows = await model.find({ ...of(run), open: true }, { orgId: 1 }).lean<ClaimRow[]>();
      return [...new Set(rows.map(({ orgId }) => orgId))].sort((a, b) => a - b);
    },
    /** Claims of a run about some organizations, the oldest release first. */
    async ofOrganizations(run: RunScope, orgIds: readonly number[]): Promise<SignalClaim[]> {
      const rows = await model
        .find({ ...of(run), orgId: { $in: [...orgIds] } })
        .sort({ release: 1 })
        .lean<ClaimRow[]>();
      return rows.map(toClaim);
    },

    /** Takes a claim nobody is at; null when somebody is, or it is over. `asked` in the answer is as it was before. */
    async take(
      claim: SignalClaim,
      lease: { token: string; until: Date },
      now: Date,
    ): Promise<SignalClaim | null> {
      const free = { _id: idOf(claim), open: true, state: { $in: ['waiting', 'sending'] as const } };
      const row = await model.findOne({ ...free, until: { $lte: now } }).lean<ClaimRow>();
      if (!row) return null;
      const won = await model.updateOne(
        { ...free, token: row.token, until: row.until },
        { $set: { ...lease, state: 'sending', asked: true, tries: row.tries + 1 } },
      );
      return won.matchedCount === 1 ? { ...toClaim(row), tries: row.tries + 1 } : null;
    },
    /** Gives a claim back. `asked`: whether its note may be there. */
    async giveBack(claim: SignalClaim, token: string, asked: boolean): Promise<void> {
      await model.updateOne(
        { _id: idOf(claim), token },
        { $set: { state: 'waiting', asked, until: new Date(0) } },
      );
    },
    /** Writes what became of a claim under a lease; it counts for the run whose worker had it. */
    async end(claim: SignalClaim, token: string, end: ClaimEnd): Promise<void> {
      await model.updateOne(
        { _id: idOf(claim), token },
        { $set: { ...end, runId: claim.runId, until: new Date(0) } },
      );
    },
    /** Removes the rows of a company, or only that of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type SignalClaimStore = ReturnType<typeof createSignalClaimStore>;
