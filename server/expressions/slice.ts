import { type Compiled, compile } from './compile.ts';
import { failure } from './expression-error.ts';
import type { Penalties } from './penalties.ts';
import type { Evaluated, EvaluationBatch, EvaluationRecord } from './types.ts';
import type { Stop, WorkerTask } from './worker-task.ts';

/** A batch with what its expressions read, worked out once. */
export type PreparedBatch = EvaluationBatch & { compiled: readonly Compiled[] };

/** Compiles the expressions of a batch, to know what they read. */
export function prepareBatch(batch: EvaluationBatch): PreparedBatch {
  return { ...batch, compiled: batch.expressions.map(({ source }) => compile(source)) };
}

/** Some records of a batch while they are worked on, which takes one turn or several. */
export type Slice = {
  batch: PreparedBatch;
  records: readonly EvaluationRecord[];
  /** What is done: the first record's results by expression, then the second's, and so on. */
  results: Evaluated[];
  stops: Stop[];
  /** Milliseconds each expression took so far, and of all of them how long the process really worked. */
  spent: number[];
  worked: number;
  breakdowns: number;
};

const never = Number.MAX_SAFE_INTEGER;

/** A slice with nothing done yet. */
export function openSlice(
  batch: PreparedBatch,
  records: readonly EvaluationRecord[],
  penalties: Penalties,
): Slice {
  const stops = batch.expressions.map(({ source }, index) => firstStop(batch, penalties, source, index));
  const spent = batch.expressions.map(() => 0);
  return { batch, records, results: [], stops, spent, worked: 0, breakdowns: 0 };
}

/** From which record on an expression is not run at all: from the first when it cannot be compiled or was stopped before. */
function firstStop(batch: PreparedBatch, penalties: Penalties, source: string, index: number): Stop {
  const compiled = batch.compiled[index];
  if (compiled && !compiled.ok) {
    const { code, message } = compiled.problem;
    return { record: 0, failure: { code, message } };
  }
  const penalty = penalties.of(batch.companyId, source);
  return penalty ? { record: 0, failure: penalty } : { record: never, failure: failure('failed') };
}

/** True once an expression has been stopped in this slice. */
export const wasStopped = (slice: Slice, expression: number): boolean =>
  slice.stops[expression]?.record !== never;

/** Where a slice stands: the record that is next, and how many of its expressions are done. */
export function placeOf({ batch, results }: Slice): { record: number; skip: number } {
  const perRecord = Math.max(1, batch.expressions.length);
  return { record: Math.floor(results.length / perRecord), skip: results.length % perRecord };
}

/** What the worker has to know to go on with a slice: expressions that run, and of each record only what those read. */
export function taskOf(slice: Slice): WorkerTask {
  const { batch, records, spent, worked } = slice;
  const { record: from, skip } = placeOf(slice);
  const stops = slice.stops.map((stop) => ({ ...stop, record: Math.max(0, stop.record - from) }));
  const running = batch.compiled.filter((compiled, index) => compiled.ok && (stops[index]?.record ?? 0) > 0);
  const fields = new Set<string>();
  const names = new Set<string>();
  let whole = false;
  for (const compiled of running) {
    if (!compiled.ok) continue;
    if (compiled.fields === null) whole = true;
    for (const field of compiled.fields ?? []) fields.add(field);
    for (const name of compiled.names) names.add(name);
  }
  return {
    expressions: batch.expressions.map(({ source, resultType }, index) => ({
      // A source that cannot run may be of any length.
      source: batch.compiled[index]?.ok ? source : '',
      resultType,
    })),
    records: records.slice(from).map(({ domain, values }) => ({
      domain: whole ? domain : pick(domain, fields),
      values: pick(values, names),
    })),
    now: batch.now,
    skip,
    stops,
    spent,
    worked,
  };
}

function pick<Value>(
  from: object & { [key: string]: Value },
  keys: ReadonlySet<string>,
): Record<string, Value>;
function pick(from: object, keys: ReadonlySet<string>): object;
function pick(from: object, keys: ReadonlySet<string>): object {
  const entries: [string, unknown][] = [];
  for (const key of keys) if (Object.hasOwn(from, key)) entries.push([key, Reflect.get(from, key)]);
  return Object.fromEntries(entries);
}
