import { describe, expect, it } from 'vitest';
import { fieldList } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser, mayNotAddFields, otherAdmin, regular } from './field-world.ts';

const on = fieldActs(await testDatabase());

describe('the list of fields', () => {
  it('shows all 97 with names under the prefix, none created, and counts what it sees of the cap', async () => {
    const before = await on.list();
    expect(before.rows).toHaveLength(97);
    expect(rowOf(before, 'city')).toMatchObject({
      fieldName: 'Store Leads: City',
      typeLabel: 'Text',
      state: 'not_created',
      fieldCode: null,
      proposed: true,
    });
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
    await on.list();
    expect(await on.world.deps.mappings.get(on.world.companyId)).toBeNull();
  });

  it('proposes the most useful fields that fit the plan, stated before inferred', async () => {
    on.world.state.inferred = 'growth';
    const inferred = await on.list();
    expect(inferred.cap).toMatchObject({ basis: 'inferred', limit: 100 });
    const stated = fieldList.parse((await asUser(on.world, admin).plan('lite').expect(200)).body);
    expect(stated.cap).toMatchObject({ basis: 'stated', limit: 30, pipedrivePlan: 'lite' });
    const proposed = stated.rows.filter((row) => row.proposed);
    expect(proposed).toHaveLength(30 - stated.cap.used);
    const left = stated.rows.filter((row) => !row.proposed);
    expect(Math.max(...proposed.map((row) => row.priority))).toBeLessThan(
      Math.min(...left.map((row) => row.priority)),
    );
  });

  it('says who may create fields to somebody who may not', async () => {
    const { canCreate } = fieldList.parse((await asUser(on.world, mayNotAddFields).list().expect(200)).body);
    expect(canCreate).toMatchObject({ allowed: false, code: 'cannot_add_fields' });
    expect(canCreate.usersWhoCan).toEqual([admin, otherAdmin, regular]);
  });

  it('needs a session, an installation and the right to change settings', async () => {
    expect((await asUser(on.world, 0).list()).status).toBe(401);
    const refused = await asUser(on.world, regular).enable('city', false);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'not_allowed']);
    expect((await asUser(on.world, regular).plan('lite')).status).toBe(403);
    expect((await asUser(on.world, regular).create([], ['city'])).status).toBe(403);
    expect((await asUser(on.world, admin).enable('no_such_field', true)).status).toBe(404);
    expect((await asUser(on.world, admin).plan('platinum')).status).toBe(400);
    on.world.state.installation = null;
    expect((await asUser(on.world, admin).list()).status).toBe(409);
  });
});
