import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../server/mapping/convert/canonical.ts';
import { fits, sourceKind } from '../../server/mapping/convert/compatibility.contract.ts';
import { fieldOptions } from '../../server/mapping/convert/convert-option.ts';
import { type Converted, convertValue } from '../../server/mapping/convert/convert-value.ts';
import type { SourceValue } from '../../server/mapping/fields/field-catalog.ts';
import type { FieldOption, FieldValue } from '../../server/pipedrive/types.ts';
import { anySource, sourceOfKind } from './any-source.ts';
import { sandboxCurrencies, stored } from './sandbox-storage.ts';

const types = [
  'varchar',
  'varchar_auto',
  'text',
  'double',
  'int',
  'monetary',
  'date',
  'enum',
  'set',
  'phone',
].concat('address', 'daterange', 'time', 'timerange', 'user', 'org', 'people', 'picture');
const someType = fc.constantFrom(...types);
const newOption = fc.constantFrom('skip' as const, 'create' as const);

/** Options that some of the sources name: with other case, with blanks, twice, and some nobody names. */
const someOptions: fc.Arbitrary<FieldOption[]> = fc
  .uniqueArray(
    fc.oneof(
      fc.constantFrom('Klaviyo', 'KLAVIYO', ' klaviyo', 'Judge.me', 'yes', '7', '0', 'a', 'b', 'constructor'),
      fc.string({ minLength: 1, maxLength: 255 }),
    ),
  )
  .chain((labels) =>
    fc
      .uniqueArray(fc.integer({ min: 1, max: 99_999 }), {
        minLength: labels.length,
        maxLength: labels.length,
      })
      .map((ids) => labels.map((label, index) => ({ id: ids[index] ?? 0, label }))),
  );

type Case = { source: SourceValue; type: string; newOption: 'skip' | 'create'; options: FieldOption[] };
const anyCase: fc.Arbitrary<Case> = fc.record({
  source: anySource,
  type: someType,
  newOption,
  options: someOptions,
});
/** Lists of options there are: by chance alone hardly any case names several. */
const namedCase: fc.Arbitrary<Case> = someOptions.chain((options) =>
  fc.record({
    source: fc.subarray(options.map(({ label }) => label)),
    type: fc.constantFrom('enum', 'set'),
    newOption,
    options: fc.constant(options),
  }),
);
const someCase = fc.oneof({ arbitrary: anyCase, weight: 9 }, { arbitrary: namedCase, weight: 1 });

describe('any value converted for any field', () => {
  it('is taken by Pipedrive and read back the same, so that nothing is written twice', () => {
    const count = { written: 0, options: 0 };
    fc.assert(
      fc.property(someCase, (input) => {
        const converted = convert(input);
        if ('skip' in converted) return;
        count.written++;
        if (Array.isArray(converted.value)) count.options++;
        const held = stored(converted.value, input.type, input.options);
        expect(canonical(held)).toBe(canonical(converted.value));
        if (input.type !== 'address') expect(held).toEqual(converted.value);
      }),
      { numRuns: 4000 },
    );
    // The property would say nothing if nearly all were skipped.
    expect(count.written).toBeGreaterThan(1000);
    expect(count.options).toBeGreaterThan(10);
  });

  it('stays what it is when what Pipedrive holds is converted again', () => {
    fc.assert(
      fc.property(someCase, (input) => {
        const once = convert(input);
        if ('skip' in once) return;
        const held = stored(once.value, input.type, input.options);
        expect(convert({ ...input, source: asSource(held, input) })).toEqual({ value: once.value });
      }),
      { numRuns: 4000 },
    );
  });

  it('does not depend on the order of a list', () => {
    fc.assert(
      fc.property(
        someCase,
        sourceOfKind.list.chain((list) => fc.tuple(fc.constant(list), permuted(list))),
        (input, [list, other]) => {
          expect(convert({ ...input, source: other })).toEqual(convert({ ...input, source: list }));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is complete once the labels it names exist', () => {
    let created = 0;
    fc.assert(
      fc.property(someCase, fc.constantFrom('enum', 'set'), (input, type) => {
        const wanting: Case = { ...input, type, newOption: 'create' };
        const before = convert(wanting);
        const missing = before.missing ?? [];
        expect(missing.every((label) => label.length <= 255 && label.trim() !== '')).toBe(true);
        created += missing.length;
        const options = [
          ...input.options,
          ...missing.map((label, index) => ({ id: 100_000 + index, label })),
        ];
        const after = convert({ ...wanting, options });
        expect(after).not.toHaveProperty('missing');
        expect('skip' in after ? after.skip : after.note).not.toBe('option_missing');
        if (missing.length === 0) expect(after).toEqual(before);
        else if ('value' in after) {
          const ids = [after.value].flat();
          expect(ids).toEqual(expect.arrayContaining(missing.map((_, index) => 100_000 + index)));
        }
      }),
      { numRuns: 2000 },
    );
    expect(created).toBeGreaterThan(100);
  });

  it('is a value wherever the matrix says the kind fits, but for what the company lacks', () => {
    const mayLack = ['currency_not_active', 'no_currency', 'out_of_range', 'not_a_number', 'option_missing'];
    for (const kind of sourceKind.options) {
      for (const type of types.filter((candidate) => fits(kind, candidate).fit !== 'refused')) {
        fc.assert(
          fc.property(sourceOfKind[kind], someOptions, (source, options) => {
            const converted = convert({ source, type, newOption: 'skip', options });
            if ('skip' in converted) expect(mayLack).toContain(converted.skip);
          }),
        );
      }
    }
  });
});

function convert({ source, type, newOption: choice, options }: Case): Converted {
  const known = fieldOptions(options);
  return convertValue(
    source,
    { code: 'code', type, newOption: choice },
    { currencies: sandboxCurrencies, options: () => known },
  );
}

/** What a field holds as a source would say it. */
function asSource(value: FieldValue, { type, options }: Case): SourceValue {
  const labelOf = (id: number) => options.find((option) => option.id === id)?.label ?? 'no such option';
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return type === 'enum' ? labelOf(value) : value;
  if (Array.isArray(value)) return value.map(labelOf);
  return typeof value.value === 'string'
    ? value.value
    : { amount: value.value, currency: String(value.currency) };
}

function permuted(list: SourceValue): fc.Arbitrary<SourceValue> {
  if (!Array.isArray(list)) return fc.constant(list);
  return fc.shuffledSubarray(list, { minLength: list.length });
}
