import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WorkerLimits } from '../../server/expressions/guarded-worker.ts';
import type { Expression, ExpressionEngine } from '../../server/expressions/types.ts';
import { createLog } from '../../server/platform/log.ts';
import { ensureBuilt } from '../support/built.ts';
import { openEngine } from './open-engine.ts';
import { sampleNow } from './sample-record.ts';

const numbers = Array.from({ length: 3000 }, (_, index) => index);
const longStore = { domain: { name: 'shop.example', numbers }, values: {} };
const name: Expression = { name: 'name', source: '_domain.name', resultType: 'text' };
const expressions = (count: number, sourceOf: (n: number) => string): Expression[] =>
  Array.from({ length: count }, (_, n) => ({ name: `x${n}`, source: sourceOf(n), resultType: 'yes_no' }));

describe('a company with many costly expressions', () => {
  let engine: ExpressionEngine;
  let stopped = 0;
  beforeAll(() => ensureBuilt());
  afterEach(() => engine.close());

  function open(limits: Partial<WorkerLimits> = {}): ExpressionEngine {
    stopped = 0;
    const write = (line: string) => {
      if (line.includes('An expression was stopped')) stopped++;
    };
    engine = openEngine({ log: createLog({ level: 'info', destination: { write } }), limits });
    return engine;
  }

  it('lets others have their turn after each one that had to be stopped', async () => {
    const { evaluate } = open();
    const hostile = expressions(8, (n) => `_domain.numbers.all(a, _domain.numbers.all(b, a + b >= -${n}))`);
    const first = evaluate({
      companyId: 1,
      expressions: [...hostile, name],
      records: [longStore],
      now: sampleNow,
    });
    const seen: number[] = [];
    const others = [2, 3].map(async (companyId) => {
      const results = await evaluate({
        companyId,
        expressions: [name],
        records: [longStore],
        now: sampleNow,
      });
      seen.push(stopped);
      return results;
    });
    for (const results of await Promise.all(others)) expect(results).toEqual([[{ value: 'shop.example' }]]);
    for (const count of seen) expect(count).toBeLessThanOrEqual(2);
    const [row = []] = await first;
    expect(row.slice(0, -1)).toEqual(
      hostile.map(() => ({ error: { code: 'too_slow', message: expect.any(String) } })),
    );
    expect(row.at(-1)).toEqual({ value: 'shop.example' });
    expect(stopped).toBe(8);
  });

  it('takes nobody down with it when it fills the memory while others wait', async () => {
    const { evaluate } = open({ memoryMb: 24, patienceMs: 60_000 });
    const greedy = expressions(
      2,
      (n) => `_domain.numbers.map(a, _domain.numbers.map(b, [a, b, [a, b], [b, a]])).size() > ${n}`,
    );
    const one = (companyId: number, wanted: Expression[]) =>
      evaluate({ companyId, expressions: [...wanted, name], records: [longStore], now: sampleNow });
    const [first, ...others] = await Promise.all([one(1, greedy), one(2, []), one(3, []), one(1, [])]);
    expect(first?.[0]?.slice(0, 2)).toMatchObject(greedy.map(() => ({ error: { code: 'too_much_memory' } })));
    expect(first?.[0]?.[2]).toEqual({ value: 'shop.example' });
    for (const results of others) expect(results).toEqual([[{ value: 'shop.example' }]]);
  });

  it('gives up its turn in the middle of a store, and loses nothing by it', async () => {
    const { evaluate } = open({ turnMs: 0 });
    const heavy = expressions(30, (n) => `_domain.numbers.all(a, a >= -${n})`);
    const order: string[] = [];
    const first = evaluate({
      companyId: 1,
      expressions: [...heavy, name],
      records: [longStore, longStore],
      now: sampleNow,
    });
    const second = evaluate({ companyId: 2, expressions: [name], records: [longStore], now: sampleNow });
    void first.then(() => order.push('first'));
    await second.then(() => order.push('second'));
    const rows = await first;
    expect(order[0]).toBe('second');
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toEqual([...heavy.map(() => ({ value: 'Yes' })), { value: 'shop.example' }]);
    }
  });
});
