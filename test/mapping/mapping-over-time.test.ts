import { describe, expect, it } from 'vitest';
import { type MappingView, mappingProblems, mappingVersions } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { entryChange, fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser, otherAdmin } from './field-world.ts';

const on = fieldActs(await testDatabase());
const codeOf = (name: string, entity?: 'organization' | 'person') => on.fieldNamed(name, entity)?.code ?? '';

describe('two admins at once', () => {
  it('the second hears of the first, with who and when, and can save on top', async () => {
    const seen = await on.view();
    await asUser(on.world, otherAdmin)
      .save(entryChange(seen, 'zip', { enabled: false }))
      .expect(200);
    const mine = entryChange(seen, 'city', { enabled: false });
    const refused = await asUser(on.world, admin).save(mine);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'mapping_changed']);
    expect(refused.body.error.details).toEqual({
      edition: 1,
      userId: otherAdmin,
      at: on.world.clock.now().toISOString(),
    });
    expect((await on.entryOf('city')).enabled).toBe(true);
    const saved = await on.save({ ...mine, edition: 1 });
    expect([rowOf(saved, 'city'), rowOf(saved, 'zip')].map(({ settings }) => settings.enabled)).toEqual([
      false,
      false,
    ]);
  });

  it('of many who save what they saw together, one succeeds', async () => {
    const seen = await on.view();
    const sources = ['city', 'zip', 'rank', 'plan', 'theme'];
    const answers = await Promise.all(
      sources.map((source) => asUser(on.world, admin).save(entryChange(seen, source, { enabled: false }))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);
    const after = await on.view();
    expect(after.edition).toBe(1);
    expect(after.organization.rows.filter(({ settings }) => !settings.enabled)).toHaveLength(1);
    const listed = mappingVersions.parse((await asUser(on.world, admin).versions().expect(200)).body);
    expect(listed.versions.map(({ edition, current }) => [edition, current])).toEqual([[1, true]]);
  });

  it('a save that names what another created meanwhile is refused too', async () => {
    const seen = await on.view();
    const { mapping } = await on.create(['city']);
    expect(mapping.edition).toBe(1);
    const refused = await asUser(on.world, admin).save(entryChange(seen, 'city', { rule: 'if_empty' }));
    expect(refused.body.error.code).toBe('mapping_changed');
    expect((await on.targetOf('city'))?.code).toBe(on.fieldNamed('Store Leads: City')?.code);
  });
});

describe('a field that a person picked', () => {
  it('keeps its rule when fields are created for all, and persons have fields of their own', async () => {
    await on.change('city', { target: codeOf('City'), rule: 'if_empty_or_ours', enabled: false });
    const { created } = await on.create(['city', 'zip']);
    expect(created.toSorted()).toEqual(['city', 'zip']);
    expect(await on.entryOf('city')).toMatchObject({
      target: { code: codeOf('City') },
      rule: 'if_empty_or_ours',
      enabled: true,
    });
    expect(on.fieldNamed('Store Leads: City')).toBeUndefined();
    await on.create(['city'], [], 'person');
    expect((await on.entryOf('city', 'person')).target?.code).toBe(codeOf('Store Leads: City', 'person'));
    await on.world.deps.mappings.remove(on.world.companyId);
    const found = (view: MappingView) =>
      [...view.organization.rows, ...view.person.rows].filter(({ state }) => state === 'found');
    expect(found(await on.view()).map(({ source }) => source)).toEqual(['zip', 'city']);
    const { takenOver, mapping } = await on.create([], ['city'], 'person');
    expect(takenOver).toEqual(['city']);
    expect(rowOf(mapping, 'city', 'person')).toMatchObject({ state: 'mapped', settings: { rule: 'always' } });
    expect(rowOf(mapping, 'city').state).toBe('not_mapped');
  });
});

describe('a field that Pipedrive lost', () => {
  it('is shown as gone, does not stand in the way of other changes, and is not picked again', async () => {
    await on.change('city', { target: codeOf('City') });
    const city = on.fieldNamed('City');
    if (city) city.isDeleted = true;
    const view = await on.view();
    expect(rowOf(view, 'city')).toMatchObject({
      state: 'broken',
      brokenCode: 'target_gone',
      targetName: null,
    });
    const other = await on.change('zip', { enabled: false });
    expect(rowOf(other, 'city').state).toBe('broken');
    const refused = await asUser(on.world, admin).save(entryChange(other, 'city', { rule: 'if_empty' }));
    expect(mappingProblems.parse(refused.body.error.details).problems).toMatchObject([
      { code: 'target_gone', source: 'city' },
    ]);
    expect(rowOf(await on.change('city', { target: codeOf('Remarks') }), 'city').state).toBe('mapped');
  });
});
