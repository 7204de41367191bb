import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkExpression } from '../../server/expressions/check-expression.ts';
import { evaluateBatch } from '../../server/expressions/evaluate-batch.ts';
import type { ExpressionEngine } from '../../server/expressions/types.ts';
import { ensureBuilt } from '../support/built.ts';
import { attackedRecord, attacks } from './attacks.ts';
import { openEngine } from './open-engine.ts';
import { sampleNow, sampleRecord, sampleVariables } from './sample-record.ts';

const harmless = {
  expressions: [{ name: 'ok', source: '_domain.name.upper()', resultType: 'text' as const }],
  records: [sampleRecord],
  now: sampleNow,
};
const fine = [[{ value: 'SHOP.EXAMPLE' }]];

describe('an expression that means harm', () => {
  let engine: ExpressionEngine;
  beforeAll(async () => {
    await ensureBuilt();
    engine = openEngine();
  });
  afterAll(() => engine.close());

  it.each(attacks.map((attack, index) => ({ ...attack, companyId: index + 10 })))(
    'ends, and everything after it works: $name',
    async ({ source, as, ends, companyId }) => {
      const hostile = engine.evaluate({
        companyId,
        expressions: [{ name: 'bad', source, resultType: as }, ...harmless.expressions],
        records: [attackedRecord, attackedRecord],
        now: sampleNow,
      });
      const others = engine.evaluate({ companyId: 1, ...harmless });
      const results = await hostile;
      for (const [bad, good] of results) {
        expect(bad).toHaveProperty(ends === 'error' ? 'error.code' : 'value');
        // What stands beside it in the same batch is calculated all the same.
        expect(good).toEqual({ value: 'SHOP.EXAMPLE' });
      }
      expect(await others).toEqual(fine);
      expect(await engine.evaluate({ companyId, ...harmless })).toEqual(fine);
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it.each(attacks)('is checked without harm: $name', ({ source, as }) => {
    const checked = checkExpression({ source, resultType: as }, sampleVariables);
    // Where the check cannot know, running it is what fails.
    if (!checked.ok) expect(checked.problems[0]?.message).toMatch(/\.$/);
    else expect(source.length).toBeLessThanOrEqual(4000);
  });

  it.each([
    'now.__proto__',
    'now["__pro" + "to__"]',
    'math.__proto__.__proto__',
    'math.__proto__.constructor',
    'dyn(math.__proto__).toString',
    'optional.__proto__',
    'dyn(duration("1h")).__proto__',
    'dyn([1])["len" + "gth"]',
    'dyn(_domain)["hasOwn" + "Property"]',
    '[math.__proto__]',
  ])('gets nothing of JavaScript’s own objects: %s', (source) => {
    for (const resultType of ['text', 'number', 'yes_no', 'date', 'list', 'money'] as const) {
      const expressions = [{ name: 'x', source, resultType }];
      expect(evaluateBatch({ expressions, records: [attackedRecord], now: sampleNow })).toMatchObject([
        [{ error: { code: expect.any(String) } }],
      ]);
    }
  });

  it('says nothing about the store when it fails', async () => {
    const secret = 'canary-4711';
    const sources = [
      'bool(_domain.name)',
      'int(_domain.name)',
      'duration(_domain.name)',
      'timestamp(_domain.name)',
      '_domain[_domain.name]',
      '_domain.name.matches(_domain.name + "(")',
      '_domain.name + 1',
      'now.getHours(_domain.name)',
      'money(1, _domain.name)',
      '_domain.list[99]',
      '_domain.list',
    ];
    const [results = []] = await engine.evaluate({
      companyId: 5,
      expressions: sources.map((source) => ({ name: 'x', source, resultType: 'number' })),
      records: [{ domain: { name: secret, list: [secret] }, values: {} }],
      now: sampleNow,
    });
    expect(results).toHaveLength(sources.length);
    for (const result of results) expect(result).toHaveProperty('error.message');
    expect(JSON.stringify(results)).not.toContain(secret);
  });
});
