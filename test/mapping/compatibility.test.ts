import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMapping } from '../../server/mapping/apply-mapping.ts';
import {
  fits,
  kindOfResult,
  type SourceKind,
  sourceKind,
} from '../../server/mapping/convert/compatibility.contract.ts';
import { fieldOptions } from '../../server/mapping/convert/convert-option.ts';
import { type ConvertContext, convertValue } from '../../server/mapping/convert/convert-value.ts';
import { fieldCatalog, type SourceValue } from '../../server/mapping/fields/field-catalog.ts';
import { sourceOfKind } from './any-source.ts';
import { calculatedMapping, mappingOf, targeted } from './mapping-of.ts';

const kinds = sourceKind.options;
/** `+` good, `~` lossy, `-` refused; columns as `kinds`: text, long text, number, money, date, list. */
const expected: Record<string, string> = {
  varchar: '+~+++~',
  varchar_auto: '+~+++~',
  text: '++++++',
  double: '--+~--',
  int: '--~~--',
  monetary: '---+--',
  date: '----+-',
  enum: '~-~-~-',
  set: '~-~-~+',
  phone: '+-~--~',
  address: '~-----',
  daterange: '------',
  time: '------',
  timerange: '------',
  user: '------',
  org: '------',
  people: '------',
  visible_to: '------',
  constructor: '------',
};
const signs = { good: '+', lossy: '~', refused: '-' };
const cells = Object.keys(expected).flatMap((type) => kinds.map((kind) => [kind, type] as const));

const samples: Record<SourceKind, SourceValue> = {
  text: 'Lisbon',
  long_text: 'Furniture made slowly.\nSince 2018.',
  number: 12.5,
  money: { amount: 9.99, currency: 'USD' },
  date: '2024-02-29',
  list: ['Klaviyo', 'Judge.me'],
};
const options = fieldOptions(
  ['Lisbon', '12.5', '2024-02-29', 'Klaviyo', 'Judge.me'].map((label, index) => ({ id: index + 1, label })),
);
const context: ConvertContext = { currencies: new Map([['USD', 2]]), options: () => options };

describe('the matrix of sources and fields', () => {
  it.each(Object.entries(expected))('says for %s what each kind of source becomes', (type, row) => {
    expect(kinds.map((kind) => signs[fits(kind, type).fit]).join('')).toBe(row);
  });

  it.each(cells)('is what happens: %s to %s', (kind, type) => {
    const target = { code: 'code', type, newOption: 'skip' } as const;
    const converted = convertValue(samples[kind], target, context);
    const fit = fits(kind, type);
    if (fit.fit === 'refused') expect(writtenAs(kind, type, samples[kind])).toEqual(notWritten);
    else {
      expect(converted).toHaveProperty('value');
      expect(writtenAs(kind, type, samples[kind])).toEqual(converted);
    }
  });

  it('never lets a refused source through, whatever its value looks like', () => {
    const refused = cells.filter(([kind, type]) => fits(kind, type).fit === 'refused');
    fc.assert(
      fc.property(
        fc
          .constantFrom(...refused)
          .chain(([kind, type]) =>
            fc.tuple(
              fc.constant(kind),
              fc.constant(type),
              fc.oneof(sourceOfKind[kind], fc.constant('2024-01-01')),
            ),
          ),
        ([kind, type, value]) => {
          expect(writtenAs(kind, type, value)).toEqual(notWritten);
        },
      ),
    );
  });

  it('says nothing is lost only where nothing is', () => {
    for (const [kind, type] of cells) {
      if (fits(kind, type).fit !== 'good') continue;
      expect(
        convertValue(samples[kind], { code: 'code', type, newOption: 'skip' }, context),
      ).not.toHaveProperty('note');
    }
  });

  it('gives a sentence for people with everything that is not good', () => {
    for (const [kind, type] of cells) {
      const fit = fits(kind, type);
      const sentence = fit.fit === 'refused' ? fit.reason : fit.fit === 'lossy' ? fit.loss : 'Fine.';
      expect(sentence, `${kind} to ${type}`).toMatch(/^[A-Z].+\.$/s);
      if (fit.fit === 'refused') expect(fit.reason).toMatch(/\b(Pick|calculate)\b/);
    }
  });

  it('fits every field of the catalogue to the field the app creates for it', () => {
    expect(
      fieldCatalog.filter(({ kind, pipedriveType }) => fits(kind, pipedriveType).fit === 'refused'),
    ).toEqual([]);
  });

  it('takes yes and no for texts', () => {
    expect(kindOfResult('yes_no')).toBe('text');
    expect(kindOfResult('money')).toBe('money');
  });
});

const notWritten = { skip: 'type_not_supported' };

/** What an entry comes to that has such a source (calculated, as those give any value) and such a target. */
function writtenAs(kind: SourceKind, type: string, value: SourceValue): unknown {
  const store = { name: 'a.example', state: 'Active', platform: 'custom', description: value };
  // Nothing that is calculated is a long text.
  const mapping =
    kind === 'long_text'
      ? mappingOf(targeted('description', { target: { code: 'code', type } }))
      : calculatedMapping(kind, type);
  const [desired] = applyMapping(store, mapping, context, new Map([['any', { value }]]));
  if (desired?.value === undefined) return { skip: desired?.note };
  return desired.note ? { value: desired.value, note: desired.note } : { value: desired.value };
}
