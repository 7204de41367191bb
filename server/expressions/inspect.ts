import type { ASTNode } from 'cel-js';
import { type Call, callOf, childrenOf, isBind, isListMacro } from './ast.ts';
import { isKnownFunction } from './functions.ts';
import { limits } from './limits.ts';
import { compilePattern, partsOf } from './pattern.ts';
import { type ProblemCode, problem } from './problem.ts';
import type { ExpressionProblem } from './types.ts';

/** What an expression reads, and what is wrong with it beyond its types. */
export type Inspection = {
  /** Names read, in the order of the source. */
  names: Map<string, { from: number; to: number }>;
  /** Fields of `_domain` that are read; null: it is read as a whole. */
  fields: Set<string> | null;
  /** Size of the patterns seen so far. */
  patternParts: number;
  problems: ExpressionProblem[];
};

type Place = { bound: ReadonlySet<string>; nested: number; below: ASTNode | null };

/** Names that are there in every expression. */
const builtIn = new Set([
  ...['now', 'math', 'cel', 'optional', 'google'],
  ...['string', 'bool', 'int', 'uint', 'double', 'map', 'list', 'bytes', 'null_type', 'type'],
]);
const namespaces = new Set(['math', 'cel', 'optional']);

/** Walks an expression as parsed, before anything of it is changed. */
export function inspect(root: ASTNode): Inspection {
  const found: Inspection = { names: new Map(), fields: new Set(), patternParts: 0, problems: [] };
  visit(found, root, { bound: new Set(), nested: 0, below: null });
  return found;
}

function visit(found: Inspection, node: ASTNode, place: Place): void {
  const report = (code: ProblemCode, word?: string) => found.problems.push(problem(code, node, word));
  if (node.op === 'id') {
    visitName(found, node.args, node, place);
    return;
  }
  if (node.op === 'value') {
    if (node.args instanceof Uint8Array) report('not_supported', 'Bytes');
    if (typeof node.args === 'bigint' && node.args > maxOf(place.below)) report('number_too_large');
    return;
  }
  if (node.op === 'map') checkKeys(found, node);
  const call = callOf(node);
  if (call) {
    visitCall(found, node, call, place);
    return;
  }
  const field = fieldOf(node);
  if (field && field.owner.op === 'id' && field.owner.args === '_domain' && !place.bound.has('_domain')) {
    found.fields?.add(field.name);
    note(found, '_domain', field.owner);
    return;
  }
  for (const child of childrenOf(node)) visit(found, child, { ...place, below: node });
}

/** 9223372036854775808 exists only with a minus before it. */
const maxOf = (below: ASTNode | null) => (below?.op === '-_' ? 9223372036854775808n : 9223372036854775807n);

function visitName(found: Inspection, name: string, node: ASTNode, { bound }: Place): void {
  if (bound.has(name) || builtIn.has(name)) return;
  if (name === '_domain') found.fields = null;
  note(found, name, node);
}

function note(found: Inspection, name: string, { start, end }: ASTNode): void {
  if (!found.names.has(name)) found.names.set(name, { from: start, to: end });
}

function visitCall(found: Inspection, node: ASTNode, call: Call, place: Place): void {
  const { name, receiver, args } = call;
  const report = (code: ProblemCode, word?: string, at = node) =>
    found.problems.push(problem(code, at, word));
  const space = receiver?.op === 'id' && namespaces.has(receiver.args) ? receiver.args : null;
  const known = space
    ? isKnownFunction(`${space}.${name}`, 'function')
    : isKnownFunction(name, receiver ? 'method' : 'function');
  if (!known) report('unknown_function', space ? `${space}.${name}` : name);
  const pattern = name === 'matches' ? args.at(-1) : undefined;
  if (pattern?.op === 'value' && typeof pattern.args === 'string') {
    found.patternParts += partsOf(pattern.args);
    // Beyond this, compiling them all would hold up whoever types the expression.
    if (found.patternParts > 2 * limits.patternParts || !isPattern(pattern.args)) {
      report('bad_pattern', undefined, pattern);
    }
  }

  const below = { ...place, below: node };
  if (receiver && !space) visit(found, receiver, below);
  const [first, ...rest] = args;
  if (isBind(call)) visitBound(found, { name: first, free: rest.slice(0, 1), within: rest.slice(1) }, below);
  else if (!isListMacro(call)) visitBound(found, { name: undefined, free: args, within: [] }, below);
  else if (place.nested >= limits.nestedMacros || chain(node) > limits.chainedMacros)
    report('too_many_macros');
  else visitBound(found, { name: first, free: [], within: rest }, { ...below, nested: place.nested + 1 });
}

/** Visits `free` as it stands, and `within` with the name bound. */
function visitBound(
  found: Inspection,
  { name, free, within }: { name: ASTNode | undefined; free: readonly ASTNode[]; within: readonly ASTNode[] },
  place: Place,
): void {
  const bound = name?.op === 'id' ? new Set([...place.bound, name.args]) : place.bound;
  for (const node of free) visit(found, node, place);
  for (const node of within) visit(found, node, { ...place, bound });
}

/** How many list macros stand one after the other, up to this one. */
function chain(node: ASTNode): number {
  let count = 0;
  for (let at: ASTNode | null = node; at; ) {
    const call: Call | null = callOf(at);
    if (call && isListMacro(call)) count++;
    at = call ? call.receiver : (childrenOf(at)[0] ?? null);
  }
  return count;
}

function fieldOf(node: ASTNode): { owner: ASTNode; name: string } | null {
  if (node.op === '.' || node.op === '.?') return { owner: node.args[0], name: node.args[1] };
  if (node.op !== '[]' && node.op !== '[?]') return null;
  const [owner, key] = node.args;
  return key.op === 'value' && typeof key.args === 'string' ? { owner, name: key.args } : null;
}

/** The engine drops these keys without a word, and keeps the last of two that are the same. */
function checkKeys(found: Inspection, node: ASTNode & { op: 'map' }): void {
  const seen = new Set<unknown>();
  for (const [key] of node.args) {
    if (key.op !== 'value') continue;
    const name = String(key.args);
    if (['__proto__', 'constructor', 'prototype'].includes(name)) {
      found.problems.push(problem('forbidden_key', key, name));
    }
    if (seen.has(name)) found.problems.push(problem('duplicate_key', key, name));
    seen.add(name);
  }
}

function isPattern(pattern: string): boolean {
  try {
    compilePattern(pattern);
    return true;
  } catch {
    return false;
  }
}
