import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../client/features/mapping/calculated-rows.ts';
import { noChanges } from '../../client/features/mapping/draft.ts';
import {
  currentSettings,
  firstSelection,
  groupedRows,
  type RowFilter,
  resetSettings,
  room,
} from '../../client/features/mapping/selection.ts';
import { differences, ruleHint } from '../../client/features/mapping/setting-words.ts';
import { targetOptions } from '../../client/features/mapping/target-options.ts';
import { valueDifferences } from '../../client/features/mapping/value-differences.ts';
import type { MappingView } from '../../server/mapping/mapping.contract.ts';
import { mapping, oldFields, ownField } from './support/mapping-answers.ts';

const shown = (view: MappingView, search = '', filter: RowFilter = 'all', changed: string[] = []) =>
  groupedRows({
    rows: rowsOf(view, 'organization', null),
    settings: currentSettings(view, 'organization', noChanges),
    changed: new Set(changed),
    search,
    filter,
  });
const labels = (groups: ReturnType<typeof shown>) =>
  groups.flatMap(({ rows }) => rows.map(({ label }) => label));

describe('the rows of the mapping', () => {
  it('stand under headings, the most useful first, and count what is mapped', () => {
    const groups = shown(mapping((index) => (index < 10 ? 'mapped' : 'not_mapped')));
    expect(groups.reduce((sum, { total }) => sum + total, 0)).toBe(97);
    expect(groups.reduce((sum, { mapped }) => sum + mapped, 0)).toBe(10);
    for (const { rows } of groups)
      expect(rows.map(({ priority }) => priority)).toEqual(
        rows.map(({ priority }) => priority).sort((a, b) => a - b),
      );
  });

  it('are narrowed by word and state', () => {
    const view = mapping((index) => (index < 10 ? 'mapped' : index < 13 ? 'broken' : 'not_mapped'));
    expect(labels(shown(view, ' CITY '))).toContain('City');
    expect(shown(view, 'no such field')).toEqual([]);
    expect(labels(shown(view, '', 'mapped'))).toHaveLength(10);
    expect(labels(shown(view, '', 'broken'))).toHaveLength(3);
    expect(labels(shown(view, '', 'changed', ['city']))).toEqual(['City']);
  });

  it('start with the proposal selected, and with nothing once there are fields', () => {
    expect(firstSelection(mapping(() => 'not_mapped').organization.rows).size).toBe(58);
    const one = mapping((index) => (index === 0 ? 'mapped' : 'not_mapped'));
    expect(firstSelection(one.organization.rows).size).toBe(0);
  });

  it('go back to defaults without losing their field, and without endangering what people typed', () => {
    const [row] = mapping(() => 'not_mapped').organization.rows;
    if (!row) throw new Error('There is a row.');
    expect(resetSettings(row, row.newField.name)).toMatchObject({ rule: 'always', whenMissing: 'clear' });
    expect(resetSettings(row, 'Town')).toMatchObject({ rule: 'if_empty_or_ours' });
    expect(resetSettings(row, 'Town')).not.toHaveProperty('target');
  });

  it('know the room that is left', () => {
    expect(room({ used: 42, limit: 100, basis: 'stated', pipedrivePlan: 'growth' })).toBe(58);
    expect(room({ used: 120, limit: 100, basis: 'stated', pipedrivePlan: 'growth' })).toBe(0);
    expect(room({ used: 42, limit: null, basis: 'unknown', pipedrivePlan: null })).toBeNull();
  });

  it('follow calculated values that are not saved yet', () => {
    const view = mapping(() => 'mapped');
    const value = {
      name: 'tier',
      label: 'Tier',
      expression: '"a"',
      resultType: 'yes_no',
      examples: [],
    } as const;
    const [row] = rowsOf(view, 'organization', [{ ...value, examples: [] }]).slice(-1);
    expect(row).toMatchObject({
      source: 'calculated:tier',
      label: 'Tier',
      kind: 'text',
      state: 'not_mapped',
    });
    const saved = { ...view, organization: { ...view.organization, rows: row ? [row] : [] } };
    expect(rowsOf(saved, 'organization', [])).toEqual([]);
    expect(rowsOf(saved, 'organization', [{ ...value, label: 'Size', examples: [] }])).toMatchObject([
      { source: 'calculated:tier', label: 'Size' },
    ]);
  });
});

describe('the fields a row may be written to', () => {
  const options = (
    kind: 'text' | 'number' | 'money' | 'date' | 'list',
    search = '',
    used: [string, string][] = [],
  ) => targetOptions({ row: { kind }, targets: oldFields, usedBy: new Map(used), search });

  it('begin with those that keep everything and end with those that cannot be used, with reasons', () => {
    const order = options('money', '', [['old_notes', 'State']]).map(({ place }) => place);
    expect(order).toEqual(['good', 'good', 'used', 'refused', 'refused', 'refused']);
    const date = options('money').find(({ target }) => target.type === 'date');
    expect(date).toMatchObject({ disabled: true, detail: expect.stringContaining('This is no date.') });
    const lossy = options('text').find(({ target }) => target.type === 'enum');
    expect(lossy).toMatchObject({ place: 'lossy', disabled: false });
    expect(lossy?.detail).toMatch(/^Single option · ./);
  });

  it('mark those that another row fills', () => {
    const [town] = options('text', 'town', [['old_city', 'State']]);
    expect(town).toMatchObject({ disabled: true, detail: 'Text · Filled by State already.' });
  });

  it('are found by name and by type', () => {
    expect(options('text', 'TOW').map(({ target }) => target.code)).toEqual(['old_city']);
    expect(options('text', 'large text').map(({ target }) => target.code)).toEqual(['old_notes']);
  });
});

it('says in words how two forms of a calculated value differ', () => {
  const theirs = {
    name: 'tier',
    label: 'Tier',
    expression: '"a"',
    resultType: 'text' as const,
    examples: [],
  };
  const mine = { ...theirs, label: 'Level', examples: [{ storeId: 'nordlicht.example', expected: 'a' }] };
  expect(valueDifferences(theirs, mine)).toEqual([
    { what: 'Label', theirs: 'Tier', mine: 'Level' },
    { what: 'Examples', theirs: 'None', mine: 'nordlicht.example: a' },
  ]);
  expect(valueDifferences(null, mine)).toEqual([{ what: 'Expression', theirs: 'Deleted', mine: '"a"' }]);
});

it('does not promise to update addresses, which Pipedrive rewrites', () => {
  expect(ruleHint('if_empty_or_ours', 'varchar')).toContain('updates what Store Leads wrote');
  expect(ruleHint('if_empty_or_ours', 'address')).not.toContain('updates');
  expect(ruleHint('always', 'address')).toBe(ruleHint('always', 'text'));
});

it('says in words how two settings of a row differ', () => {
  const view = mapping(() => 'mapped');
  const row = view.organization.rows.find(({ source }) => source === 'city');
  if (!row) throw new Error('There is a city.');
  const targets = new Map(view.organization.targets.map((target) => [target.code, target]));
  const mine = {
    ...row.settings,
    target: 'old_city',
    volatility: { kind: 'tolerance', share: 0.05 } as const,
    enabled: false,
  };
  expect(row.settings.target).toBe(ownField('city'));
  expect(differences({ ...row.settings, target: 'gone' }, mine, targets)).toEqual([
    { what: 'Field', theirs: 'A deleted field', mine: 'Town' },
    { what: 'Small changes', theirs: 'Write every change', mine: 'Write when it moved enough: 5 %' },
    ...(row.settings.enabled ? [{ what: 'On or off', theirs: 'On', mine: 'Off' }] : []),
  ]);
});
