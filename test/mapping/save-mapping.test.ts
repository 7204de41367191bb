import { describe, expect, it } from 'vitest';
import { claimCreation } from '../../server/mapping/creation-claim.ts';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import {
  type MappingChanges,
  type MappingView,
  mappingProblems,
  mappingVersions,
} from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { entryChange, fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser, installationOf, otherAdmin } from './field-world.ts';

const on = fieldActs(await testDatabase());
const codeOf = (name: string, entity?: 'organization' | 'person') => on.fieldNamed(name, entity)?.code ?? '';

describe('saving the mapping', () => {
  it('writes to any field a person picks, and proposes to spare what people typed there', async () => {
    const saved = await on.change('city', { target: codeOf('City'), rule: 'if_empty_or_ours' });
    expect(saved).toMatchObject({ edition: 1, savedBy: { userId: admin } });
    expect(rowOf(saved, 'city')).toMatchObject({
      state: 'mapped',
      targetName: 'City',
      settings: { target: codeOf('City'), rule: 'if_empty_or_ours' },
      defaults: { target: null, rule: 'if_empty_or_ours' },
    });
    expect(await on.targetOf('city')).toEqual({ code: codeOf('City'), type: 'varchar' });
  });

  it('writes to the standard fields that can be written, by the type their values must have', async () => {
    const { targets } = (await on.view()).organization;
    const standard = targets.filter(({ isCustom }) => !isCustom).map(({ code, type }) => [code, type]);
    expect(standard).toEqual([
      ['address', 'address'],
      ['linkedin', 'varchar'],
      ['industry', 'enum'],
      ['annual_revenue', 'int'],
      ['employee_count', 'int'],
    ]);
    await on.change('employee_count', { target: 'employee_count' });
    expect(await on.targetOf('employee_count')).toEqual({ code: 'employee_count', type: 'int' });
  });

  it('keeps every entry’s place, whatever is changed', async () => {
    const sources = async () =>
      (await getMapping(on.world.deps, on.world.companyId, 'organization')).entries.map(
        ({ source }) => source,
      );
    const before = await sources();
    await on.change('city', { target: codeOf('City') });
    await on.change('city', { target: codeOf('Remarks'), enabled: false });
    await on.change('city', { target: null });
    expect(await sources()).toEqual(before);
  });

  it('edits persons as well, and says which record types are enriched', async () => {
    const { edition } = await on.view();
    const settings = rowOf(await on.view(), 'country_code', 'person').settings;
    const saved = await on.save({
      edition,
      organization: { enabled: false },
      person: {
        enabled: true,
        entries: { country_code: { ...settings, target: codeOf('Department', 'person') } },
      },
    });
    expect([saved.organization.enabled, saved.person.enabled]).toEqual([false, true]);
    expect((await on.entryOf('country_code', 'person')).target?.type).toBe('varchar_auto');
    expect(await on.targetOf('country_code')).toBeNull();
    expect(saved.person.targets.every(({ isCustom }) => isCustom)).toBe(true);
  });

  it('keeps tolerances as they were chosen', async () => {
    const volatility = { kind: 'tolerance', share: 0.2 } as const;
    await on.change('rank', { volatility });
    expect((await on.entryOf('rank')).volatility).toEqual(volatility);
    await on.change('rank', { volatility: { ...volatility, plus: 5 } });
    expect((await on.entryOf('rank')).volatility).toEqual({ ...volatility, plus: 5 });
  });

  it('tries out without saving', async () => {
    const view = await on.view();
    const change = entryChange(view, 'rank', { target: codeOf('Signed on') });
    const { problems } = mappingProblems.parse(
      (await asUser(on.world, admin).check(change).expect(200)).body,
    );
    expect(problems).toMatchObject(
      [{ code: 'incompatible_types', objectType: 'organization', source: 'rank', message: /date/ }].map(
        (problem) => ({ ...problem, message: expect.stringMatching(problem.message) }),
      ),
    );
    expect(await on.world.deps.mappings.get(on.world.companyId)).toBeNull();
  });

  it('waits while somebody creates fields, whose codes arrive one by one', async () => {
    const claim = await claimCreation(on.world.deps, installationOf(on.world.companyId));
    const refused = await asUser(on.world, admin).save(
      entryChange(await on.view(), 'city', { enabled: false }),
    );
    expect([refused.status, refused.body.error.code]).toEqual([409, 'fields_being_created']);
    await claim.release();
    await on.change('city', { enabled: false });
  });
});

describe('a save is refused, all of it,', () => {
  const refusals: [string, string, (view: MappingView) => MappingChanges, string?][] = [
    [
      'a type that cannot hold the value',
      'incompatible_types',
      (view) => entryChange(view, 'technologies', { target: codeOf('Contract value') }),
    ],
    [
      'a field an app cannot write',
      'incompatible_types',
      (view) => entryChange(view, 'city', { target: 'name' }),
    ],
    [
      'a field that does not exist',
      'target_gone',
      (view) => entryChange(view, 'city', { target: 'f'.repeat(40) }),
    ],
    [
      'a field of another record type',
      'target_gone',
      (view) => entryChange(view, 'city', { target: codeOf('Role', 'person') }),
    ],
    [
      'the field that holds the website',
      'holds_the_website',
      (view) => entryChange(view, 'name', { target: 'website' }),
    ],
    [
      'a source nobody knows',
      'unknown_source',
      (view) => ({
        edition: view.edition,
        organization: { entries: { nonsense: rowOf(view, 'city').settings } },
      }),
    ],
  ];
  it.each(refusals)('for %s: %s', async (_, code, changes) => {
    const view = await on.view();
    const asked = changes(view);
    const refused = await asUser(on.world, admin).save({ ...asked, person: { enabled: true } });
    expect([refused.status, refused.body.error.code]).toEqual([422, 'mapping_refused']);
    const [source] = Object.keys(asked.organization?.entries ?? {});
    expect(mappingProblems.parse(refused.body.error.details).problems).toMatchObject([
      { code, objectType: 'organization', source },
    ]);
    expect(await on.view()).toEqual(view);
  });

  it('for two entries on one field, also where one is switched off: both are named', async () => {
    await on.change('city', { target: codeOf('City'), enabled: false });
    const view = await on.view();
    const refused = await asUser(on.world, admin).save(entryChange(view, 'zip', { target: codeOf('City') }));
    const { problems } = mappingProblems.parse(refused.body.error.details);
    expect(problems.map(({ code, source }) => [code, source])).toEqual([
      ['two_entries_one_target', 'city'],
      ['two_entries_one_target', 'zip'],
    ]);
    expect(problems[1]?.message).toContain('City');
    expect(await on.view()).toEqual(view);
  });

  it('for keys nobody knows: the place is named', async () => {
    const view = await on.view();
    const { settings } = rowOf(view, 'city');
    for (const [body, key] of [
      [{ edition: 0, organisation: {} }, 'body'],
      [{ edition: 0, calculated: Array(51).fill({}) }, 'calculated'],
      [
        { edition: 0, organization: { entries: { city: { ...settings, colour: 'red' } } } },
        'organization.entries.city',
      ],
      [
        { edition: 0, organization: { entries: { city: { ...settings, rule: 'often' } } } },
        'organization.entries.city.rule',
      ],
    ] as const) {
      const refused = await asUser(on.world, admin).save(body);
      expect([refused.status, refused.body.error.code]).toEqual([400, 'bad_request']);
      expect(refused.body.error.details).toEqual({ part: 'body', key });
    }
    expect(await on.view()).toEqual(view);
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
