import { type Connection, Schema } from 'mongoose';
import type { Run } from './run.ts';

/** A run as it is stored. */
export type RunRow = Omit<Run, 'id'> & { _id: string; active: boolean };

const schema = new Schema<RunRow>(
  {
    _id: String,
    companyId: Number,
    epoch: String,
    kind: String,
    state: String,
    /** Neither over nor cancelled. */
    active: Boolean,
    pauseReason: String,
    resumesAt: Date,
    phase: String,
    driver: { type: Schema.Types.Mixed, default: null },
    planned: Number,
    plannedIsEstimate: Boolean,
    counters: Schema.Types.Mixed,
    tokensUsed: Number,
    reading: String,
    longestGapMs: Number,
    cursor: String,
    highWater: Number,
    lookedTo: { type: Number, default: 0 },
    failures: Number,
    settled: Boolean,
    release: { type: Number, default: null },
    ofRunId: { type: String, default: null },
    only: { type: [Number], default: null },
    createdByUserId: Number,
    createdAt: Date,
    startedAt: Date,
    pace: { type: Schema.Types.Mixed, default: null },
    finishedAt: Date,
    errorCode: String,
  },
  {
    strict: 'throw',
    autoIndex: false,
    autoCreate: false,
    minimize: false,
    versionKey: false,
    collection: 'runs',
  },
);

/** The collection of runs. */
export function createRunModel(db: Connection) {
  return db.model('run', schema, 'runs', { overwriteModels: true });
}

/** A stored row as the run it keeps. */
export function toRun({ _id, active: _active, ...row }: RunRow): Run {
  return { id: _id, ...row, only: row.only ?? null };
}
