import { type Compiled, compile } from './compile.ts';
import type { EvaluationBatch, EvaluationRecord } from './types.ts';
import type { Stop, WorkerTask } from './worker-task.ts';

/** A batch with what its expressions read, worked out once. */
export type PreparedBatch = EvaluationBatch & { compiled: readonly Compiled[] };

/** Compiles the expressions of a batch, to know what they read. */
export function prepareBatch(batch: EvaluationBatch): PreparedBatch {
  return { ...batch, compiled: batch.expressions.map(({ source }) => compile(source)) };
}

/** The part of a batch the worker gets: expressions that run, and of each record only what those read. */
export function taskOf(
  batch: PreparedBatch,
  records: readonly EvaluationRecord[],
  stops: Stop[],
): WorkerTask {
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
    records: records.map(({ domain, values }) => ({
      domain: whole ? domain : pick(domain, fields),
      values: pick(values, names),
    })),
    now: batch.now,
    stops,
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
