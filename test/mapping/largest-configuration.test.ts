import { expect, it } from 'vitest';
import { calculatedProblems } from '../../server/mapping/calculated/calculated-problems.ts';
import { longestFile } from '../../server/mapping/configuration/configuration.contract.ts';
import { configurationText } from '../../server/mapping/configuration/configuration-file.ts';
import { readConfiguration } from '../../server/mapping/configuration/read-configuration.ts';
import { fieldCatalog } from '../../server/mapping/fields/field-catalog.ts';
import { mostCalculatedText } from '../../server/mapping/mapping.contract.ts';
import { type CalculatedValue, calculatedSource } from '../../server/mapping/mapping.ts';

/** As many calculated values as there may be, with as many examples, as long as they may be together. */
function mostValues(): CalculatedValue[] {
  const values = Array.from({ length: 50 }, (_, n): CalculatedValue => {
    const examples = Array.from({ length: 20 }, (__, m) => ({
      storeId: `shop-${m}.example`,
      expected: '"1"',
    }));
    return { name: `value_${n}`, label: `Value ${n}`, expression: '1.0', resultType: 'number', examples };
  });
  const left = mostCalculatedText - JSON.stringify(values).length;
  const filler = ` // ${'"'.repeat(Math.floor(left / 50 / 2) - 4)}`;
  return values.map((value) => ({ ...value, expression: `${value.expression}${filler}` }));
}

it('the largest configuration that can be saved can be exported and read again', () => {
  const calculated = mostValues();
  const codes = (values: CalculatedValue[]) =>
    calculatedProblems(calculated, values, 'enterprise').map(({ code }) => code);
  expect(JSON.stringify(calculated).length).toBeGreaterThan(mostCalculatedText - 500);
  expect(codes(calculated)).toEqual([]);
  const [first, ...others] = calculated;
  if (!first) throw new Error('no value');
  const longer = { ...first, examples: [{ storeId: 'x.example', expected: 'y'.repeat(1000) }] };
  expect(codes([longer, ...others, { ...longer, name: 'more', label: 'More' }])).toContain('too_much_text');

  const sources = [
    ...fieldCatalog.map(({ key }) => key),
    ...calculated.map(({ name }) => calculatedSource(name)),
  ];
  const object = {
    enabled: true,
    entries: Object.fromEntries(
      sources.map((source) => [
        source,
        {
          target: { code: 'a'.repeat(40), name: 'n'.repeat(255), type: 'varchar_auto' },
          rule: 'if_empty_or_ours' as const,
          whenMissing: 'clear' as const,
          volatility: { kind: 'tolerance' as const, share: 0.123, plus: 1_000_000 },
          newOption: 'create' as const,
          enabled: false,
        },
      ]),
    ),
  };
  const text = configurationText({
    format: 'store-leads-for-pipedrive',
    version: 1,
    settings: { fieldPrefix: 'Store Leads: ' },
    calculated,
    organization: object,
    person: object,
  });
  expect(text.length).toBeLessThanOrEqual(longestFile);
  expect(readConfiguration(text).calculated).toHaveLength(50);
});
