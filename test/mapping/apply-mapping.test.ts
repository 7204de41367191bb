import { describe, expect, it } from 'vitest';
import { applyMapping, type CalculatedResults } from '../../server/mapping/apply-mapping.ts';
import { fieldOptions } from '../../server/mapping/convert/convert-option.ts';
import type { ConvertContext } from '../../server/mapping/convert/convert-value.ts';
import { defaultMapping } from '../../server/mapping/default-mapping.ts';
import { fieldCatalog } from '../../server/mapping/fields/field-catalog.ts';
import { type MappingEntry, retired } from '../../server/mapping/mapping.ts';
import { calculatedMapping, entryOf, mappingOf, targeted } from './mapping-of.ts';

const store = { name: 'nordlicht.example', state: 'Active', platform: 'shopify', city: 'Lisbon' };
const options = fieldOptions([{ id: 5, label: 'Shopify' }]);
const context: ConvertContext = { currencies: new Map([['USD', 2]]), options: () => options };

describe('applyMapping', () => {
  it('wants the value of every entry with a field, at the entry’s own place', () => {
    const mapping = mappingOf(entryOf('name'), targeted('city', { rule: 'if_empty' }));
    expect(applyMapping(store, mapping, context, null)).toEqual([
      {
        index: 1,
        source: 'city',
        code: 'code_city',
        type: 'varchar',
        value: 'Lisbon',
        volatility: { kind: 'exact' },
        rule: 'if_empty',
      },
    ]);
  });

  it('leaves out entries that are switched off, broken, without a field, retired or unknown', () => {
    const broken = { code: 'field_refused', since: new Date(0) };
    const mapping = mappingOf(
      targeted('city', { enabled: false }),
      targeted('name', { broken }),
      entryOf('state'),
      targeted(retired),
      targeted('gone_from_catalogue'),
      targeted('calculated:gone'),
    );
    expect(applyMapping(store, mapping, context, new Map())).toEqual([]);
  });

  it('clears or keeps a field whose source is absent, as the entry says', () => {
    const absent = { ...store, city: undefined };
    const value = (whenMissing: MappingEntry['whenMissing']) =>
      applyMapping(absent, mappingOf(targeted('city', { whenMissing })), context, null)[0]?.value;
    expect(value('clear')).toBeNull();
    expect(value('keep')).toBeUndefined();
  });

  it('leaves a field alone whose currency is not active, and says so', () => {
    const shop = { ...store, avg_price: 1999, currency_code: 'CHF' };
    const [price] = applyMapping(shop, mappingOf(targeted('avg_price')), context, null);
    expect(price).toMatchObject({ value: undefined, note: 'currency_not_active' });
  });

  it('names the options to create, only where the entry wants new ones', () => {
    const target = { code: 'code', type: 'enum' };
    const platform = (name: string, newOption: MappingEntry['newOption']) =>
      applyMapping(
        { ...store, platform: name },
        mappingOf(targeted('platform', { target, newOption })),
        context,
        null,
      )[0];
    expect(platform('shopify', 'create')).toMatchObject({ value: 5 });
    expect(platform('shopify', 'create')).not.toHaveProperty('missingOptions');
    expect(platform('magento', 'create')).toMatchObject({
      value: undefined,
      note: 'option_missing',
      missingOptions: ['magento'],
    });
    expect(platform('magento', 'skip')).toMatchObject({ value: undefined, note: 'option_missing' });
    expect(platform('magento', 'skip')).not.toHaveProperty('missingOptions');
  });

  it('works for the whole catalogue on a store with nothing but a name', () => {
    const all = mappingOf(...fieldCatalog.map(({ key }) => targeted(key)));
    const desired = applyMapping(store, all, context, null);
    expect(desired).toHaveLength(97);
    expect(desired.filter(({ note }) => note)).toEqual([]);
  });

  it('wants nothing of a mapping nobody has touched', () => {
    expect(applyMapping(store, defaultMapping(1), context, null)).toEqual([]);
  });
});

describe('a calculated value in a mapping', () => {
  const wanted = (
    results: CalculatedResults | null,
    [resultType, type]: Parameters<typeof calculatedMapping> = ['text', 'varchar'],
  ) => applyMapping(store, calculatedMapping(resultType, type), context, results)[0];
  const gives = (value: string | number | string[] | null) => new Map([['any', { value }]]);

  it('is converted like a field of the catalogue', () => {
    expect(wanted(gives(' a  b '))).toMatchObject({ source: 'calculated:any', value: 'a b' });
    expect(wanted(gives(0.1 + 0.2), ['number', 'double'])).toMatchObject({ value: 0.3 });
    expect(wanted(gives(['shopify']), ['list', 'set'])).toMatchObject({ value: [5] });
    expect(wanted(gives('Yes'), ['yes_no', 'varchar'])).toMatchObject({ value: 'Yes' });
    expect(wanted(gives(null))).toMatchObject({ value: null });
  });

  it('leaves its field alone when it could not be calculated, and says why', () => {
    const failed = new Map([['any', { error: { code: 'division_by_zero' } }]]);
    expect(wanted(failed)).toMatchObject({
      value: undefined,
      note: 'calculation_failed',
      noteDetail: 'division_by_zero',
    });
    expect(wanted(new Map())).toMatchObject({ value: undefined, note: 'calculation_failed' });
  });

  it('leaves its field alone when the plan has no calculated values', () => {
    expect(wanted(null)).toMatchObject({ value: undefined, note: 'plan_required' });
  });

  it('is judged by its result type, not by how its value looks', () => {
    expect(wanted(gives('2024-01-01'), ['date', 'date'])).toMatchObject({ value: '2024-01-01' });
    expect(wanted(gives('2024-01-01'), ['text', 'date'])).toMatchObject({
      value: undefined,
      note: 'type_not_supported',
    });
  });
});
