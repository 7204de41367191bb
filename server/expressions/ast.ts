import type { ASTNode } from 'cel-js';

/** A call in either form: `f(x)` or `x.f(y)`. */
export type Call = { name: string; receiver: ASTNode | null; args: readonly ASTNode[] };

const listMacros: Readonly<Record<string, readonly number[]>> = {
  all: [2],
  exists: [2],
  exists_one: [2],
  filter: [2],
  map: [2, 3],
};

/** The call a node stands for, or null. */
export function callOf(node: ASTNode): Call | null {
  if (node.op === 'call') return { name: node.args[0], receiver: null, args: node.args[1] };
  if (node.op === 'rcall') return { name: node.args[0], receiver: node.args[1], args: node.args[2] };
  return null;
}

/** True for a call that runs an expression once for each item: `list.map(x, …)` and its like. */
export function isListMacro({ name, receiver, args }: Call): boolean {
  return receiver !== null && Object.hasOwn(listMacros, name) && !!listMacros[name]?.includes(args.length);
}

/** True for `cel.bind(name, value, expression)`. */
export function isBind({ name, receiver, args }: Call): boolean {
  return name === 'bind' && args.length === 3 && receiver?.op === 'id' && receiver.args === 'cel';
}

/** The nodes directly below a node, in the order of the source. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case '!_':
    case '-_':
      return [node.args];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    default:
      return node.args;
  }
}

/** The node and everything below it. */
export function* nodesOf(node: ASTNode): Generator<ASTNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}
