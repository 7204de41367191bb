import { type ASTNode, EvaluationError } from 'cel-js';
import { callOf, nodesOf } from './ast.ts';
import { runEnvironment } from './environment.ts';
import { ExpressionError } from './expression-error.ts';
import { limits } from './limits.ts';

/**
 * Functions of the engine that ours stand in for: built-ins cannot be replaced, so the calls are renamed before the
 * first check. This and the rest of the file touch insides of the engine, whose version is pinned for it.
 */
const replaced = new Set(
  [
    'int double string timestamp contains matches split join substring indexOf lastIndexOf lowerAscii upperAscii',
    'getFullYear getMonth getDate getDayOfMonth getDayOfWeek getDayOfYear',
    'getHours getMinutes getSeconds getMilliseconds',
  ].flatMap((names) => names.split(' ')),
);

/** Turns a parsed expression into one that behaves as documented; to be done before the engine checks it. */
export function lower(root: ASTNode): void {
  for (const node of [...nodesOf(root)]) {
    const call = callOf(node);
    if (call && (node.op === 'call' || node.op === 'rcall') && replaced.has(call.name)) {
      node.args[0] = `_${call.name}`;
    }
    if (call?.name === 'has' && call.receiver === null && call.args.length === 1)
      lowerHas(node, call.args[0]);
    if (node.op === 'list' && node.args.length === 0) becomeDyn(node);
    if (node.op === '/') node.args[1] = callWith('_divisor', node.args[1]);
  }
}

/**
 * Mends what the check of the engine is too strict about: branches of a ternary that differ in type, and whole numbers
 * among numbers with decimals. False when the error is about something else.
 */
export function loosen(error: { code: string; summary: string; node?: unknown }): boolean {
  const { code, summary, node } = error;
  if (!isNode(node)) return false;
  const mendable =
    (node.op === '?:' && code === 'incompatible_ternary_branches') ||
    (node.op === 'in' && /: (int|double) in list<(int|double)>$/.test(summary));
  return mendable && loosenNode(node);
}

/** Leaves the types of a choice's branches, or of both sides of `in`, open. False when they are, or for anything else. */
export function loosenNode(node: ASTNode): boolean {
  const isChoice = node.op === '?:';
  if (!isChoice && node.op !== 'in') return false;
  const places = isChoice ? ([1, 2] as const) : ([0, 1] as const);
  const args: ASTNode[] = node.args;
  let changed = false;
  for (const place of places) {
    const arg = args[place];
    if (!arg || loosened.has(arg)) continue;
    args[place] = dynOf(arg);
    changed = true;
  }
  // What the failed check noted on the way.
  if (!isChoice) Object.assign(node, { leftStaticType: undefined, rightStaticType: undefined });
  return changed;
}

/** The branch a loosened ternary had before. */
export function withoutDyn(node: ASTNode): ASTNode {
  return loosened.get(node) ?? node;
}

const loosened = new WeakMap<ASTNode, ASTNode>();

function dynOf(node: ASTNode): ASTNode {
  const wrapped = callWith('dyn', node);
  loosened.set(wrapped, node);
  return wrapped;
}

function callWith(name: string, argument: ASTNode): ASTNode {
  const wrapped = runEnvironment.parse(`${name}(0)`).ast;
  if (wrapped.op === 'call') wrapped.args[1][0] = argument;
  return wrapped;
}

/** `[]` has an open type that the operators of the engine cannot choose by: it becomes `dyn([])`. */
function becomeDyn(node: ASTNode): void {
  const template = runEnvironment.parse('dyn([])').ast;
  const { meta } = inside(template);
  inside(node).setMeta('check', meta['check']).setMeta('evaluate', meta['evaluate']);
  Object.assign(node, { op: template.op, args: template.args });
}

/** The engine's `has` takes names with dots only; ours takes any expression before the last name. */
function lowerHas(node: ASTNode, field: ASTNode | undefined): void {
  if (field?.op !== '.') return;
  const [owner, name] = field.args;
  inside(node).setMeta('macro', {
    typeCheck: (checker: Checker, _macro: unknown, context: unknown) => {
      checker.check(owner, context);
      return checker.getType('bool');
    },
    evaluate: (engine: Engine, _macro: unknown, context: unknown) =>
      hasField(engine.run(owner, context), name),
  });
}

function hasField(owner: unknown, name: string): boolean {
  if (owner instanceof Map) return owner.get(name) !== undefined;
  if (typeof owner !== 'object' || owner === null || Array.isArray(owner)) return false;
  return Object.hasOwn(owner, name) && Reflect.get(owner, name) !== undefined;
}

/** After the check: division by zero is an error, no integer leaves its range, and what `+` makes is bounded. */
export function guardOperators(root: ASTNode): void {
  for (const node of nodesOf(root)) {
    if (!hasHandle(node)) continue;
    const inner = node.handle;
    if (node.op === '/' || node.op === '%') {
      node.handle = (left, right, ...rest) => {
        if (right === 0 || right === 0n) throw new ExpressionError('division_by_zero');
        return inRange(inner(left, right, ...rest));
      };
    }
    if (node.op === '-_') node.handle = (...operand) => inRange(inner(...operand));
    if (node.op === '+') node.handle = (...operands) => notTooLong(inner(...operands));
  }
}

/** The engine looks after the other operators itself: these two can turn the smallest integer into one too large. */
function inRange(value: unknown): unknown {
  if (typeof value === 'bigint' && value > 9223372036854775807n)
    throw new ExpressionError('number_too_large');
  return value;
}

function notTooLong(value: unknown): unknown {
  if (typeof value === 'string' && value.length > limits.joinedCharacters) {
    throw new ExpressionError('too_much_memory');
  }
  if (Array.isArray(value) && value.length > limits.joinedElements) {
    throw new ExpressionError('too_much_memory');
  }
  return value;
}

type Checker = { check(node: ASTNode, context: unknown): unknown; getType(name: string): unknown };
type Engine = { run(node: ASTNode, context: unknown): unknown };
type Inside = { meta: Record<string, unknown>; setMeta(key: string, value: unknown): Inside };
type Handled = { handle(left: unknown, right: unknown, ...rest: unknown[]): unknown };

function inside(node: ASTNode): Inside {
  if (isInside(node)) return node;
  throw new EvaluationError('The engine is of another version than this file was written for.');
}

const isInside = (node: object): node is Inside => 'setMeta' in node && 'meta' in node;
const hasHandle = (node: ASTNode): node is ASTNode & Handled => 'handle' in node;
const isNode = (node: unknown): node is ASTNode =>
  typeof node === 'object' && node !== null && 'op' in node && 'args' in node;
