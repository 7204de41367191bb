import { describe, expect, it } from 'vitest';
import { compile } from '../../server/expressions/compile.ts';
import { toFailure } from '../../server/expressions/expression-error.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { conformanceCases, conformanceRecord, departures } from './conformance-cases.ts';

/** The engine's own value, or the code it fails with. */
function outcome(source: string): unknown {
  const compiled = compile(source);
  if (!compiled.ok) return { code: compiled.problem.code };
  try {
    return { value: compiled.run(new Map(Object.entries(conformanceRecord))) };
  } catch (error) {
    return { code: toFailure(error).code };
  }
}

const expected = (one: ConformanceCase) => ('gives' in one ? { value: one.gives } : { code: one.fails });

describe('the language', () => {
  it.each(conformanceCases)('$rule: $source', (one) => {
    expect(outcome(one.source)).toEqual(expected(one));
  });

  it.each(departures)('departs from CEL on purpose ($rule): $source', (one) => {
    expect(outcome(one.source)).toEqual(expected(one));
  });
});
