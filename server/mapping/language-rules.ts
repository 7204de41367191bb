import type { ExpressionHelp } from './calculated/expression.contract.ts';

/** How expressions calculate, where people would otherwise have to guess. Each example is run in a test. */
export const languageRules: ExpressionHelp['rules'] = [
  {
    text: 'A division keeps its decimals, as in a spreadsheet. int() cuts them off.',
    example: '7 / 2',
    gives: '3.5',
  },
  { text: 'Whole numbers and decimals mix and compare.', example: '1 + 1.5 > 2', gives: 'true' },
  {
    text: 'Dividing by zero is an error for that store. Test the divisor first.',
    example: '0 == 0 ? null : 1 / 0',
    gives: 'null',
  },
  {
    text: 'A field without a value is null. Calculating with null is an error for that store.',
    example: 'coalesce(null, 0) + 1',
    gives: '1',
  },
  {
    text: 'Keys without a value are left out of _domain. Ask has() first, or read them with .? and orValue().',
    example: '{"a": 1}.?b.orValue(0)',
    gives: '0',
  },
  {
    text: 'Texts stand in quotes and are joined with +. string() makes a text of a number.',
    example: 'string(3) + " shops"',
    gives: '"3 shops"',
  },
  { text: 'Positions are counted from 0.', example: '["a", "b"][0]', gives: '"a"' },
  {
    text: 'A choice is condition ? this : that. Conditions are combined with && (and), || (or) and ! (not).',
    example: '1 > 0 && !false ? "yes" : "no"',
    gives: '"yes"',
  },
  {
    text: 'now is the moment a run was started, the same for all its stores. Dates without a zone are UTC.',
    example: 'daysBetween("2026-01-30", "2026-02-02")',
    gives: '3',
  },
  {
    text: 'matches() takes an RE2 pattern. (?i) ignores case.',
    example: '"Klaviyo".matches("(?i)^klav")',
    gives: 'true',
  },
];
