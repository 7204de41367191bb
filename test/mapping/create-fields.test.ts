import { describe, expect, it } from 'vitest';
import { withObject } from '../../server/mapping/change-mapping.ts';
import { fieldCatalog } from '../../server/mapping/fields/field-catalog.ts';
import { mappingView } from '../../server/mapping/mapping.contract.ts';
import { claimCreation } from '../../server/mapping/new-fields/creation-claim.ts';
import { testDatabase } from '../support/database.ts';
import { fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser, installationOf, mayNotAddFields, otherAdmin, prefixedFields } from './field-world.ts';

const on = fieldActs(await testDatabase());

describe('creating fields', () => {
  it('creates each with its name and type, and keeps the codes', async () => {
    const sources = ['city', 'technologies', 'rank', 'estimated_sales', 'created_at'];
    const result = await on.create(sources);
    expect(result.created.toSorted()).toEqual(sources.toSorted());
    expect(result.refused).toEqual([]);
    for (const [source, type] of [
      ['city', 'varchar'],
      ['technologies', 'text'],
      ['rank', 'double'],
      ['estimated_sales', 'monetary'],
      ['created_at', 'date'],
    ] as const) {
      const row = rowOf(result.mapping, source);
      expect(row).toMatchObject({
        state: 'mapped',
        targetName: row.newField.name,
        settings: { enabled: true, rule: 'always' },
        defaults: { rule: 'always' },
      });
      const field = on.fieldNamed(row.newField.name);
      expect(field).toMatchObject({ type, code: row.settings.target });
      expect(await on.targetOf(source)).toEqual({ code: field?.code, type });
    }
  });

  it('leaves somebody’s own field of a similar name alone', async () => {
    const own = on.fieldNamed('City')?.code;
    await on.create(['city']);
    expect((await on.targetOf('city'))?.code).not.toBe(own);
  });

  it('creates nothing twice when asked twice', async () => {
    await on.create(['city', 'city']);
    const again = await on.create(['city', 'rank']);
    expect(again.created).toEqual(expect.arrayContaining(['city', 'rank']));
    expect(prefixedFields(on.world.sandbox)).toEqual(['Store Leads: City', 'Store Leads: Rank']);
  });

  it('creates all 97 and then has nothing left to propose', async () => {
    const result = await on.create(fieldCatalog.map((field) => field.key));
    expect(result.created).toHaveLength(97);
    expect(new Set(prefixedFields(on.world.sandbox)).size).toBe(97);
    expect(result.mapping.organization.rows.filter((row) => row.proposed)).toEqual([]);
  });

  it('stops at the plan’s cap, the most useful first, and believes Pipedrive from then on', async () => {
    on.world.sandbox.world.company.plan = 'lite';
    const room = 30 - on.world.sandbox.world.fields.filter((field) => field.isCustom).length;
    const result = await on.create(fieldCatalog.map((field) => field.key));
    expect(result.created).toHaveLength(room);
    const byUse = fieldCatalog.toSorted((a, b) => a.priority - b.priority).map((field) => field.key);
    expect(result.created).toEqual(byUse.slice(0, room));
    expect(result.refused).toHaveLength(97 - room);
    const posts = on.world.sandbox.world.counters.endpoints['POST /api/v2/organizationFields'];
    expect(posts?.calls).toBe(room + 1);
    expect(new Set(result.refused.map((refusal) => refusal.code))).toEqual(new Set(['custom_field_cap']));
    const { cap, organization } = result.mapping;
    expect(cap).toMatchObject({ basis: 'refused', limit: cap.used });
    expect(organization.rows.some((row) => row.proposed)).toBe(false);

    const city = on.fieldNamed('Store Leads: Platform');
    if (city) city.isDeleted = true;
    expect((await on.view()).organization.rows.filter((row) => row.proposed)).toHaveLength(1);
    expect(mappingView.parse((await asUser(on.world, admin).plan('growth')).body).cap).toMatchObject({
      basis: 'stated',
      limit: 100,
    });
  });

  it('refuses a user who may not add fields before anything happens', async () => {
    const refused = await asUser(on.world, mayNotAddFields).create(['city']);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'cannot_add_fields']);
    expect(prefixedFields(on.world.sandbox)).toEqual([]);
    expect(await on.world.deps.mappings.get(on.world.companyId)).toBeNull();
  });

  it('reports sources it does not know and creates the others', async () => {
    const result = await on.create(['no_such_field', 'city']);
    expect(result.created).toEqual(['city']);
    expect(result.refused).toMatchObject([{ source: 'no_such_field', code: 'unknown_field' }]);
  });

  it.each(['timeout_after', 'status_after'] as const)(
    'adopts a field whose answer was lost (%s)',
    async (kind) => {
      on.world.sandbox.addFault({ kind, method: 'POST', path: '*/organizationFields', how: 'cut' });
      const result = await on.create(['city', 'rank']);
      expect(result.created.toSorted()).toEqual(['city', 'rank']);
      expect(prefixedFields(on.world.sandbox)).toEqual(['Store Leads: City', 'Store Leads: Rank']);
      expect((await on.targetOf('city'))?.code).toBe(on.fieldNamed('Store Leads: City')?.code);
    },
  );

  it('goes on after a refusal that concerns one field', async () => {
    on.world.sandbox.addFault({ kind: 'status', status: 400, method: 'POST', path: '*/organizationFields' });
    const result = await on.create(['rank', 'city']);
    expect(result.refused.map(({ source, code }) => [source, code])).toEqual([['rank', 'request_refused']]);
    expect(result.created).toEqual(['city']);
  });

  it('creates at the second attempt what was lost on the way', async () => {
    on.world.sandbox.addFault({ kind: 'status', status: 503, method: 'POST', path: '*/organizationFields' });
    const first = await on.create(['rank', 'city']);
    expect(first.created).toEqual([]);
    expect(first.refused.map((refusal) => refusal.code)).toEqual([
      'pipedrive_unavailable',
      'pipedrive_unavailable',
    ]);
    expect((await on.create(['rank', 'city'])).created).toEqual(['rank', 'city']);
    expect(prefixedFields(on.world.sandbox)).toEqual(['Store Leads: City', 'Store Leads: Rank']);
  });

  it('adopts what a process created that died before it could keep the code', async () => {
    const dead = await claimCreation(on.world.deps, installationOf(on.world.companyId));
    await dead.change((row) => withObject(row, 'organization', { intents: ['city'] }));
    await on.world.deps.pipedrive.createOrganizationField(
      { companyId: on.world.companyId, userId: admin, lane: 'click' },
      { name: 'Store Leads: City', type: 'varchar' },
    );
    const tooEarly = await asUser(on.world, admin).create(['city']);
    expect([tooEarly.status, tooEarly.body.error.code]).toEqual([409, 'fields_being_created']);
    await on.world.clock.advance(4 * 60_000);
    expect((await on.create(['city'])).created).toEqual(['city']);
    expect(prefixedFields(on.world.sandbox)).toEqual(['Store Leads: City']);
    await expect(dead.change(() => ({}))).rejects.toMatchObject({ code: 'fields_being_created' });
  });

  it('lets one of two people who press at once create, and tells the other', async () => {
    const answers = await Promise.all([
      asUser(on.world, admin).create(['city']),
      asUser(on.world, otherAdmin).create(['city']),
    ]);
    const statuses = answers.map((answer) => answer.status).toSorted();
    expect(statuses[0]).toBe(200);
    expect([200, 409]).toContain(statuses[1]);
    expect(prefixedFields(on.world.sandbox)).toEqual(['Store Leads: City']);
  });
});
