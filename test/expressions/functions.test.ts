import { describe, expect, it } from 'vitest';
import { checkExpression } from '../../server/expressions/check-expression.ts';
import { runEnvironment } from '../../server/expressions/environment.ts';
import { expressionFunctions } from '../../server/expressions/functions.ts';
import { prepare } from '../../server/expressions/prepare.ts';
import { languageRules } from '../../server/mapping/language-rules.ts';

const asJson = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? Number(item) : item)));

describe('the list of functions', () => {
  it.each(expressionFunctions)(
    'tells the truth about $name',
    ({ name, form, signature, doc, example, gives }) => {
      const prepared = prepare(runEnvironment, example);
      if (!prepared.ok) throw new Error(prepared.problems[0]?.message);
      expect(asJson(prepared.run(new Map()))).toEqual(gives);
      expect(example).toContain(`${name.split('.').at(-1)}(`);
      expect(signature).toContain(name.split('.').at(-1));
      if (form === 'function') expect(signature.startsWith(name)).toBe(true);
      expect(doc).toMatch(/^[A-Z0-9–-].*\.$/);
    },
  );

  it('has each function once in each form', () => {
    const forms = expressionFunctions.flatMap(({ name, form }) =>
      form === 'both' ? [`${name} function`, `${name} method`] : [`${name} ${form}`],
    );
    expect(new Set(forms).size).toBe(forms.length);
  });

  it.each(expressionFunctions.filter(({ form }) => form === 'both'))(
    'offers $name in both forms',
    ({ name }) => {
      const called = { replace: '"a", "b"', left: '1', right: '1', join: '","' }[name] ?? '"a"';
      const onList = ['join', 'distinct', 'sort', 'first', 'last', 'flatten', 'sum', 'average'].includes(
        name,
      );
      const subject = onList ? (['sum', 'average'].includes(name) ? '[1]' : '["a"]') : '"abc"';
      const alone = ['upper', 'lower', 'trim', 'size'].includes(name) || (onList && name !== 'join');
      for (const source of alone
        ? [`${name}(${subject})`, `${subject}.${name}()`]
        : [`${name}(${subject}, ${called})`, `${subject}.${name}(${called})`]) {
        expect(prepare(runEnvironment, source)).toMatchObject({ ok: true });
      }
    },
  );

  it('leaves nothing else to be called', () => {
    for (const source of [
      'bytes("a")',
      '"a".json()',
      '_matches("a", "b")',
      '"a".matches_("b")',
      'eval("1")',
    ]) {
      const checked = checkExpression({ source, resultType: 'text' }, []);
      expect(checked).toMatchObject({ ok: false, problems: [{ code: 'unknown_function' }] });
    }
  });
});

describe('the rules the editor shows', () => {
  it.each(languageRules)('are what happens: $text', ({ text, example, gives }) => {
    const prepared = prepare(runEnvironment, example);
    if (!prepared.ok) throw new Error(prepared.problems[0]?.message);
    expect(asJson(prepared.run(new Map()))).toEqual(JSON.parse(gives));
    expect(text).toMatch(/\.$/);
  });
});
