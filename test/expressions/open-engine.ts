import { createExpressionEngine } from '../../server/expressions/engine.ts';
import type { WorkerLimits } from '../../server/expressions/guarded-worker.ts';
import type { ExpressionEngine } from '../../server/expressions/types.ts';
import { type Clock, systemClock } from '../../server/platform/clock.ts';
import { type Log, silentLog } from '../../server/platform/log.ts';

/** An engine on the built worker; `ensureBuilt` first, `close` after. */
export function openEngine(
  options: { clock?: Pick<Clock, 'now'>; log?: Log; limits?: Partial<WorkerLimits> } = {},
): ExpressionEngine {
  return createExpressionEngine({
    workerFile: 'dist/server/expression-worker.js',
    log: options.log ?? silentLog,
    clock: options.clock ?? systemClock,
    ...(options.limits ? { limits: options.limits } : {}),
  });
}
