import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sampleStore } from '../../server/catalog/sample-stores.ts';
import { createExpressionEngine } from '../../server/expressions/engine.ts';
import type { Expression, ExpressionEngine } from '../../server/expressions/types.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { silentLog } from '../../server/platform/log.ts';
import { attackedRecord, attacks } from '../expressions/attacks.ts';

export type ExpressionsBench = {
  /** Longest time from handing over a hostile expression to its answer, milliseconds. */
  hostileStopMs: number;
  /** Longest delay of the event loop meanwhile, milliseconds. */
  eventLoopBlockMs: number;
  /** Five usual expressions through the worker, in batches of 200: microseconds of processor time per record. */
  usPerRecord: number;
};

/** What admins write: the field with its guard, a share, a list search, a choice, an amount. */
const usual: readonly Expression[] = [
  {
    name: 'technologies',
    source: 'has(_domain.technologies) ? _domain.technologies.size() : 0',
    resultType: 'number',
  },
  {
    name: 'sales_per_head',
    source: 'employees == null ? null : round(_domain.estimated_sales / 100 / employees, 2)',
    resultType: 'number',
  },
  {
    name: 'mails',
    source: 'has(_domain.technologies) && _domain.technologies.exists(t, t.name == "Klaviyo")',
    resultType: 'yes_no',
  },
  {
    name: 'size',
    source: 'employees == null ? "unknown" : employees >= 50 ? "large" : "small"',
    resultType: 'text',
  },
  {
    name: 'yearly',
    source: 'money(_domain.?estimated_sales.orValue(0) * 12 / 100, "USD")',
    resultType: 'money',
  },
];

const now = new Date('2026-11-02T09:00:00.000Z');
const batchRecords = 200;
const rounds = 20;

/**
 * Measures the expression engine through its worker.
 * @param workerFile the built program, `dist/server/expression-worker.js`
 */
export async function benchExpressions(workerFile: string): Promise<ExpressionsBench> {
  const engine = createExpressionEngine({ workerFile, log: silentLog, clock: systemClock });
  try {
    await warmUp(engine);
    const hostile = await measureAttacks(engine);
    return { ...hostile, usPerRecord: await measureUsual(engine) };
  } finally {
    await engine.close();
  }
}

async function warmUp(engine: ExpressionEngine): Promise<void> {
  for (let round = 0; round < 5; round++) await engine.evaluate(usualBatch());
}

async function measureAttacks(engine: ExpressionEngine) {
  const loop = monitorEventLoopDelay({ resolution: 5 });
  let hostileStopMs = 0;
  loop.enable();
  for (const [companyId, { name, source, as }] of attacks.entries()) {
    // Starting a worker anew after the attack before is not part of stopping this one.
    await engine.evaluate(usualBatch());
    const startedAt = performance.now();
    await engine.evaluate({
      companyId,
      expressions: [{ name, source, resultType: as }],
      records: [attackedRecord],
      now,
    });
    hostileStopMs = Math.max(hostileStopMs, performance.now() - startedAt);
  }
  loop.disable();
  // The monitor's own waiting is part of what it counts.
  return { hostileStopMs, eventLoopBlockMs: Math.max(0, loop.max / 1e6 - 5) };
}

async function measureUsual(engine: ExpressionEngine): Promise<number> {
  await warmUp(engine);
  // Processor time of both threads: the same whether or not the machine has other work.
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) await engine.evaluate(usualBatch());
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rounds / batchRecords;
}

const stores = Array.from({ length: batchRecords }, (_, index) => sampleStore(index, 1, 1));

function usualBatch() {
  const records = stores.map((domain) => ({
    domain,
    values: { employees: typeof domain['employee_count'] === 'number' ? domain['employee_count'] : null },
  }));
  return { companyId: 1, expressions: usual, records, now };
}
