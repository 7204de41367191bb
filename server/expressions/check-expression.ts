import type { ASTNode } from 'cel-js';
import { callOf } from './ast.ts';
import { checkEnvironment } from './environment.ts';
import { withoutDyn } from './lower.ts';
import { prepare } from './prepare.ts';
import { problem } from './problem.ts';
import { typeWord } from './type-words.ts';
import type { CheckedExpression, Expression, ExpressionProblem, ResultType, Variable } from './types.ts';

/**
 * Checks an expression as a person types it: syntax, limits, names, types, and whether its result fits `resultType`.
 * Where a type is open (`dyn`, what is read of `_domain` always is), the result is checked when it is calculated.
 * Pass the same `variables` array each time: what is prepared for it is kept.
 *
 * Differences from CEL that people meet: numbers mix (`employees / 7`), a division keeps its decimals (`7 / 2` is 3.5),
 * `matches` is RE2 and may be called either way, the branches of `? :` may differ in type, dates without a zone are UTC, division by zero is always an error.
 */
export function checkExpression(
  expression: Pick<Expression, 'source' | 'resultType'>,
  variables: readonly Variable[],
): CheckedExpression {
  const { source, resultType } = expression;
  const known = new Set(['_domain', ...variables.map(({ name }) => name)]);
  const prepared = prepare(checkEnvironment(variables), source, known);
  if (!prepared.ok) return prepared;
  const problems = resultProblems(prepared.ast, resultType);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, type: prepared.type, uses: [...prepared.inspection.names.keys()] };
}

/** A choice gives what its branches give: each of them has to fit. */
function resultProblems(root: ASTNode, wanted: ResultType): ExpressionProblem[] {
  const node = withoutDyn(root);
  if (node.op === '?:') {
    return [...resultProblems(node.args[1], wanted), ...resultProblems(node.args[2], wanted)];
  }
  const type = typeOf(node);
  if (fits(type, wanted)) return [];
  const message = `This gives ${typeWord(type)}, and the value is to be ${wantedWords[wanted]}: ${advice[wanted]}.`;
  return [problem('wrong_result_type', node, message)];
}

function typeOf(node: ASTNode): string {
  if (callOf(node)?.name === 'dyn') return 'dyn';
  const { checkedType } = node as { checkedType?: { name: string } };
  return checkedType?.name ?? 'dyn';
}

function fits(type: string, wanted: ResultType): boolean {
  const inner = /^(?:optional|dyn)<(.+)>$/.exec(type)?.[1];
  if (inner !== undefined) return fits(inner, wanted);
  if (type === 'dyn' || type === 'null') return true;
  if (type.startsWith('list')) return wanted === 'list';
  if (type.startsWith('map')) return wanted === 'money';
  return accepted[wanted].includes(type);
}

const accepted: Record<ResultType, readonly string[]> = {
  text: ['string'],
  number: ['int', 'double', 'uint'],
  yes_no: ['bool'],
  date: ['string', 'google.protobuf.Timestamp'],
  list: [],
  money: [],
};

const wantedWords: Record<ResultType, string> = {
  text: 'text',
  number: 'a number',
  yes_no: 'yes or no',
  date: 'a date',
  list: 'a list',
  money: 'an amount with a currency',
};

const advice: Record<ResultType, string> = {
  text: 'use string(…), or join(", ") for a list',
  number: 'use double(…) for a text, or size() for a list',
  yes_no: 'compare it with something',
  date: 'use date(…)',
  list: 'put it in brackets, as in [value]',
  money: 'use money(amount, "USD")',
};
