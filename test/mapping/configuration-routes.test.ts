import { describe, expect, it } from 'vitest';
import { importPlan } from '../../server/mapping/configuration.contract.ts';
import { mappingProblems, mappingVersions, mappingView } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { entryChange, fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser, otherAdmin, regular } from './field-world.ts';

const on = fieldActs(await testDatabase());

const exported = async () => (await asUser(on.world, admin).exportFile().expect(200)).text;
const planOf = async (text: string) =>
  importPlan.parse((await asUser(on.world, admin).checkFile(text).expect(200)).body);
const codeOf = (name: string) => on.fieldNamed(name)?.code ?? '';

/** A configuration with a bit of everything. */
async function configure() {
  await on.create(['rank', 'technologies']);
  await on.create(['name'], [], 'person');
  const view = await on.view();
  const monthly = {
    name: 'monthly',
    label: 'Monthly',
    expression: 'rank * 2.0',
    resultType: 'number',
  } as const;
  return on.save({
    edition: view.edition,
    calculated: [{ ...monthly, examples: [{ storeId: 'nordlicht.example', expected: '14' }] }],
    organization: {
      entries: {
        city: { ...rowOf(view, 'city').settings, target: codeOf('City'), rule: 'if_empty_or_ours' },
        rank: { ...rowOf(view, 'rank').settings, volatility: { kind: 'tolerance', share: 0.3, plus: 2 } },
        'calculated:monthly': { ...rowOf(view, 'city').settings, target: codeOf('Discount') },
      },
    },
    person: { enabled: true },
  });
}

describe('a configuration as a file', () => {
  it('is a download whose bytes are the same after it was imported', async () => {
    const before = await configure();
    const answer = await asUser(on.world, admin).exportFile().expect(200);
    expect(answer.headers['content-disposition']).toContain(
      'attachment; filename=store-leads-for-pipedrive.json',
    );
    const text = answer.text;
    await on.world.deps.mappings.remove(on.world.companyId);
    const plan = await planOf(text);
    expect([plan.problems, plan.notPlaced, plan.edition]).toEqual([[], [], 0]);
    const imported = await asUser(on.world, admin).importFile(text, 0).expect(200);
    const after = mappingView.parse(imported.body);
    expect(after.organization).toEqual(before.organization);
    expect(after.person).toEqual(before.person);
    expect(after.calculated).toEqual(before.calculated);
    expect(await exported()).toBe(text);
    expect((await planOf(text)).changes).toEqual([]);
  });

  it('says in words what it would change, and changes nothing by saying so', async () => {
    await configure();
    const text = await exported();
    await on.change('city', { target: codeOf('Remarks'), enabled: false });
    const view = await on.view();
    const file = JSON.parse(text);
    file.settings.fieldPrefix = 'SL: ';
    file.person.enabled = false;
    file.calculated[0].expression = 'rank * 3.0';
    const { changes } = await planOf(JSON.stringify(file));
    expect(changes).toEqual([
      {
        objectType: null,
        label: 'Names of new fields',
        what: 'Prefix',
        before: 'Store Leads',
        after: 'SL: ',
      },
      { objectType: null, label: 'Monthly', what: 'Expression', before: 'rank * 2.0', after: 'rank * 3.0' },
      { objectType: 'organization', label: 'City', what: 'Field', before: 'Remarks', after: 'City' },
      { objectType: 'organization', label: 'City', what: 'On or off', before: 'Off', after: 'On' },
      { objectType: 'person', label: 'People are enriched', what: 'On or off', before: 'On', after: 'Off' },
    ]);
    expect(await on.view()).toEqual(view);
    await asUser(on.world, admin).importFile(JSON.stringify(file), view.edition).expect(200);
    const after = await on.view();
    expect([after.prefix, after.edition, after.person.enabled]).toEqual(['SL: ', view.edition + 1, false]);
    expect(rowOf(after, 'zip').newField.name).toBe('SL: Zip');
  });

  it('of another company places fields by name and type, and says what it could not place', async () => {
    await configure();
    const file = JSON.parse((await exported()).replace(codeOf('City'), 'c'.repeat(40)));
    const entries = file.organization.entries;
    entries.rank.target = { code: 'd'.repeat(40), name: 'Somewhere else', type: 'double' };
    entries.zip = { ...entries.city, target: { code: 'e'.repeat(40), name: 'Remarks', type: 'varchar' } };
    entries.name = { ...entries.city, target: { code: 'website', name: 'Website', type: 'varchar' } };
    const plan = await planOf(JSON.stringify(file));
    expect(plan.problems).toEqual([]);
    expect(plan.notPlaced.map(({ label, fieldName }) => [label, fieldName]).toSorted()).toEqual([
      ['Rank', 'Somewhere else'],
      ['Store Domain Name', 'Website'],
      ['Zip', 'Remarks'],
    ]);
    await asUser(on.world, admin).importFile(JSON.stringify(file), plan.edition).expect(200);
    expect((await on.targetOf('city'))?.code).toBe(codeOf('City'));
    expect([await on.targetOf('rank'), await on.targetOf('zip'), await on.targetOf('name')]).toEqual([
      null,
      null,
      null,
    ]);
    expect((await on.entryOf('zip')).rule).toBe('if_empty_or_ours');
  });

  it('leaves a field alone whose name several fields have', async () => {
    await configure();
    const file = JSON.parse((await exported()).replace(codeOf('City'), 'c'.repeat(40)));
    const remarks = on.fieldNamed('Shop URL');
    if (remarks) remarks.name = 'City';
    const { notPlaced } = await planOf(JSON.stringify(file));
    expect(notPlaced).toMatchObject([{ label: 'City', message: expect.stringMatching(/^Several/) }]);
  });

  it('is refused, with all reasons and all of it, when it does not hold together', async () => {
    await configure();
    const view = await on.view();
    const file = JSON.parse(await exported());
    file.organization.entries.zip = file.organization.entries.city;
    file.calculated[0].expression = 'no_such_name';
    const text = JSON.stringify(file);
    const codes = (await planOf(text)).problems.map(({ code }) => code);
    expect(codes).toEqual(['bad_expression', 'two_entries_one_target', 'two_entries_one_target']);
    const refused = await asUser(on.world, admin).importFile(text, view.edition);
    expect([refused.status, refused.body.error.code]).toEqual([422, 'mapping_refused']);
    expect(mappingProblems.parse(refused.body.error.details).problems).toHaveLength(3);
    expect(await on.view()).toEqual(view);
  });

  it('is refused with the place when it is no good, and changes nothing', async () => {
    const text = await exported();
    for (const [bad, status, code, place] of [
      [text.slice(1), 422, 'not_json', undefined],
      [text.replace('"version": 1', '"version": 7'), 422, 'later_version', undefined],
      [
        text.replace('"entries": {}', '"entries": {"x": {}}'),
        422,
        'bad_value',
        'organization.entries.x.target',
      ],
      [text.replace('"enabled"', '"on"'), 422, 'bad_value', 'organization.enabled'],
      [`${text}${' '.repeat(2_000_000)}`, 413, 'too_large', undefined],
      [`${text}${' '.repeat(7_000_000)}`, 413, 'too_large', undefined],
    ] as const) {
      for (const answer of [
        await asUser(on.world, admin).checkFile(bad),
        await asUser(on.world, admin).importFile(bad, 0),
      ]) {
        const { error } = answer.body;
        expect([answer.status, error.code, error.details?.place]).toEqual([status, code, place]);
      }
    }
    expect(await on.world.deps.mappings.get(on.world.companyId)).toBeNull();
  });

  it('is for those who may change settings, and not laid over what somebody saved meanwhile', async () => {
    const text = await exported();
    expect((await asUser(on.world, regular).exportFile()).status).toBe(403);
    expect((await asUser(on.world, regular).checkFile('no file')).status).toBe(403);
    expect((await asUser(on.world, regular).importFile(text, 0)).status).toBe(403);
    await on.change('city', { enabled: false });
    const refused = await asUser(on.world, otherAdmin).importFile(text, 0);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'mapping_changed']);
  });
});

describe('saved versions', () => {
  const versions = async () =>
    mappingVersions.parse((await asUser(on.world, admin).versions().expect(200)).body).versions;

  it('say who saved when and why, newest first', async () => {
    await on.create(['rank']);
    const view = await on.view();
    await asUser(on.world, otherAdmin)
      .save(entryChange(view, 'city', { enabled: false }))
      .expect(200);
    await asUser(on.world, admin)
      .importFile(await exported(), 2)
      .expect(200);
    await asUser(on.world, admin).restore(1, 3).expect(200);
    const at = on.world.clock.now().toISOString();
    expect(await versions()).toEqual([
      { edition: 4, at, userId: admin, reason: 'restored', current: true },
      { edition: 3, at, userId: admin, reason: 'imported', current: false },
      { edition: 2, at, userId: otherAdmin, reason: 'saved', current: false },
      { edition: 1, at, userId: admin, reason: 'fields', current: false },
    ]);
  });

  it('can be gone back to in one step, after a look at what that changes', async () => {
    const first = await configure();
    await on.change('city', { target: null, rule: 'never' });
    const left = await on.view();
    await on.save({
      edition: left.edition,
      calculated: [],
      organization: {
        entries: { 'calculated:monthly': { ...rowOf(left, 'calculated:monthly').settings, target: null } },
      },
      person: { enabled: false },
    });
    const last = await on.view();
    const plan = importPlan.parse(
      (await asUser(on.world, admin).checkVersion(first.edition).expect(200)).body,
    );
    expect(plan).toMatchObject({ edition: last.edition, problems: [], notPlaced: [] });
    expect(plan.changes.map(({ label, what, after }) => [label, what, after])).toEqual([
      ['Monthly', 'Calculated value', 'rank * 2.0'],
      ['City', 'Field', 'City'],
      ['City', 'Write rule', 'If empty or ours'],
      ['Monthly', 'Field', 'Discount'],
      ['People are enriched', 'On or off', 'On'],
    ]);
    expect((await on.view()).edition).toBe(last.edition);
    const restored = mappingView.parse(
      (await asUser(on.world, admin).restore(first.edition, last.edition).expect(200)).body,
    );
    expect({ ...restored, edition: 0, savedBy: null }).toEqual({ ...first, edition: 0, savedBy: null });
    expect(restored.edition).toBe(last.edition + 1);
  });

  it('come back without fields that Pipedrive lost since', async () => {
    await on.change('city', { target: codeOf('City') });
    await on.change('city', { target: null });
    const city = on.fieldNamed('City');
    if (city) city.isDeleted = true;
    const plan = importPlan.parse((await asUser(on.world, admin).checkVersion(1).expect(200)).body);
    expect(plan.notPlaced).toMatchObject([{ objectType: 'organization', label: 'City' }]);
    await asUser(on.world, admin).restore(1, 2).expect(200);
    expect(await on.targetOf('city')).toBeNull();
  });

  it('are refused when they are unknown, of others, or somebody saved meanwhile', async () => {
    await on.change('city', { enabled: false });
    await on.change('city', { enabled: true });
    expect((await asUser(on.world, admin).checkVersion(7)).body.error.code).toBe('unknown_version');
    expect((await asUser(on.world, admin).restore(0, 2)).status).toBe(404);
    expect((await asUser(on.world, regular).restore(1, 2)).status).toBe(403);
    expect((await asUser(on.world, regular).checkVersion(1)).status).toBe(403);
    const refused = await asUser(on.world, admin).restore(1, 1);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'mapping_changed']);
  });

  it('are kept to the newest fifty, and one that was cut off is listed all the same', async () => {
    const { mappingVersions: kept, mappings } = on.world.deps;
    const at = { companyId: on.world.companyId, epoch: 'epoch-1' };
    await on.change('city', { enabled: false });
    const version = await kept.get(at, 1);
    if (!version) throw new Error('nothing was kept');
    for (let edition = 2; edition <= 53; edition += 1) await kept.add({ ...version, edition });
    expect((await kept.list(at)).map(({ edition }) => edition).slice(-1)).toEqual([4]);
    const row = await mappings.get(at.companyId);
    if (!row) throw new Error('nothing was saved');
    await mappings.save(row, { edition: 54, savedBy: { userId: 9, at: new Date(0), reason: 'saved' } });
    expect((await versions())[0]).toMatchObject({ edition: 54, userId: 9, current: true });
    await on.change('city', { enabled: true });
    expect((await versions()).map(({ edition }) => edition).slice(0, 3)).toEqual([55, 54, 53]);
  });
});
