import { describe, expect, it } from 'vitest';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import { type CalculatedValueView, mappingProblems } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser } from './field-world.ts';

const on = fieldActs(await testDatabase());

const value = (name: string, rest: Partial<CalculatedValueView> = {}): CalculatedValueView => ({
  name,
  label: `Value ${name}`,
  expression: 'estimated_sales / 12.0',
  resultType: 'number',
  examples: [],
  ...rest,
});
const settings = { rule: 'always', whenMissing: 'clear', newOption: 'skip', enabled: true } as const;
const to = (target: string | null) => ({ ...settings, target, volatility: { kind: 'exact' } as const });

/** Saves a list of calculated values as the whole new list. */
const save = async (calculated: CalculatedValueView[], entries: Record<string, ReturnType<typeof to>> = {}) =>
  asUser(on.world, admin).save({ edition: (await on.view()).edition, calculated, organization: { entries } });

async function problemsOf(answer: ReturnType<typeof save>) {
  const { status, body } = await answer;
  expect([status, body.error.code]).toEqual([422, 'mapping_refused']);
  return mappingProblems.parse(body.error.details).problems.map(({ code, source }) => [code, source]);
}

const sources = async () =>
  (await getMapping(on.world.deps, on.world.companyId, 'organization')).entries.map(({ source }) => source);

describe('calculated values', () => {
  it('are saved together with the field they fill, for both record types', async () => {
    const target = on.fieldNamed('Discount')?.code ?? '';
    const calculated = [value('monthly', { examples: [{ storeId: 'nordlicht.example', expected: '7' }] })];
    expect((await save(calculated, { 'calculated:monthly': to(target) })).status).toBe(200);
    const view = await on.view();
    expect(view.calculated).toEqual(calculated);
    expect(rowOf(view, 'calculated:monthly')).toMatchObject({
      label: 'Value monthly',
      group: 'Calculated values',
      kind: 'number',
      settings: { target },
      newField: { name: 'Store Leads: Value monthly', type: 'double' },
    });
    expect(rowOf(view, 'calculated:monthly', 'person').state).toBe('not_mapped');
    expect(await sources()).toHaveLength(98);
  });

  it.each([
    ['text', '"a"', 'varchar'],
    ['number', '1.5', 'double'],
    ['yes_no', 'true', 'varchar'],
    ['date', 'date("2026-01-31")', 'date'],
    ['list', '["a"]', 'text'],
    ['money', 'money(1.5, "USD")', 'monetary'],
  ] as const)(
    'of type %s get a field of their type, of either record type',
    async (resultType, expression, type) => {
      expect((await save([value('one', { resultType, expression })])).status).toBe(200);
      for (const objectType of ['organization', 'person'] as const) {
        const made = await on.create(['calculated:one'], [], objectType);
        expect(made.created).toEqual(['calculated:one']);
        expect(on.fieldNamed('Store Leads: Value one', objectType)?.type).toBe(type);
        expect((await on.entryOf('calculated:one', objectType)).target?.type).toBe(type);
      }
    },
  );

  it('are refused where they do not fit the field they fill', async () => {
    const target = on.fieldNamed('Signed on')?.code ?? '';
    const refused = save([value('monthly')], { 'calculated:monthly': to(target) });
    expect(await problemsOf(refused)).toEqual([['incompatible_types', 'calculated:monthly']]);
  });

  it('do not change to a type that their field cannot hold', async () => {
    const target = on.fieldNamed('Discount')?.code ?? '';
    await save([value('monthly')], { 'calculated:monthly': to(target) });
    const refused = save([value('monthly', { resultType: 'text', expression: 'city' })]);
    expect(await problemsOf(refused)).toEqual([['incompatible_types', 'calculated:monthly']]);
  });

  it.each([
    ['that cannot be read', { expression: 'estimated_sales +' }, 'bad_expression'],
    ['of names nobody knows', { expression: 'revenue * 2.0' }, 'bad_expression'],
    ['of another type than they say', { expression: '"text"' }, 'bad_expression'],
    ['named as a field of Store Leads', { name: 'city' }, 'duplicate_name'],
    ['labelled as a field of Store Leads', { label: 'city' }, 'duplicate_name'],
  ])('%s are refused', async (_, wrong, code) => {
    const wanted = value('one', wrong);
    expect(await problemsOf(save([wanted]))).toEqual([[code, `calculated:${wanted.name}`]]);
    expect((await on.view()).calculated).toEqual([]);
  });

  it('have names and labels of their own', async () => {
    const twice = [value('one'), value('one', { label: 'Other' }), value('two', { label: 'value ONE' })];
    expect(await problemsOf(save(twice))).toEqual([
      ['duplicate_name', 'calculated:one'],
      ['duplicate_name', 'calculated:two'],
    ]);
  });

  it('cannot be deleted while they fill a field, and leave their place to the next one', async () => {
    const target = on.fieldNamed('Discount')?.code ?? '';
    await save([value('first'), value('second')], { 'calculated:first': to(target) });
    expect(await problemsOf(save([value('second')]))).toEqual([['calculated_in_use', 'calculated:first']]);
    const before = await sources();
    expect((await save([value('second')], { 'calculated:first': to(null) })).status).toBe(200);
    expect(await sources()).toEqual(
      before.map((source) => (source === 'calculated:first' ? 'retired' : source)),
    );
    expect((await on.view()).organization.rows.map(({ source }) => source)).not.toContain('retired');
    expect((await save([value('second'), value('third')])).status).toBe(200);
    expect(await sources()).toEqual(
      before.map((source) => (source === 'calculated:first' ? 'calculated:third' : source)),
    );
    const { organization, person } = await on.view();
    expect([organization.rows.length, person.rows.length]).toEqual([99, 99]);
  });

  it('stay after a downgrade, may be deleted, and neither change nor grow', async () => {
    await save([value('one'), value('two')]);
    const { installation } = on.world.state;
    if (installation) on.world.state.installation = { ...installation, plan: 'elite' };
    await on.change('city', { enabled: false });
    expect((await save([value('one', { label: 'Renamed' }), value('two')])).status).toBe(200);
    const changed = save([value('one', { expression: 'rank' }), value('two'), value('three')]);
    expect(await problemsOf(changed)).toEqual([
      ['plan_required', 'calculated:one'],
      ['plan_required', 'calculated:three'],
    ]);
    expect((await save([value('one')])).status).toBe(200);
    expect((await on.view()).calculated.map(({ name }) => name)).toEqual(['one']);
  });
});
