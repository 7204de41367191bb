import type { Context } from 'cel-js';
import { runEnvironment } from './environment.ts';
import { limits } from './limits.ts';
import { prepare } from './prepare.ts';
import type { ExpressionProblem } from './types.ts';

export type Compiled =
  | {
      ok: true;
      /** Gives the value as the engine has it. @throws whatever the expression does */
      run(context: Map<string, unknown>): unknown;
      /** Variables read, `_domain` not among them. */
      names: readonly string[];
      /** Fields of `_domain` read; null: all of it. Empty: none. */
      fields: readonly string[] | null;
    }
  | { ok: false; problem: ExpressionProblem };

const compiled = new Map<string, Compiled>();
const kept = 500;

/** An expression ready to run; the last five hundred are kept by their source. */
export function compile(source: string): Compiled {
  // Looking up a text of megabytes would itself take long.
  if (source.length > limits.sourceCharacters) return compileFresh(source);
  const known = compiled.get(source);
  if (known) return known;
  const fresh = compileFresh(source);
  const [oldest] = compiled.keys();
  if (compiled.size >= kept && oldest !== undefined) compiled.delete(oldest);
  compiled.set(source, fresh);
  return fresh;
}

function compileFresh(source: string): Compiled {
  const prepared = prepare(runEnvironment, source);
  if (!prepared.ok) {
    const [first] = prepared.problems;
    return { ok: false, problem: first ?? { code: 'failed', message: '', from: 0, to: 0 } };
  }
  const { names, fields } = prepared.inspection;
  const { run } = prepared;
  return {
    ok: true,
    run: (context: Context) => run(context),
    names: [...names.keys()].filter((name) => name !== '_domain'),
    fields: fields && [...fields],
  };
}
