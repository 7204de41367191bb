import { describe, expect, it } from 'vitest';
import { importPlan } from '../../server/mapping/configuration/configuration.contract.ts';
import { mappingVersions, mappingView } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { entryChange, fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser, otherAdmin, regular } from './field-world.ts';
import { configure } from './full-configuration.ts';

const on = fieldActs(await testDatabase());

const exported = async () => (await asUser(on.world, admin).exportFile().expect(200)).text;
const codeOf = (name: string) => on.fieldNamed(name)?.code ?? '';

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
    const first = await configure(on);
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
      ['Monthly', 'Field', 'Discount (whatever it holds is replaced)'],
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
