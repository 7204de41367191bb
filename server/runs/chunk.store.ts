import { type Connection, Schema } from 'mongoose';
import type { Chunk, ChunkPlan, ChunkSums } from './chunk.ts';
import type { RunKey } from './run.store.ts';
import { addCounts, longer, noCounts } from './run.ts';

type ChunkRow = Omit<Chunk, 'id'> & { _id: string; createdAt: Date };
/** What a claimant knows of its chunk; set, never added, so that a repeated chunk never counts twice. */
type ChunkProgress = Pick<Chunk, 'counts' | 'count' | 'tokensUsed' | 'longestGapMs'>;

const schema = new Schema<ChunkRow>(
  {
    _id: String,
    runId: String,
    companyId: Number,
    epoch: String,
    from: Number,
    to: Number,
    ids: { type: [Number], default: null },
    order: Number,
    count: Number,
    done: Boolean,
    token: String,
    until: Date,
    counts: Schema.Types.Mixed,
    tokensUsed: Number,
    longestGapMs: Number,
    createdAt: Date,
  },
  {
    strict: 'throw',
    autoIndex: false,
    autoCreate: false,
    minimize: false,
    versionKey: false,
    collection: 'run_chunks',
  },
);

/** The claim collection: hands shares of a run to workers, each to one at a time, in whatever process. */
export function createChunkStore(db: Connection) {
  const model = db.model('run_chunk', schema, 'run_chunks', { overwriteModels: true });
  const of = (run: RunKey) => ({ companyId: run.companyId, epoch: run.epoch, runId: run.id });
  const mine = (chunk: Chunk, token: string) => ({
    _id: chunk.id,
    companyId: chunk.companyId,
    epoch: chunk.epoch,
    token,
  });

  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex({ companyId: 1, runId: 1, done: 1, order: 1, from: 1 });
      // It once let chunks go after two months, also those of a run that takes longer.
      await model.collection.dropIndex('createdAt_1').catch(() => undefined);
    },

    /** Adds chunks; those that exist already stay as they are, so planning may be repeated. */
    async add(run: RunKey, plans: readonly ChunkPlan[], now: Date): Promise<void> {
      const fresh = {
        ...of(run),
        done: false,
        token: null,
        until: new Date(0),
        counts: noCounts(),
        tokensUsed: 0,
        longestGapMs: null,
        createdAt: now,
      };
      const writes = plans.map(({ ids = null, order = 0, ...range }) => ({
        updateOne: {
          filter: { _id: `${run.id}:${range.from}` },
          update: { $setOnInsert: { ...fresh, ...range, ids, order } },
          upsert: true,
        },
      }));
      if (writes.length > 0) await model.bulkWrite(writes);
    },
    /** Highest organization id that is in a chunk; 0 without chunks. */
    async plannedTo(run: RunKey): Promise<number> {
      return (await model.findOne(of(run), { to: 1 }).sort({ to: -1 }).lean<ChunkRow>())?.to ?? 0;
    },
    /** Removes chunks that begin after an id: what a planner that was stopped there had not noted as planned. */
    async removeAfter(run: RunKey, id: number): Promise<void> {
      await model.deleteMany({ ...of(run), from: { $gt: id } });
    },
    /** The chunks of a run that come first, with the organizations in them; for a sample. */
    async first(run: RunKey, limit: number): Promise<Pick<Chunk, 'from' | 'to' | 'ids'>[]> {
      return model
        .find(of(run), { _id: 0, from: 1, to: 1, ids: 1 })
        .sort({ order: 1, from: 1 })
        .limit(limit)
        .lean<ChunkRow[]>();
    },
    /** Claims the first free chunk, or null when there is none to claim. */
    async claim(run: RunKey, claim: { token: string; until: Date }, now: Date): Promise<Chunk | null> {
      for (;;) {
        const free = { ...of(run), done: false, until: { $lte: now } };
        const row = await model.findOne(free).sort({ order: 1, from: 1 }).lean<ChunkRow>();
        if (!row) return null;
        const won = await model.updateOne({ ...free, _id: row._id, token: row.token }, { $set: claim });
        if (won.matchedCount === 1) return toChunk({ ...row, ...claim });
      }
    },
    /**
     * Prolongs a claim and saves what is done so far; false when the claim is lost. Never of a chunk that is finished: a
     * sign of life that reaches the database late would put the counts of before over the final ones.
     */
    async renew(
      chunk: Chunk,
      claim: { token: string; until: Date },
      progress: ChunkProgress,
    ): Promise<boolean> {
      const result = await model.updateOne(
        { ...mine(chunk, claim.token), done: false },
        {
          $set: { until: claim.until, ...progress },
        },
      );
      return result.matchedCount === 1;
    },
    /** Marks a chunk done with its final counts; false when the claim is lost. */
    async finish(chunk: Chunk, token: string, progress: ChunkProgress): Promise<boolean> {
      const result = await model.updateOne(mine(chunk, token), {
        $set: { ...progress, done: true, until: new Date(0) },
      });
      return result.matchedCount === 1;
    },
    /** Hands a chunk back, keeping what is done so far. */
    async release(chunk: Chunk, token: string, progress: ChunkProgress): Promise<void> {
      await model.updateOne(mine(chunk, token), { $set: { ...progress, token: null, until: new Date(0) } });
    },
    /** What the chunks of a run add up to. */
    async sums(run: RunKey, now: Date): Promise<ChunkSums> {
      const sums: ChunkSums = {
        planned: 0,
        counters: noCounts(),
        tokensUsed: 0,
        longestGapMs: null,
        unfinished: 0,
        claimed: 0,
      };
      const rows = await model
        .find(of(run), { count: 1, counts: 1, tokensUsed: 1, longestGapMs: 1, done: 1, until: 1 })
        .lean<ChunkRow[]>();
      for (const row of rows) {
        sums.planned += row.count;
        sums.counters = addCounts(sums.counters, row.counts);
        sums.tokensUsed += row.tokensUsed;
        sums.longestGapMs = longer(sums.longestGapMs, row.longestGapMs);
        if (!row.done) sums.unfinished++;
        if (!row.done && row.until > now) sums.claimed++;
      }
      return sums;
    },
    /** Removes the chunks of a run that is settled. */
    async removeOf(run: RunKey): Promise<void> {
      await model.deleteMany(of(run));
    },
    /** Runs of all companies with chunks that were planned before. */
    async dangerousRunIdsAcrossCompanies(before: Date): Promise<string[]> {
      return model.distinct('runId', { createdAt: { $lt: before } });
    },
    /** Removes the chunks of a run that is settled, of whatever company. */
    async dangerousRemoveOfAcrossCompanies(runId: string): Promise<void> {
      await model.deleteMany({ runId });
    },
    /** Removes the rows of a company, or only those of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type ChunkStore = ReturnType<typeof createChunkStore>;

function toChunk({ _id, createdAt: _createdAt, ...row }: ChunkRow): Chunk {
  return { id: _id, ...row };
}
