import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { ExpressionHelp } from '../../../server/mapping/calculated/expression.contract.ts';

/** What the editor offers where: names by themselves, keys of the store after `_domain.`, methods after a point. */
export function completionsFor(
  help: ExpressionHelp,
): (context: CompletionContext) => CompletionResult | null {
  const variables = help.variables.map(
    (variable): Completion => ({
      label: variable.name,
      type: 'variable',
      detail: beside(variable.type, variable.sample),
      info: variable.label,
      boost: 2,
    }),
  );
  const keys = help.domainKeys.map(
    ({ name, type, sample }): Completion => ({ label: name, type: 'property', detail: beside(type, sample) }),
  );
  const called = (unless: 'function' | 'method') =>
    help.functions.filter(({ form }) => form !== unless).map(functionCompletion);
  const [functions, methods] = [called('method'), called('function')];
  const domain: Completion = { label: '_domain', type: 'variable', detail: 'the whole store', boost: 1 };

  return (context) => {
    if (inText(context)) return null;
    const key = context.matchBefore(/\b_domain\.\??\w*$/);
    if (key) return { from: afterPoint(key), options: keys, validFor: /^\w*$/ };
    const method = context.matchBefore(/[\w)\]"']\.\w*$/);
    if (method) return { from: afterPoint(method), options: methods, validFor: /^\w*$/ };
    const word = context.matchBefore(/[A-Za-z_]\w*$/);
    if (!word && !context.explicit) return null;
    return {
      from: word?.from ?? context.pos,
      options: [...variables, domain, ...functions],
      validFor: /^\w*$/,
    };
  };
}

/** Samples of lists and descriptions can be long: a few words are enough to know one again. */
const beside = (type: string, sample: string | null) =>
  sample === null ? type : `${type} · ${sample.length > 40 ? `${sample.slice(0, 39)}…` : sample}`;

function functionCompletion(described: ExpressionHelp['functions'][number]): Completion {
  return {
    label: described.name,
    type: 'function',
    detail: described.signature,
    info: described.description,
    apply: (view, _completion, from, to) => {
      const insert = view.state.sliceDoc(to, to + 1) === '(' ? described.name : `${described.name}()`;
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + described.name.length + 1 },
        userEvent: 'input.complete',
      });
    },
  };
}

const afterPoint = ({ from, text }: { from: number; text: string }) =>
  from + text.length - (/\w*$/.exec(text)?.[0].length ?? 0);

function inText(context: CompletionContext): boolean {
  const { name } = syntaxTree(context.state).resolveInner(context.pos, -1);
  return name === 'string' || name === 'comment';
}
