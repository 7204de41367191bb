import type { ASTNode, ParseResult } from 'cel-js';
import { nodesOf } from './ast.ts';
import { loosen, loosenNode } from './lower.ts';

/** Every round checks the whole expression: beyond so many, all that is left is mended in one go. */
const mostRounds = 16;

/**
 * Gives the type of an expression that was lowered, mending one by one what the engine is too strict about.
 * @throws the engine's error when the types do not fit
 */
export function checkTypes(run: Pick<ParseResult, 'check'> & { ast: ASTNode }): string {
  for (let round = 1; ; round++) {
    const { valid, type, error } = run.check();
    if (valid) return type ?? 'dyn';
    // `city == null ? "none" : 5`: each round mends one place of the expression.
    if (!error || !loosen(error)) throw error;
    if (round === mostRounds) for (const node of [...nodesOf(run.ast)]) loosenNode(node);
  }
}
