import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createExpressionEngine } from '../../server/expressions/engine.ts';
import type { EvaluationBatch, Expression, ExpressionEngine } from '../../server/expressions/types.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { createLog, silentLog } from '../../server/platform/log.ts';
import { ensureBuilt } from '../support/built.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { openEngine } from './open-engine.ts';
import { sampleNow } from './sample-record.ts';

const numbers = Array.from({ length: 3000 }, (_, index) => index);
/** Harmless unless the store has a long list. */
const slow: Expression = {
  name: 'slow',
  source: '_domain.numbers.all(a, _domain.numbers.all(b, a + b >= 0))',
  resultType: 'yes_no',
};
const greedy: Expression = {
  name: 'greedy',
  source: '_domain.numbers.map(a, _domain.numbers.map(b, [a, b, [a, b], [b, a]])).map(x, x + x).size()',
  resultType: 'number',
};
const name: Expression = { name: 'name', source: '_domain.name', resultType: 'text' };

const store = (index: number, list: number[] = []) => ({
  domain: { name: `shop-${index}.example`, numbers: list },
  values: {},
});
const stores = (count: number, hostileAt: number) =>
  Array.from({ length: count }, (_, index) => store(index, index === hostileAt ? numbers : []));
const batch = (companyId: number, expressions: Expression[], records: EvaluationBatch['records']) => ({
  companyId,
  expressions,
  records,
  now: sampleNow,
});

describe('the expression engine', () => {
  let engine: ExpressionEngine | undefined;
  const open = (...options: Parameters<typeof openEngine>) => {
    engine = openEngine(...options);
    return engine;
  };
  beforeAll(() => ensureBuilt());
  afterEach(() => engine?.close());

  it('gives the results of a large batch in the order of its records and expressions', async () => {
    const double: Expression = { name: 'double', source: 'position * 2', resultType: 'number' };
    const records = Array.from({ length: 1234 }, (_, index) => ({
      ...store(index),
      values: { position: index },
    }));
    const results = await open().evaluate(batch(1, [name, double], records));
    expect(results).toEqual(
      records.map((_, index) => [{ value: `shop-${index}.example` }, { value: index * 2 }]),
    );
  });

  it('stops what takes too long, for that store and the rest of the batch, and calculates everything else', async () => {
    const results = await open().evaluate(batch(1, [name, slow, name], stores(450, 230)));
    expect(results.map(([before]) => before)).toEqual(
      results.map((_, n) => ({ value: `shop-${n}.example` })),
    );
    expect(results.map(([, , after]) => after)).toEqual(
      results.map((_, n) => ({ value: `shop-${n}.example` })),
    );
    const middle = results.map(([, result]) => result);
    expect(middle.slice(0, 230)).toEqual(Array.from({ length: 230 }, () => ({ value: 'Yes' })));
    for (const result of middle.slice(230)) expect(result).toMatchObject({ error: { code: 'too_slow' } });
  });

  it('survives an expression that fills the memory', async () => {
    const results = await open({ limits: { memoryMb: 24, patienceMs: 60_000 } }).evaluate(
      batch(1, [greedy, name], stores(3, 1)),
    );
    expect(results[0]).toEqual([{ value: 0 }, { value: 'shop-0.example' }]);
    for (const [result, other] of results.slice(1)) {
      expect(result).toMatchObject({ error: { code: 'too_much_memory' } });
      expect(other).toHaveProperty('value');
    }
  });

  it('does not try again for ten minutes what had to be stopped, of that company only', async () => {
    const clock = fakeClock();
    const evaluate = open({ clock }).evaluate;
    const first = batch(1, [slow], [store(0, numbers)]);
    const harmless = batch(1, [slow], [store(1)]);
    const stopped = [[{ error: { code: 'too_slow', message: expect.any(String) } }]];
    expect(await evaluate(first)).toEqual(stopped);
    expect(await evaluate(harmless)).toEqual(stopped);
    expect(await evaluate({ ...harmless, companyId: 2 })).toEqual([[{ value: 'Yes' }]]);
    await clock.advance(9 * 60_000);
    expect(await evaluate(harmless)).toEqual(stopped);
    await clock.advance(60_000);
    expect(await evaluate(harmless)).toEqual([[{ value: 'Yes' }]]);
  });

  it('lets companies take turns, however much one of them brings', async () => {
    const { evaluate } = open();
    const finished: number[] = [];
    const work = (companyId: number, count: number) =>
      evaluate(batch(companyId, [name], stores(count, -1))).then(() => finished.push(companyId));
    await Promise.all([work(1, 3000), work(1, 200), work(2, 300), work(3, 10)]);
    expect(finished).toEqual([3, 2, 1, 1]);
  });

  it('refuses a batch that cannot be copied, and goes on with the next', async () => {
    const { evaluate } = open();
    const broken = { domain: { name: () => 'shop' }, values: {} };
    await expect(evaluate(batch(1, [name], [broken]))).rejects.toThrow();
    expect(await evaluate(batch(1, [name], [store(4)]))).toEqual([[{ value: 'shop-4.example' }]]);
  });

  it('answers a batch without expressions or without records', async () => {
    const { evaluate } = open();
    expect(await evaluate(batch(1, [], [store(0), store(1)]))).toEqual([[], []]);
    expect(await evaluate(batch(1, [name], []))).toEqual([]);
  });

  it('refuses work after it was closed, and what waited then', async () => {
    const closing = open();
    const waiting = closing.evaluate(batch(1, [slow, name], stores(300, 0)));
    const seen = expect(waiting).rejects.toMatchObject({ code: 'expressions_closed', retry: true });
    await closing.close();
    await seen;
    await expect(closing.evaluate(batch(1, [name], [store(0)]))).rejects.toMatchObject({
      code: 'expressions_closed',
    });
  });

  it('says that it is unavailable when its program cannot be started', async () => {
    engine = createExpressionEngine({
      workerFile: 'dist/server/no-such.js',
      log: silentLog,
      clock: systemClock,
    });
    await expect(engine.evaluate(batch(1, [name], [store(0)]))).rejects.toMatchObject({
      code: 'expressions_unavailable',
      status: 503,
      report: true,
    });
  });

  it('reports a stopped expression without its text or the store', async () => {
    const lines: string[] = [];
    const log = createLog({ level: 'info', destination: { write: (line) => lines.push(line) } });
    await open({ log }).evaluate(batch(77, [slow], [store(0, numbers)]));
    const [line = ''] = lines;
    expect(JSON.parse(line)).toMatchObject({ companyId: 77, code: 'too_slow' });
    expect(line).not.toMatch(/shop-0|numbers/);
  });
});
