import { describe, expect, it } from 'vitest';
import { importPlan } from '../../server/mapping/configuration/configuration.contract.ts';
import { mappingProblems, mappingView } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser, otherAdmin, regular } from './field-world.ts';
import { configure } from './full-configuration.ts';

const on = fieldActs(await testDatabase());

const exported = async () => (await asUser(on.world, admin).exportFile().expect(200)).text;
const planOf = async (text: string) =>
  importPlan.parse((await asUser(on.world, admin).checkFile(text).expect(200)).body);
const codeOf = (name: string) => on.fieldNamed(name)?.code ?? '';

describe('a configuration as a file', () => {
  it('is a download whose bytes are the same after it was imported', async () => {
    const before = await configure(on);
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
    await configure(on);
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
    await asUser(on.world, admin).restore(view.edition, after.edition).expect(200);
    expect((await on.view()).prefix).toBe(view.prefix);
  });

  it('says of a field it would fill whether what stands there is lost', async () => {
    await on.change('city', { target: codeOf('City'), rule: 'always' });
    const file = JSON.parse(await exported());
    const { city } = file.organization.entries;
    const remarks = { code: codeOf('Remarks'), name: 'Remarks', type: on.fieldNamed('Remarks')?.type };
    const afterOf = async (rule: string) => {
      file.organization.entries = { city, zip: { ...city, rule, target: remarks } };
      const { changes } = await planOf(JSON.stringify(file));
      return changes.find(({ label, what }) => label === 'Zip' && what === 'Field')?.after;
    };
    expect(await afterOf('always')).toBe('Remarks (whatever it holds is replaced)');
    expect(await afterOf('if_empty_or_ours')).toBe('Remarks');
  });

  it('of another company places fields by name and type, and says what it could not place', async () => {
    await configure(on);
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
    await configure(on);
    const file = JSON.parse((await exported()).replace(codeOf('City'), 'c'.repeat(40)));
    const remarks = on.fieldNamed('Shop URL');
    if (remarks) remarks.name = 'City';
    const { notPlaced } = await planOf(JSON.stringify(file));
    expect(notPlaced).toMatchObject([{ label: 'City', message: expect.stringMatching(/^Several/) }]);
  });

  it('is refused, with all reasons and all of it, when it does not hold together', async () => {
    await configure(on);
    const view = await on.view();
    const file = JSON.parse(await exported());
    file.organization.entries.zip = file.organization.entries.city;
    file.calculated[0].expression = 'no_such_name';
    const text = JSON.stringify(file);
    const { problems } = await planOf(text);
    expect(problems.map(({ code, label }) => [code, label])).toEqual([
      ['bad_expression', 'Monthly'],
      ['two_entries_one_target', 'City'],
      ['two_entries_one_target', 'Zip'],
    ]);
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
