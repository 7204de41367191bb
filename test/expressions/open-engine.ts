import { createExpressionEngine } from '../../server/expressions/engine.ts';
import type { ExpressionEngine } from '../../server/expressions/types.ts';
import { type Clock, systemClock } from '../../server/platform/clock.ts';
import { type Log, silentLog } from '../../server/platform/log.ts';

/** An engine on the built worker; `ensureBuilt` first, `close` after. */
export function openEngine(options: { clock?: Pick<Clock, 'now'>; log?: Log } = {}): ExpressionEngine {
  return createExpressionEngine({
    workerFile: 'dist/server/expression-worker.js',
    log: options.log ?? silentLog,
    clock: options.clock ?? systemClock,
  });
}
