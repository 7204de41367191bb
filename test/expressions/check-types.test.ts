import { describe, expect, it } from 'vitest';
import { checkExpression } from '../../server/expressions/check-expression.ts';
import { checkTypes } from '../../server/expressions/check-types.ts';
import { compile } from '../../server/expressions/compile.ts';
import { checkEnvironment } from '../../server/expressions/environment.ts';
import { lower } from '../../server/expressions/lower.ts';
import { sampleVariables } from './sample-record.ts';

const listOf = (count: number, item: string) => `[${Array.from({ length: count }, () => item).join(',')}]`;

describe('checking types', () => {
  it.each([
    ['numbers looked for among numbers with decimals', listOf(350, '1in[1.0]')],
    ['choices between a number and a text', listOf(200, '1>0?1:""')],
  ])('does not check the whole expression again for each of many %s', (_, source) => {
    const run = checkEnvironment(sampleVariables).parse(source);
    lower(run.ast);
    let checks = 0;
    const type = checkTypes({
      ast: run.ast,
      check: () => {
        checks++;
        return run.check();
      },
    });
    expect(type).toMatch(/^list/);
    expect(checks).toBeLessThanOrEqual(20);
    const compiled = compile(source);
    expect(compiled.ok && (compiled.run(new Map()) as unknown[]).length).toBeGreaterThanOrEqual(200);
  });

  it('still finds what is wrong behind many things that are mended', () => {
    const choices = Array.from({ length: 40 }, (_, n) => `(city == "${n}" ? 1 : "x") == 1`).join(' || ');
    expect(
      checkExpression({ source: `${choices} || city + 1 == 2`, resultType: 'yes_no' }, sampleVariables),
    ).toMatchObject({ ok: false, problems: [{ code: 'wrong_types' }] });
  });
});
