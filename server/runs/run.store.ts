import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { createRunModel, type RunRow, toRun } from './run.model.ts';
import type { Counters, Run, RunProgress } from './run.ts';
import { createRunPlaceStore } from './run-place.store.ts';
import { runActive, runExists } from './run-refusals.ts';
import type { PauseReason, RunKind, RunState } from './runs.contract.ts';

type Ending = {
  state: RunState;
  counters?: Counters;
  planned?: number | null;
  tokensUsed?: number;
  longestGapMs?: number | null;
  errorCode?: string | null;
};
/** Which run, for queries that must not touch rows of another company or an erased installation. */
export type RunKey = { id: string; companyId: number; epoch: string };

const going: RunState[] = ['queued', 'running'];
const notOver: RunState[] = [...going, 'paused'];
const paused: RunState = 'paused';
/** What is over at a moment that is known. */
const waitsForTime: PauseReason[] = ['budget', 'quiet_hours'];

/** Where runs are kept. */
export function createRunStore(db: Connection) {
  const model = createRunModel(db);
  const places = createRunPlaceStore(db);
  const key = (run: RunKey) => ({ _id: run.id, companyId: run.companyId, epoch: run.epoch });
  const changed = (result: { matchedCount: number }) => result.matchedCount === 1;

  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex({ companyId: 1, createdAt: -1 });
      await model.collection.createIndex({ settled: 1, state: 1 });
    },

    /**
     * @throws AppError `run_active` (409) when one of its kind is under way, `run_exists` (409) when this very run was
     *   there before.
     */
    async insert(run: Run): Promise<void> {
      const stateOf = async (id: string) => {
        const holder = await model
          .findOne({ _id: id, companyId: run.companyId }, { active: 1 })
          .lean<RunRow>();
        return holder ? (holder.active ? 'active' : 'over') : 'absent';
      };
      if (!(await places.take(run, stateOf))) {
        throw runActive();
      }
      const { id, ...rest } = run;
      try {
        await model.create({ _id: id, ...rest, active: true });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        await places.leave(run);
        throw runExists();
      }
    },
    async get(companyId: number, id: string): Promise<Run | null> {
      const row = await model.findOne({ _id: id, companyId }).lean<RunRow>();
      return row && toRun(row);
    },
    /** The run of a kind that is neither over nor cancelled in a company; null when there is none. */
    async active(companyId: number, kind: RunKind): Promise<Run | null> {
      const row = await model.findOne({ companyId, kind, active: true }).lean<RunRow>();
      return row && toRun(row);
    },
    /** Runs of a kind, of all companies, that are neither over nor cancelled. */
    async dangerousActiveAcrossCompanies(kind: RunKind): Promise<Run[]> {
      return (await model.find({ settled: false, kind, active: true }).lean<RunRow[]>()).map(toRun);
    },
    /** Kinds of runs of a company by id; without those that are not kept any more. */
    async kindsOf(companyId: number, ids: string[]): Promise<Map<string, RunKind>> {
      const rows = await model.find({ companyId, _id: { $in: ids } }, { kind: 1 }).lean<RunRow[]>();
      return new Map(rows.map(({ _id, kind }) => [_id, kind]));
    },
    /** True while a run of the company is neither over nor cancelled. */
    hasActive: async (companyId: number) => (await model.exists({ companyId, active: true })) !== null,
    async list(companyId: number, limit: number): Promise<Run[]> {
      return (await model.find({ companyId }).sort({ createdAt: -1 }).limit(limit).lean<RunRow[]>()).map(
        toRun,
      );
    },
    /** Runs of all companies that a worker has something to do for: going on, pausing or not counted to the end. */
    async dangerousUnsettledAcrossCompanies(): Promise<Run[]> {
      return (await model.find({ settled: false, state: { $ne: 'paused' } }).lean<RunRow[]>()).map(toRun);
    },
    /** How many runs of all companies are not over, by state. */
    async dangerousCountByStateAcrossCompanies(): Promise<Partial<Record<RunState, number>>> {
      const counts: Partial<Record<RunState, number>> = {};
      for (const state of notOver) counts[state] = await model.countDocuments({ settled: false, state });
      return counts;
    },
    /** Companies with a run that waits for a connection. */
    async dangerousWaitingForConnectionAcrossCompanies(): Promise<number[]> {
      const waiting = { settled: false, state: paused, pauseReason: 'connection' as const };
      const rows = await model.find(waiting, { companyId: 1 }).limit(1000).lean<RunRow[]>();
      return [...new Set(rows.map(({ companyId }) => companyId))];
    },
    /** Lets runs of all companies go on whose waiting time is over. */
    async dangerousResumeDueAcrossCompanies(now: Date): Promise<void> {
      await model.updateMany(
        {
          settled: false,
          state: 'paused',
          pauseReason: { $in: waitsForTime },
          resumesAt: { $lte: now },
        },
        { $set: { state: 'queued', pauseReason: null, resumesAt: null, pace: null } },
      );
    },

    /** Takes the run for driving; false when somebody else drives or nothing is to be driven. */
    async takeDriver(run: Run, driver: { token: string; until: Date }, now: Date): Promise<boolean> {
      const free = { $or: [{ driver: null }, { 'driver.until': { $lte: now } }] };
      return changed(
        await model.updateOne(
          { ...key(run), state: { $in: going }, phase: 'driving', ...free },
          { $set: { driver } },
        ),
      );
    },
    /** Prolongs the lease; false when it is lost or the run is no longer going. */
    async renewDriver(run: RunKey, driver: { token: string; until: Date }): Promise<boolean> {
      const mine = { ...key(run), 'driver.token': driver.token, state: { $in: going } };
      return changed(await model.updateOne(mine, { $set: { driver } }));
    },
    async releaseDriver(run: RunKey, token: string): Promise<void> {
      await model.updateOne({ ...key(run), 'driver.token': token }, { $set: { driver: null } });
    },
    /** Saves progress of the driver in one write; false when the lease is lost or the run is no longer going. */
    async checkpoint(run: RunKey, token: string, progress: RunProgress): Promise<boolean> {
      const mine = { ...key(run), 'driver.token': token, state: { $in: going } };
      return changed(await model.updateOne(mine, { $set: { ...progress, failures: 0 } }));
    },
    /** Marks a queued run as running, and measures its pace from here. False when it is not going any more. */
    async begin(run: Run, done: number, now: Date): Promise<boolean> {
      const set = {
        state: 'running',
        startedAt: run.startedAt ?? now,
        pace: run.pace ?? { since: now, done },
      };
      return changed(await model.updateOne({ ...key(run), state: { $in: going } }, { $set: set }));
    },
    async isGoing(run: RunKey): Promise<boolean> {
      return (await model.exists({ ...key(run), state: { $in: going } })) !== null;
    },

    /**
     * Lets a run wait. Only one that is running: work that began before the run was resumed may find too late that it
     * had to wait, and a queued run is looked at anew anyway.
     */
    async pause(run: RunKey, reason: PauseReason, resumesAt: Date | null): Promise<void> {
      await model.updateOne(
        { ...key(run), state: 'running' },
        { $set: { state: 'paused', pauseReason: reason, resumesAt, driver: null } },
      );
    },
    /** Lets a run wait for a person, whatever it waits for already: nothing else lets it go on then. */
    async pauseByPerson(run: RunKey): Promise<void> {
      const set = { state: paused, pauseReason: 'person' as const, resumesAt: null };
      await model.updateOne({ ...key(run), state: { $in: notOver } }, { $set: set });
    },
    /** Lets a run go on that a person paused. */
    async resumeByPerson(run: RunKey): Promise<void> {
      const set = { state: 'queued' as const, pauseReason: null, pace: null };
      await model.updateOne({ ...key(run), state: paused, pauseReason: 'person' as const }, { $set: set });
    },
    /** Pauses what is going, or waits for a moment, in a company. Returns how many. */
    async pauseAll(companyId: number, reason: PauseReason, kinds: readonly RunKind[]): Promise<number> {
      const waiting = {
        $or: [{ state: { $in: going } }, { state: paused, pauseReason: { $in: waitsForTime } }],
      };
      const result = await model.updateMany(
        { companyId, kind: { $in: [...kinds] }, ...waiting },
        { $set: { state: 'paused', pauseReason: reason, resumesAt: null } },
      );
      return result.modifiedCount;
    },
    /** Lets one run go on that waits for this reason; false when it does not. */
    async resume(run: RunKey, reason: PauseReason): Promise<boolean> {
      const result = await model.updateOne(
        { ...key(run), state: 'paused', pauseReason: reason },
        { $set: { state: 'queued', pauseReason: null, resumesAt: null, pace: null } },
      );
      return result.matchedCount === 1;
    },
    /** Lets runs go on that were paused for this reason. Returns how many. */
    async resumeAll(companyId: number, reason: PauseReason): Promise<number> {
      const result = await model.updateMany(
        { companyId, state: 'paused', pauseReason: reason },
        { $set: { state: 'queued', pauseReason: null, resumesAt: null, pace: null } },
      );
      return result.modifiedCount;
    },
    /** Counts an unexpected failure. Returns how many there were since the last checkpoint. */
    async noteFailure(run: RunKey): Promise<number> {
      await model.updateOne(key(run), { $inc: { failures: 1 } });
      return (await model.findOne(key(run), { failures: 1 }).lean<RunRow>())?.failures ?? 0;
    },
    async forgetFailures(run: RunKey): Promise<void> {
      await model.updateOne(key(run), { $set: { failures: 0 } });
    },
    /** Ends a run that is not over yet. False when it was over. */
    async end(
      run: RunKey & Pick<Run, 'kind'>,
      ending: Ending,
      settled: boolean,
      now: Date,
    ): Promise<boolean> {
      const open = { ...key(run), state: { $in: notOver } };
      const set = {
        ...ending,
        active: false,
        settled,
        driver: null,
        pauseReason: null,
        resumesAt: null,
        finishedAt: now,
      };
      const ended = changed(await model.updateOne(open, { $set: set }));
      if (ended) await places.leave(run);
      return ended;
    },
    /** Writes the final counters of a run that has ended. */
    async settle(
      run: RunKey,
      sums: Pick<Run, 'counters' | 'planned' | 'tokensUsed' | 'longestGapMs'>,
    ): Promise<void> {
      await model.updateOne(
        { ...key(run), settled: false, active: false },
        { $set: { ...sums, settled: true } },
      );
    },
    /** Removes the rows of a company, or only those of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      const rows = epoch === undefined ? { companyId } : { companyId, epoch };
      return (await places.erase(companyId, epoch)) + (await model.deleteMany(rows)).deletedCount;
    },
  };
}

export type RunStore = ReturnType<typeof createRunStore>;
