import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkExpression } from '../../server/expressions/check-expression.ts';
import { createExpressionEngine } from '../../server/expressions/engine.ts';
import { evaluateBatch } from '../../server/expressions/evaluate-batch.ts';
import type { Evaluated, Expression, ExpressionEngine } from '../../server/expressions/types.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { silentLog } from '../../server/platform/log.ts';
import { ensureBuilt } from '../support/built.ts';
import { type Case, cases } from './cases.ts';
import { sampleNow, sampleRecord, sampleVariables } from './sample-record.ts';

const expressions: Expression[] = cases.map(({ source, as }, index) => ({
  name: `value_${index}`,
  source,
  resultType: as,
}));
const batch = { expressions, records: [sampleRecord], now: sampleNow };

describe('what the product promises about expressions', () => {
  it.each(cases)('is known before anything is calculated: $source', (one) => {
    const checked = checkExpression({ source: one.source, resultType: one.as }, sampleVariables);
    if (!('refused' in one)) {
      expect(checked).toMatchObject({ ok: true });
      return;
    }
    if (checked.ok) throw new Error('It was not refused.');
    const [problem] = checked.problems;
    expect(problem?.code).toBe(one.refused);
    // Every problem stands somewhere in the source, and says what to do in a sentence.
    expect(problem?.from).toBeGreaterThanOrEqual(0);
    expect(problem?.to).toBeLessThanOrEqual(one.source.length);
    expect(problem?.message).toMatch(/^.{20,}\.$/s);
  });

  const results = evaluateBatch(batch)[0] ?? [];
  it.each(cases.map((one, index) => ({ ...one, result: results[index] })))(
    'is what comes out for the sample store: $source',
    ({ result, ...one }) => expectResult(one, result),
  );
});

describe('in the worker', () => {
  let engine: ExpressionEngine;
  beforeAll(async () => {
    await ensureBuilt();
    engine = createExpressionEngine({
      workerFile: 'dist/server/expression-worker.js',
      log: silentLog,
      clock: systemClock,
    });
  });
  afterAll(() => engine.close());

  it('the same comes out as in this process', async () => {
    expect(await engine.evaluate({ companyId: 1, ...batch })).toEqual(evaluateBatch(batch));
  });
});

function expectResult(one: Case, result: Evaluated | undefined): void {
  if ('gives' in one) expect(result).toEqual({ value: one.gives });
  else if ('refused' in one) {
    // Types of variables are known to the check only: evaluated unchecked, such cases fail in their own way.
    expect(result).toHaveProperty('error.code');
  } else expect(result).toMatchObject({ error: { code: one.fails } });
}
