import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeMapping } from '../../server/mapping/change-mapping.ts';
import { claimCreation } from '../../server/mapping/creation-claim.ts';
import { fieldCatalog } from '../../server/mapping/field-catalog.ts';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import { createFieldsResult, type FieldList, fieldList } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import {
  admin,
  asUser,
  type FieldWorld,
  mayNotAddFields,
  otherAdmin,
  prefixedFields,
  regular,
  startFieldWorld,
} from './field-world.ts';

const db = await testDatabase();
let world: FieldWorld;
beforeEach(async () => {
  world = await startFieldWorld(db);
});
afterEach(() => world.close());

const rowOf = (list: FieldList, source: string) => list.rows.find((row) => row.source === source);
const list = async () => fieldList.parse((await asUser(world, admin).list().expect(200)).body);
const create = async (sources: string[], takeOver: string[] = []) =>
  createFieldsResult.parse((await asUser(world, admin).create(sources, takeOver).expect(200)).body);
const targetOf = async (source: string) =>
  (await getMapping(world.deps, world.companyId)).entries.find((entry) => entry.source === source)?.target;
const fieldNamed = (name: string) =>
  world.sandbox.world.fields.find((field) => field.name === name && !field.isDeleted);

describe('the list of fields', () => {
  it('shows all 97 with names under the prefix, none created, and counts what it sees of the cap', async () => {
    const before = await list();
    expect(before.rows).toHaveLength(97);
    expect(rowOf(before, 'city')).toMatchObject({
      fieldName: 'Store Leads: City',
      typeLabel: 'Text',
      state: 'not_created',
      fieldCode: null,
      proposed: true,
    });
    const custom = world.sandbox.world.fields.filter((field) => field.isCustom);
    expect(before.cap).toEqual({
      used: custom.filter((field) => field.entity === 'organization' || field.entity === 'person').length,
      limit: null,
      basis: 'unknown',
      pipedrivePlan: null,
    });
    expect(before.canCreate.allowed).toBe(true);
  });

  it('stores nothing by being looked at', async () => {
    await list();
    expect(await world.deps.mappings.get(world.companyId)).toBeNull();
  });

  it('proposes the most useful fields that fit the plan, stated before inferred', async () => {
    world.state.inferred = 'growth';
    const inferred = await list();
    expect(inferred.cap).toMatchObject({ basis: 'inferred', limit: 100 });
    const stated = fieldList.parse((await asUser(world, admin).plan('lite').expect(200)).body);
    expect(stated.cap).toMatchObject({ basis: 'stated', limit: 30, pipedrivePlan: 'lite' });
    const proposed = stated.rows.filter((row) => row.proposed);
    expect(proposed).toHaveLength(30 - stated.cap.used);
    const left = stated.rows.filter((row) => !row.proposed);
    expect(Math.max(...proposed.map((row) => row.priority))).toBeLessThan(
      Math.min(...left.map((row) => row.priority)),
    );
  });

  it('says who may create fields to somebody who may not', async () => {
    const { canCreate } = fieldList.parse((await asUser(world, mayNotAddFields).list().expect(200)).body);
    expect(canCreate).toMatchObject({ allowed: false, code: 'cannot_add_fields' });
    expect(canCreate.usersWhoCan).toEqual([admin, otherAdmin, regular]);
  });

  it('needs a session, an installation and the right to change settings', async () => {
    expect((await asUser(world, 0).list()).status).toBe(401);
    const refused = await asUser(world, regular).enable('city', false);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'not_allowed']);
    expect((await asUser(world, regular).plan('lite')).status).toBe(403);
    expect((await asUser(world, regular).create([], ['city'])).status).toBe(403);
    expect((await asUser(world, admin).enable('no_such_field', true)).status).toBe(404);
    expect((await asUser(world, admin).plan('platinum')).status).toBe(400);
    world.state.installation = null;
    expect((await asUser(world, admin).list()).status).toBe(409);
  });
});

describe('creating fields', () => {
  it('creates each with its name and type, and keeps the codes', async () => {
    const sources = ['city', 'technologies', 'rank', 'estimated_sales', 'created_at'];
    const result = await create(sources);
    expect(result.created.toSorted()).toEqual(sources.toSorted());
    expect(result.refused).toEqual([]);
    for (const [source, type] of [
      ['city', 'varchar'],
      ['technologies', 'text'],
      ['rank', 'double'],
      ['estimated_sales', 'monetary'],
      ['created_at', 'date'],
    ] as const) {
      const row = rowOf(result.fields, source);
      expect(row).toMatchObject({ state: 'created', enabled: true });
      const field = fieldNamed(row?.fieldName ?? '');
      expect(field).toMatchObject({ type, entity: 'organization', code: row?.fieldCode });
      expect(await targetOf(source)).toEqual({ code: field?.code, type });
    }
  });

  it('leaves somebody’s own field of a similar name alone', async () => {
    const own = fieldNamed('City')?.code;
    await create(['city']);
    expect((await targetOf('city'))?.code).not.toBe(own);
  });

  it('creates nothing twice when asked twice', async () => {
    await create(['city', 'city']);
    const again = await create(['city', 'rank']);
    expect(again.created).toEqual(expect.arrayContaining(['city', 'rank']));
    expect(prefixedFields(world.sandbox)).toEqual(['Store Leads: City', 'Store Leads: Rank']);
  });

  it('creates all 97 and then has nothing left to propose', async () => {
    const result = await create(fieldCatalog.map((field) => field.key));
    expect(result.created).toHaveLength(97);
    expect(new Set(prefixedFields(world.sandbox)).size).toBe(97);
    expect(result.fields.rows.filter((row) => row.proposed)).toEqual([]);
  });

  it('stops at the plan’s cap, the most useful first, and believes Pipedrive from then on', async () => {
    world.sandbox.world.company.plan = 'lite';
    const room = 30 - world.sandbox.world.fields.filter((field) => field.isCustom).length;
    const result = await create(fieldCatalog.map((field) => field.key));
    expect(result.created).toHaveLength(room);
    const byUse = fieldCatalog.toSorted((a, b) => a.priority - b.priority).map((field) => field.key);
    expect(result.created).toEqual(byUse.slice(0, room));
    expect(result.refused).toHaveLength(97 - room);
    const posts = world.sandbox.world.counters.endpoints['POST /api/v2/organizationFields'];
    expect(posts?.calls).toBe(room + 1);
    expect(new Set(result.refused.map((refusal) => refusal.code))).toEqual(new Set(['custom_field_cap']));
    expect(result.fields.cap).toMatchObject({ basis: 'refused', limit: result.fields.cap.used });
    expect(result.fields.rows.some((row) => row.proposed)).toBe(false);

    const city = fieldNamed('Store Leads: Platform');
    if (city) city.isDeleted = true;
    expect((await list()).rows.filter((row) => row.proposed)).toHaveLength(1);
    expect(fieldList.parse((await asUser(world, admin).plan('growth')).body).cap).toMatchObject({
      basis: 'stated',
      limit: 100,
    });
  });

  it('refuses a user who may not add fields before anything happens', async () => {
    const refused = await asUser(world, mayNotAddFields).create(['city']);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'cannot_add_fields']);
    expect(prefixedFields(world.sandbox)).toEqual([]);
    expect(await world.deps.mappings.get(world.companyId)).toBeNull();
  });

  it('reports sources it does not know and creates the others', async () => {
    const result = await create(['no_such_field', 'city']);
    expect(result.created).toEqual(['city']);
    expect(result.refused).toMatchObject([{ source: 'no_such_field', code: 'unknown_field' }]);
  });

  it.each(['timeout_after', 'status_after'] as const)(
    'adopts a field whose answer was lost (%s)',
    async (kind) => {
      world.sandbox.addFault({ kind, method: 'POST', path: '*/organizationFields', how: 'cut' });
      const result = await create(['city', 'rank']);
      expect(result.created.toSorted()).toEqual(['city', 'rank']);
      expect(prefixedFields(world.sandbox)).toEqual(['Store Leads: City', 'Store Leads: Rank']);
      expect((await targetOf('city'))?.code).toBe(fieldNamed('Store Leads: City')?.code);
    },
  );

  it('goes on after a refusal that concerns one field', async () => {
    world.sandbox.addFault({ kind: 'status', status: 400, method: 'POST', path: '*/organizationFields' });
    const result = await create(['rank', 'city']);
    expect(result.refused.map(({ source, code }) => [source, code])).toEqual([['rank', 'request_refused']]);
    expect(result.created).toEqual(['city']);
  });

  it('creates at the second attempt what was lost on the way', async () => {
    world.sandbox.addFault({ kind: 'status', status: 503, method: 'POST', path: '*/organizationFields' });
    const first = await create(['rank', 'city']);
    expect(first.created).toEqual([]);
    expect(first.refused.map((refusal) => refusal.code)).toEqual([
      'pipedrive_unavailable',
      'pipedrive_unavailable',
    ]);
    expect((await create(['rank', 'city'])).created).toEqual(['rank', 'city']);
    expect(prefixedFields(world.sandbox)).toEqual(['Store Leads: City', 'Store Leads: Rank']);
  });

  it('adopts what a process created that died before it could keep the code', async () => {
    const installation = {
      companyId: world.companyId,
      epoch: 'epoch-1',
      fieldPrefix: 'Store Leads',
      pipedrivePlan: null,
    };
    const dead = await claimCreation(world.deps, installation);
    await dead.change(() => ({ intents: ['city'] }));
    await world.deps.pipedrive.createOrganizationField(
      { companyId: world.companyId, userId: admin, lane: 'click' },
      { name: 'Store Leads: City', type: 'varchar' },
    );
    const tooEarly = await asUser(world, admin).create(['city']);
    expect([tooEarly.status, tooEarly.body.error.code]).toEqual([409, 'fields_being_created']);
    await world.clock.advance(4 * 60_000);
    expect((await create(['city'])).created).toEqual(['city']);
    expect(prefixedFields(world.sandbox)).toEqual(['Store Leads: City']);
    await expect(dead.change(() => ({}))).rejects.toMatchObject({ code: 'fields_being_created' });
  });

  it('lets one of two people who press at once create, and tells the other', async () => {
    const answers = await Promise.all([
      asUser(world, admin).create(['city']),
      asUser(world, otherAdmin).create(['city']),
    ]);
    const statuses = answers.map((answer) => answer.status).toSorted();
    expect(statuses[0]).toBe(200);
    expect([200, 409]).toContain(statuses[1]);
    expect(prefixedFields(world.sandbox)).toEqual(['Store Leads: City']);
  });
});

describe('fields of an earlier install', () => {
  /** Removes all rows, as an uninstall does, and installs anew. The fields stay in Pipedrive. */
  async function reinstall() {
    await world.deps.mappings.remove(world.companyId);
    world.state.installation = {
      companyId: world.companyId,
      epoch: 'epoch-2',
      fieldPrefix: 'Store Leads',
      pipedrivePlan: null,
    };
  }

  it('are found by name and type, and used only when a person confirms', async () => {
    const { fields } = await create(['city', 'rank']);
    await reinstall();
    const after = await list();
    expect(rowOf(after, 'city')).toMatchObject({
      state: 'found',
      fieldCode: rowOf(fields, 'city')?.fieldCode,
      proposed: false,
    });
    expect(await targetOf('city')).toBeNull();

    const refused = await create(['rank'], ['city', 'zip']);
    expect(refused.takenOver).toEqual(['city']);
    expect(refused.created).toEqual([]);
    expect(refused.refused.map(({ source, code }) => [source, code])).toEqual([
      ['zip', 'field_not_found'],
      ['rank', 'waits_for_take_over'],
    ]);
    expect(rowOf(refused.fields, 'city')).toMatchObject({
      state: 'created',
      fieldCode: rowOf(fields, 'city')?.fieldCode,
    });
    expect(prefixedFields(world.sandbox)).toHaveLength(2);
  });

  it('are not found with another type or prefix', async () => {
    await create(['city']);
    await reinstall();
    const field = fieldNamed('Store Leads: City');
    if (field) field.type = 'text';
    expect(rowOf(await list(), 'city')?.state).toBe('not_created');
    if (field) field.type = 'varchar';
    expect(rowOf(await list(), 'city')?.state).toBe('found');
    if (world.state.installation)
      world.state.installation = { ...world.state.installation, fieldPrefix: 'SL' };
    expect(rowOf(await list(), 'city')).toMatchObject({ state: 'not_created', fieldName: 'SL: City' });
  });

  it('belong to nobody else’s company and to no erased epoch', async () => {
    await create(['city']);
    expect(await world.deps.mappings.get(world.companyId + 1)).toBeNull();
    const past = { companyId: world.companyId, epoch: 'epoch-1' };
    await reinstall();
    await expect(changeMapping(world.deps, past, () => ({ intents: ['city'] }))).rejects.toMatchObject({
      code: 'not_installed',
    });
    expect(await world.deps.mappings.get(world.companyId)).toBeNull();

    await create(['rank']);
    await expect(changeMapping(world.deps, past, () => ({ intents: ['city'] }))).rejects.toMatchObject({
      code: 'not_installed',
    });
    expect(await world.deps.mappings.get(world.companyId)).toMatchObject({ epoch: 'epoch-2', intents: [] });
  });

  it('make room for the new epoch when a write had crossed the erase', async () => {
    await create(['city']);
    world.state.installation = {
      companyId: world.companyId,
      epoch: 'epoch-2',
      fieldPrefix: 'Store Leads',
      pipedrivePlan: null,
    };
    expect(rowOf(await list(), 'city')?.state).toBe('found');
    expect((await create(['rank'])).created).toEqual(['rank']);
    const row = await world.deps.mappings.get(world.companyId);
    expect(row?.epoch).toBe('epoch-2');
    expect(await targetOf('city')).toBeNull();
  });
});

describe('a created field', () => {
  it('stays its source’s own when a person gives it the name of another', async () => {
    await create(['city']);
    const field = fieldNamed('Store Leads: City');
    if (field) field.name = 'Store Leads: Zip';
    const after = await list();
    expect(rowOf(after, 'city')).toMatchObject({ state: 'created', fieldCode: field?.code });
    expect(rowOf(after, 'zip')?.state).toBe('not_created');
  });

  it('is shown as broken when it was deleted in Pipedrive, and can be created anew', async () => {
    const { fields } = await create(['city']);
    const field = fieldNamed('Store Leads: City');
    if (field) field.isDeleted = true;
    expect(rowOf(await list(), 'city')).toMatchObject({ state: 'broken', fieldCode: null, proposed: true });
    const again = await create(['city']);
    expect(again.created).toEqual(['city']);
    expect(rowOf(again.fields, 'city')?.fieldCode).not.toBe(rowOf(fields, 'city')?.fieldCode);
  });

  it('is switched off and on without losing its place', async () => {
    await create(['city']);
    const before = await getMapping(world.deps, world.companyId);
    const off = fieldList.parse((await asUser(world, admin).enable('city', false).expect(200)).body);
    expect(rowOf(off, 'city')).toMatchObject({ enabled: false, state: 'created' });
    await asUser(world, admin).enable('city', true).expect(200);
    expect((await getMapping(world.deps, world.companyId)).entries).toEqual(before.entries);
  });
});
