import { describe, expect, it } from 'vitest';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import {
  type MappingChanges,
  type MappingView,
  mappingProblems,
} from '../../server/mapping/mapping.contract.ts';
import { claimCreation } from '../../server/mapping/new-fields/creation-claim.ts';
import { testDatabase } from '../support/database.ts';
import { entryChange, fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser, installationOf } from './field-world.ts';

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
      [{ edition: 0, organisation: {} }, 'organisation'],
      [{ edition: 0, calculated: Array(51).fill({}) }, 'calculated'],
      [
        { edition: 0, organization: { entries: { city: { ...settings, colour: 'red' } } } },
        'organization.entries.city.colour',
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
