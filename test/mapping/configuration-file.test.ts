import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configOf } from '../../server/mapping/configuration/config-of.ts';
import { configurationOf, configurationText } from '../../server/mapping/configuration/configuration-file.ts';
import { planConfiguration } from '../../server/mapping/configuration/plan-configuration.ts';
import { readConfiguration } from '../../server/mapping/configuration/read-configuration.ts';
import { defaultRow } from '../../server/mapping/default-mapping.ts';
import { retired } from '../../server/mapping/mapping.ts';
import type { MappingInstallation } from '../../server/mapping/mapping-deps.ts';
import type { MappingRow } from '../../server/mapping/mapping-row.ts';
import type { ObjectFields } from '../../server/mapping/object-fields.ts';
import { isAppError } from '../../server/platform/errors.ts';
import { someFields, someRow } from './any-configuration.ts';

const installation: MappingInstallation = {
  companyId: 1,
  epoch: 'epoch-1',
  plan: 'enterprise',
  fieldPrefix: 'Store Leads: ',
  websiteField: 'website',
  pipedrivePlan: null,
};
const fieldsWith = (prefix = ''): ObjectFields => ({
  organization: someFields('organization', prefix),
  person: someFields('person', prefix),
});
const fields = fieldsWith();

const textOf = (row: Pick<MappingRow, 'objects' | 'calculated'>, known = fields) => {
  const { fieldPrefix } = installation;
  return configurationText(
    configurationOf({ config: configOf(row), fieldPrefix, fields: known, lostTargets: 'drop' }),
  );
};
const laidOver = (before: MappingRow, text: string, known = fields) =>
  planConfiguration({ before, file: readConfiguration(text), fields: known, installation });
const fresh = defaultRow(1, 'epoch-1');

describe('a configuration file', () => {
  it('gives the same bytes after it was read into any other configuration', () => {
    fc.assert(
      fc.property(someRow, someRow, (row, other) => {
        const text = textOf(row);
        for (const before of [fresh, other, row]) {
          const { after, plan } = laidOver(before, text);
          expect([plan.problems, plan.notPlaced]).toEqual([[], []]);
          expect(textOf(after)).toBe(text);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('moves no entry from its place', () => {
    fc.assert(
      fc.property(someRow, someRow, (row, other) => {
        const { after } = laidOver(other, textOf(row));
        const names = new Set(after.calculated.map(({ name }) => `calculated:${name}`));
        for (const [at, { source }] of other.objects.organization.entries.entries()) {
          const place = after.objects.organization.entries[at]?.source;
          if (!source.startsWith('calculated:') || names.has(source)) expect(place).toBe(source);
          else expect([retired, ...names]).toContain(place);
        }
        const sources = after.objects.person.entries.map(({ source }) => source);
        const living = sources.filter((source) => source !== retired);
        expect(new Set(living).size).toBe(living.length);
      }),
      { numRuns: 100 },
    );
  });

  it('of another company finds the fields of the same name and type', () => {
    const others = fieldsWith('of_the_other_');
    fc.assert(
      fc.property(someRow, (row) => {
        const text = textOf(row);
        const { after, plan } = laidOver(fresh, text, others);
        expect([plan.problems, plan.notPlaced]).toEqual([[], []]);
        expect(textOf(after, others).replaceAll('of_the_other_', '')).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('says nothing of what is as on a fresh start, and nothing changes by reading one’s own', () => {
    expect(JSON.parse(textOf(fresh))).toEqual({
      format: 'store-leads-for-pipedrive',
      version: 1,
      settings: { fieldPrefix: 'Store Leads: ' },
      calculated: [],
      organization: { enabled: true, entries: {} },
      person: { enabled: false, entries: {} },
    });
    fc.assert(
      fc.property(someRow, (row) => {
        expect(laidOver(row, textOf(row)).plan.changes).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('is sorted, so that what was written in another order reads the same', () => {
    const text = textOf(fresh);
    const backwards = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).toReversed()));
    expect(configurationText(readConfiguration(backwards))).toBe(text);
    expect(configurationText(readConfiguration(`\ufeff${text.replaceAll('\n', '\r\n')}`))).toBe(text);
  });
});

describe('a file that is no good is refused, with the place', () => {
  const good = JSON.parse(textOf(fresh));
  const settings = {
    target: null,
    rule: 'always',
    whenMissing: 'clear',
    volatility: { kind: 'exact' },
    newOption: 'skip',
    enabled: true,
  };
  const entry = (source: string, more: object) => ({
    ...good,
    organization: { enabled: true, entries: { [source]: { ...settings, ...more } } },
  });
  const manyFields = (count: number) => {
    const entries = Object.fromEntries(Array.from({ length: count }, (_, n) => [`field_${n}`, settings]));
    return { ...good, organization: { enabled: true, entries } };
  };
  const hiddenNest = JSON.stringify({ ...good, more: [] }).replace('[]', '[['.repeat(50) + ']]'.repeat(50));
  const value = { name: 'one', label: 'One', expression: '1.0', resultType: 'number', examples: [] };

  it.each([
    ['no JSON', '{"format":', 'not_json', undefined],
    ['nothing', '', 'not_json', undefined],
    ['another file', '{"name":"x","version":1}', 'unknown_format', undefined],
    ['a number', '7', 'unknown_format', undefined],
    ['null', 'null', 'unknown_format', undefined],
    ['a later version', { ...good, version: 2, more: {} }, 'later_version', undefined],
    ['an unknown key', { ...good, webhooks: {} }, 'unknown_key', 'webhooks'],
    [
      'an unknown setting',
      { ...good, settings: { fieldPrefix: 'x', colour: 1 } },
      'unknown_key',
      'settings.colour',
    ],
    [
      'a prefix of nothing',
      { ...good, settings: { fieldPrefix: ' : ' } },
      'bad_value',
      'settings.fieldPrefix',
    ],
    ['an unknown field', entry('shoe_size', {}), 'unknown_key', 'organization.entries.shoe_size'],
    [
      'a calculated value it lacks',
      entry('calculated:one', {}),
      'unknown_key',
      'organization.entries.calculated:one',
    ],
    [
      'an unknown key of an entry',
      entry('city', { colour: 1 }),
      'unknown_key',
      'organization.entries.city.colour',
    ],
    ['an unknown rule', entry('city', { rule: 'often' }), 'bad_value', 'organization.entries.city.rule'],
    ['a missing key', entry('city', { rule: undefined }), 'bad_value', 'organization.entries.city.rule'],
    [
      'a target that is a code only',
      entry('city', { target: 'abc' }),
      'bad_value',
      'organization.entries.city.target',
    ],
    [
      'a tolerance beyond reason',
      entry('city', { volatility: { kind: 'tolerance', share: 9 } }),
      'bad_value',
      'organization.entries.city.volatility.share',
    ],
    ['a bad name', { ...good, calculated: [{ ...value, name: 'One!' }] }, 'bad_value', 'calculated.0.name'],
    [
      'a key that hides',
      JSON.stringify(entry('city', {})).replace('"rule"', '"__proto__":{"rule":1},"rule"'),
      'unknown_key',
      'organization.entries.city.__proto__',
    ],
    [
      'a source that hides',
      JSON.stringify(entry('city', {})).replace('"city"', '"__proto__"'),
      'unknown_key',
      'organization.entries.__proto__',
    ],
    ['more fields than there are', manyFields(300), 'bad_value', 'organization.entries'],
    ['more keys than a file can have', manyFields(30_000), 'too_large', undefined],
    ['too much', `"${'x'.repeat(500_000)}"`, 'too_large', undefined],
    ['brackets without end', '['.repeat(100_000) + ']'.repeat(100_000), 'too_large', undefined],
    ['brackets behind a good beginning', hiddenNest, 'too_large', undefined],
  ])('%s', (_, file, code, place) => {
    const text = typeof file === 'string' ? file : JSON.stringify(file);
    try {
      readConfiguration(text);
      expect.unreachable();
    } catch (error) {
      if (!isAppError(error)) throw error;
      expect([error.code, error.details?.['place']]).toEqual([code, place]);
      expect(error.status).toBe(code === 'too_large' ? 413 : 422);
      expect(error.message).toMatch(/Nothing was changed\.$/);
    }
  });

  it('whatever it says, it is read or refused in words', () => {
    const anything = fc.oneof(
      fc.json(),
      fc.string(),
      fc.anything().map((each) => JSON.stringify(each) ?? ''),
    );
    const inside = fc.anything().map((each) => JSON.stringify({ ...good, calculated: each }) ?? '');
    fc.assert(
      fc.property(fc.oneof(anything, inside), (text) => {
        try {
          readConfiguration(text);
        } catch (error) {
          if (!isAppError(error)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});
