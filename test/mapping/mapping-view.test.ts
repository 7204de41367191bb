import { describe, expect, it } from 'vitest';
import { mappingView } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { entryChange, fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser, mayNotAddFields, otherAdmin, regular } from './field-world.ts';

const on = fieldActs(await testDatabase());

describe('the mapping as people see it', () => {
  it('shows all 97 with names under the prefix, none created, and counts what it sees of the cap', async () => {
    const before = await on.view();
    for (const objectType of ['organization', 'person'] as const) {
      expect(before[objectType].rows).toHaveLength(97);
      expect(rowOf(before, 'country_code', objectType)).toMatchObject({
        group: 'Location',
        newField: { name: 'Store Leads: Country Code', type: 'varchar' },
        state: 'not_mapped',
        targetName: null,
        settings: { target: null, rule: 'always' },
        proposed: objectType === 'organization',
      });
    }
    expect(rowOf(before, 'monthly_app_spend')).toMatchObject({ kind: 'number', unit: 'USD' });
    expect([before.organization.enabled, before.person.enabled]).toEqual([true, false]);
    expect([before.edition, before.savedBy]).toEqual([0, null]);
    const custom = on.world.sandbox.world.fields.filter((field) => field.isCustom);
    expect(before.cap).toEqual({
      used: custom.filter((field) => field.entity === 'organization' || field.entity === 'person').length,
      limit: null,
      basis: 'unknown',
      pipedrivePlan: null,
    });
    expect(before.canCreate.allowed).toBe(true);
  });

  it('stores nothing by being looked at', async () => {
    await on.view();
    expect(await on.world.deps.mappings.get(on.world.companyId)).toBeNull();
  });

  it('proposes the most useful fields that fit the plan, stated before inferred', async () => {
    on.world.state.inferred = 'growth';
    const inferred = await on.view();
    expect(inferred.cap).toMatchObject({ basis: 'inferred', limit: 100 });
    const stated = mappingView.parse((await asUser(on.world, admin).plan('lite').expect(200)).body);
    expect(stated.cap).toMatchObject({ basis: 'stated', limit: 30, pipedrivePlan: 'lite' });
    const proposed = stated.organization.rows.filter((row) => row.proposed);
    expect(proposed).toHaveLength(30 - stated.cap.used);
    const left = stated.organization.rows.filter((row) => !row.proposed);
    expect(Math.max(...proposed.map((row) => row.priority))).toBeLessThan(
      Math.min(...left.map((row) => row.priority)),
    );
  });

  it('says who may create fields to somebody who may not', async () => {
    const { canCreate } = mappingView.parse(
      (await asUser(on.world, mayNotAddFields).view().expect(200)).body,
    );
    expect(canCreate).toMatchObject({ allowed: false, code: 'cannot_add_fields' });
    expect(canCreate.usersWhoCan).toEqual([admin, otherAdmin, regular]);
  });

  it('needs a session, an installation and the right to change settings', async () => {
    expect((await asUser(on.world, 0).view()).status).toBe(401);
    const change = entryChange(await on.view(), 'city', { enabled: false });
    const refused = await asUser(on.world, regular).save(change);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'not_allowed']);
    expect((await asUser(on.world, regular).plan('lite')).status).toBe(403);
    expect((await asUser(on.world, regular).create([], ['city'])).status).toBe(403);
    expect((await asUser(on.world, admin).plan('platinum')).status).toBe(400);
    on.world.state.installation = null;
    expect((await asUser(on.world, admin).view()).status).toBe(409);
  });
});
