import fc from 'fast-check';

const kinds = ['int', 'double', 'bool', 'string', 'list'] as const;
type Kind = (typeof kinds)[number];

/** What the variables of generated expressions hold. */
export const differentialRecord = {
  d: 2.5,
  s: 'grüße Æ',
  t: true,
  words: ['alpha', 'beta', 'grüße'],
  m: { name: 'shop', rank: 7, tags: ['a', 'b'], deep: { x: 'y' } },
};

const literals: Record<Kind, fc.Arbitrary<string>> = {
  int: fc.oneof(
    fc.integer({ min: 0, max: 9 }).map(String),
    fc.constant('9223372036854775807'),
    fc.constant('size(words)'),
  ),
  double: fc.oneof(
    fc.constantFrom('d', 'm.rank', '0.5', '1.25', '3.0', '1e3'),
    fc.integer({ min: 0, max: 400 }).map((n) => `${n / 8}.0`.replace(/(\.\d+)\.0$/, '$1')),
  ),
  bool: fc.constantFrom('true', 'false', 't', 'has(m.name)', 'has(m.none)', '("rank" in m)'),
  string: fc.oneof(
    fc.constantFrom('s', 'm.name', 'm.deep.x', 'words[1]', 'words[5]', 'm.none', '""'),
    fc.string({ maxLength: 6 }).map((text) => JSON.stringify(text).replace(/\\u00/g, '\\x')),
  ),
  list: fc.constantFrom('words', 'm.tags', '[]', '["b", "a", "b"]', '[s, "x"]'),
};

/** How expressions of each kind are made of others: `%i` stands for one of kind int, and so on. */
const shapes: Record<Kind, readonly string[]> = {
  int: [
    '(%i + %i)',
    '(%i - %i)',
    '(%i * %i)',
    '(%i % %i)',
    '(-%i)',
    'size(%s)',
    '%l.size()',
    'int(%d)',
    '(%b ? %i : %i)',
    '%s.indexOf(%s)',
    'int(string(%i))',
  ],
  double: ['(%d + %d)', '(%d - %d)', '(%d * 0.5)', '(%d / 4.0)', 'double(%i)', '(%b ? %d : %d)', '(-%d)'],
  bool: [
    '(%b && %b)',
    '(%b || %b)',
    '(!%b)',
    '(%i < %i)',
    '(%i <= %i)',
    '(%i == %i)',
    '(%d > %d)',
    '(%d < size(%s))',
    '(size(%s) >= %d)',
    '(%s == %s)',
    '(%s != %s)',
    '(%s < %s)',
    '%s.contains(%s)',
    '%s.startsWith(%s)',
    '%s.endsWith(%s)',
    '%s.matches("^[a-z]+$")',
    '(%s in %l)',
    '(%l == %l)',
    '%l.exists(v, v == %s)',
    '%l.all(v, v.size() > %i)',
    '%l.exists_one(w, w.contains(%s))',
    '(%b ? %b : %b)',
  ],
  string: [
    '(%s + %s)',
    '(%b ? %s : %s)',
    'string(%i)',
    'string(%b)',
    '%s.charAt(%i)',
    '%s.substring(%i)',
    '%s.substring(0, %i)',
    '%s.replace("a", %s)',
    '%s.lowerAscii()',
    '%s.upperAscii()',
    '%s.trim()',
    '%l[%i]',
    '%l.join(%s)',
  ],
  list: [
    '(%l + %l)',
    '%l.filter(v, v != %s)',
    '%l.map(v, v + %s)',
    '%l.map(v, v.size() > %i, v)',
    '%s.split(" ")',
    '(%b ? %l : %l)',
    '[%s, %s]',
  ],
};

const byLetter: Record<string, Kind> = { i: 'int', d: 'double', b: 'bool', s: 'string', l: 'list' };

/** Expressions that type-check, of a kind or of any. */
export function expressionOf(kind: Kind | 'any', depth = 3): fc.Arbitrary<string> {
  if (kind === 'any') {
    return fc.oneof(...kinds.map((one) => expressionOf(one, depth)));
  }
  if (depth === 0) return literals[kind];
  return fc.oneof(
    literals[kind],
    ...shapes[kind].map((shape) => {
      const holes = [...shape.matchAll(/%([idbsl])/g)];
      const parts = holes.map(([, letter = 'i']) => expressionOf(byLetter[letter] ?? 'int', depth - 1));
      return fc.tuple(...parts).map((made) => {
        let next = 0;
        return shape.replace(/%([idbsl])/g, () => made[next++] ?? '');
      });
    }),
  );
}
