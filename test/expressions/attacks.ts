import type { ResultType } from '../../server/expressions/types.ts';

/** A store that gives attacks something to work on: a list that is long, and a text that is. */
export const attackedRecord = {
  domain: {
    name: 'shop.example',
    numbers: Array.from({ length: 3000 }, (_, index) => index),
    text: 'x'.repeat(20_000),
  },
  values: {},
};

const doubled = (seed: string, times: number) =>
  Array.from({ length: times }, (_, n) => `cel.bind(x${n + 1}, x${n} + x${n}, `)
    .reduceRight((inner, bind) => `${bind}${inner})`, `x${times}`)
    .replace(/^/, `cel.bind(x0, ${seed}, `)
    .concat(')');

const tenfold = (name: string) => Array.from({ length: 10 }, () => name).join(' + ');

/** Expressions meant to do harm. Each ends with an error, or with a harmless value where `ends` says so. */
export const attacks: readonly { name: string; source: string; as: ResultType; ends: 'error' | 'value' }[] = [
  {
    name: 'macros nested beyond the limit',
    source: '[1].map(a, [1].map(b, [1].map(c, [1].map(d, d))))',
    as: 'list',
    ends: 'error',
  },
  {
    name: 'macros nested over a long list',
    source: '_domain.numbers.all(a, _domain.numbers.all(b, a + b >= 0))',
    as: 'yes_no',
    ends: 'error',
  },
  {
    name: 'macros nested to fill the memory',
    source: '_domain.numbers.map(a, _domain.numbers.map(b, [a, b, "some text " + string(a * b)]))',
    as: 'list',
    ends: 'error',
  },
  {
    name: 'two nested macros, chained',
    source: '_domain.numbers.map(a, _domain.numbers.filter(b, b > a).map(c, _domain.text + string(c)))',
    as: 'list',
    ends: 'error',
  },
  {
    name: 'list doubling in a chain',
    source: `[[1, 2, 3]]${`.map(a, ${tenfold('a')})`.repeat(8)}`,
    as: 'list',
    ends: 'error',
  },
  { name: 'list doubling by names', source: doubled('[1, 2, 3, 4]', 25), as: 'list', ends: 'error' },
  { name: 'text doubling by names', source: doubled('"xxxxxxxxxx"', 25), as: 'text', ends: 'error' },
  {
    name: 'a pattern that backtracks',
    source: '_domain.text.matches("^(x+)+$y")',
    as: 'yes_no',
    ends: 'value',
  },
  {
    name: 'a pattern with many states',
    source: '_domain.numbers.exists(n, _domain.text.matches("(x?){100}(x|y){80}[^x]" + string(n)))',
    as: 'yes_no',
    ends: 'error',
  },
  {
    name: 'a pattern with huge repetition',
    source: '"x".matches("((x{1000}){1000}){1000}")',
    as: 'yes_no',
    ends: 'error',
  },
  {
    name: 'a long text looked for in a longer one',
    source:
      '_domain.numbers.exists(n, (_domain.text + _domain.text).contains(_domain.text + "y" + _domain.text))',
    as: 'yes_no',
    ends: 'error',
  },
  {
    name: 'texts to compare again and again',
    source: '_domain.numbers.map(n, _domain.text + string(n)).sort()',
    as: 'list',
    ends: 'error',
  },
  { name: 'a literal of 20 MB', source: `"${'x'.repeat(20_000_000)}"`, as: 'text', ends: 'error' },
  {
    name: '2,000 parentheses',
    source: `${'('.repeat(2000)}1${')'.repeat(1999)}`,
    as: 'number',
    ends: 'error',
  },
  {
    name: '100,000 parentheses',
    source: `${'('.repeat(100_000)}1${')'.repeat(100_000)}`,
    as: 'number',
    ends: 'error',
  },
  { name: '3,900 minus signs', source: `${'-'.repeat(3900)}1`, as: 'number', ends: 'error' },
  {
    name: '100,000 terms',
    source: Array.from({ length: 100_000 }, () => '1').join('+'),
    as: 'number',
    ends: 'error',
  },
  {
    name: '1,990 terms',
    source: Array.from({ length: 1990 }, () => '1').join('+'),
    as: 'number',
    ends: 'error',
  },
  { name: 'the prototype of an object', source: '_domain.__proto__.polluted', as: 'text', ends: 'error' },
  {
    name: 'the constructor of an object',
    source: '_domain.constructor.constructor("return 1")()',
    as: 'text',
    ends: 'error',
  },
  {
    name: 'a map with its own prototype',
    source: '{"__proto__": {"polluted": true}}.polluted',
    as: 'yes_no',
    ends: 'error',
  },
  { name: 'functions of JavaScript', source: 'toString()', as: 'text', ends: 'error' },
];
