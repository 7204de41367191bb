import { HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';

/** The quote a string that is still open ends with, three times for texts over several lines. */
type State = { open: string | null; raw: boolean };

const words: Record<string, string> = { true: 'bool', false: 'bool', null: 'null', in: 'keyword' };

const parser: StreamParser<State> = {
  name: 'cel',
  startState: () => ({ open: null, raw: false }),
  token(stream, state) {
    if (state.open !== null) return restOfString(stream, state, state.open);
    if (stream.eatSpace()) return null;
    if (stream.match('//')) {
      stream.skipToEnd();
      return 'comment';
    }
    const quote = stream.match(/^[rRbB]{0,2}("""|'''|"|')/);
    if (quote && typeof quote !== 'boolean') {
      state.open = quote[1] ?? '"';
      state.raw = /r/i.test(quote[0].slice(0, -state.open.length));
      return restOfString(stream, state, state.open);
    }
    if (stream.match(/^(0x[0-9a-f]+|\d+(\.\d+)?(e[+-]?\d+)?)u?/i)) return 'number';
    if (stream.match(/^\.[A-Za-z_]\w*(?=\s*\()/) || stream.match(/^[A-Za-z_]\w*(?=\s*\()/)) return 'function';
    if (stream.match(/^\.\??[A-Za-z_]\w*/)) return 'property';
    const name = stream.match(/^[A-Za-z_]\w*/);
    if (name && typeof name !== 'boolean') return words[name[0]] ?? 'variable';
    stream.next();
    return 'operator';
  },
  tokenTable: {
    bool: tags.bool,
    null: tags.null,
    keyword: tags.keyword,
    function: tags.function(tags.variableName),
    property: tags.propertyName,
    variable: tags.variableName,
    number: tags.number,
    operator: tags.operator,
    comment: tags.comment,
    string: tags.string,
  },
  languageData: { commentTokens: { line: '//' }, closeBrackets: { brackets: ['(', '[', '{', '"', "'"] } },
};

function restOfString(stream: Parameters<typeof parser.token>[0], state: State, end: string): string {
  while (!stream.eol()) {
    if (stream.match(end)) {
      state.open = null;
      return 'string';
    }
    if (stream.next() === '\\' && !state.raw) stream.next();
  }
  // Only texts in three quotes go on in the next line.
  if (end.length === 1) state.open = null;
  return 'string';
}

const colours = HighlightStyle.define([
  { tag: tags.string, color: 'var(--sl-positive)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--sl-info)' },
  { tag: tags.keyword, color: 'var(--sl-accent-text)', fontWeight: '600' },
  { tag: tags.function(tags.variableName), color: 'var(--sl-accent-text)' },
  { tag: tags.propertyName, color: 'var(--sl-warning)' },
  { tag: [tags.comment, tags.operator], color: 'var(--sl-text-secondary)' },
]);

/** The expression language, as far as an editor has to know it: words and their colours. */
export const cel: Extension = [StreamLanguage.define(parser), syntaxHighlighting(colours)];
