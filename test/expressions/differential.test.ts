import { celEnv, isCelError, isCelList, isCelMap, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../server/expressions/compile.ts';
import { differentialRecord, expressionOf } from './generated-expressions.ts';

const env = celEnv({ funcs: strings });
const failed = { failed: true };

function ours(source: string): unknown {
  const compiled = compile(source);
  if (!compiled.ok) throw new Error(`${compiled.problem.message} ${source}`);
  try {
    return plain(compiled.run(new Map(Object.entries(differentialRecord))));
  } catch {
    return failed;
  }
}

function theirs(source: string): unknown {
  const result: unknown = plan(env, parse(source))({ ...differentialRecord });
  return isCelError(result) ? failed : plain(result);
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return { int: String(value) };
  if (Array.isArray(value)) return value.map(plain);
  if (isCelList(value)) return [...value].map(plain);
  if (isCelMap(value)) return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item)]));
  // Minus zero is zero to people.
  return typeof value === 'number' ? value + 0 : value;
}

/**
 * Where the two differ, so that the generator does not go there.
 * The other engine, 0.6.1: `has()` and `in` are false for a member that is null · `timestamp(<int>)` takes milliseconds · dates in
 * a zone can be a day off · `int("")` is 0, `double("x")` is NaN · a remark needs a line after it · `"\q"` is accepted ·
 * `replace("", …)` finds one place · `substring` measures its bounds in UTF-16 units · an int beyond 2^53 is
 * rounded before it is compared with a double.
 * Ours, on purpose: `departures` in conformance-cases.ts (mixed arithmetic, division of whole numbers, division of doubles by zero, remainders of doubles …).
 */
describe('next to another engine', () => {
  it('generated expressions give the same', () => {
    fc.assert(
      fc.property(expressionOf('any'), (source) => {
        expect({ source, result: ours(source) }).toEqual({ source, result: theirs(source) });
      }),
      { numRuns: 3000 },
    );
  });

  it('the generator reaches every kind of result, errors too', () => {
    const kinds = new Set(
      fc.sample(expressionOf('any'), { numRuns: 2000, seed: 1 }).map((source) => {
        const result = ours(source);
        if (result === failed) return 'error';
        if (Array.isArray(result)) return 'list';
        return typeof result === 'object' ? 'int' : typeof result;
      }),
    );
    expect([...kinds].sort()).toEqual(['boolean', 'error', 'int', 'list', 'number', 'string']);
  });
});
