import { describe, expect, it } from 'vitest';
import { changeMapping } from '../../server/mapping/change-mapping.ts';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import { fieldList } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { fieldActs, rowOf } from './field-acts.ts';
import { admin, asUser, prefixedFields } from './field-world.ts';

const on = fieldActs(await testDatabase());

describe('fields of an earlier install', () => {
  /** Removes all rows, as an uninstall does, and installs anew. The fields stay in Pipedrive. */
  async function reinstall() {
    await on.world.deps.mappings.remove(on.world.companyId);
    on.world.state.installation = {
      companyId: on.world.companyId,
      epoch: 'epoch-2',
      fieldPrefix: 'Store Leads',
      pipedrivePlan: null,
    };
  }

  it('are found by name and type, and used only when a person confirms', async () => {
    const { fields } = await on.create(['city', 'rank']);
    await reinstall();
    const after = await on.list();
    expect(rowOf(after, 'city')).toMatchObject({
      state: 'found',
      fieldCode: rowOf(fields, 'city')?.fieldCode,
      proposed: false,
    });
    expect(await on.targetOf('city')).toBeNull();

    const refused = await on.create(['rank'], ['city', 'zip']);
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
    expect(prefixedFields(on.world.sandbox)).toHaveLength(2);
  });

  it('are not found with another type or prefix', async () => {
    await on.create(['city']);
    await reinstall();
    const field = on.fieldNamed('Store Leads: City');
    if (field) field.type = 'text';
    expect(rowOf(await on.list(), 'city')?.state).toBe('not_created');
    if (field) field.type = 'varchar';
    expect(rowOf(await on.list(), 'city')?.state).toBe('found');
    if (on.world.state.installation)
      on.world.state.installation = { ...on.world.state.installation, fieldPrefix: 'SL' };
    expect(rowOf(await on.list(), 'city')).toMatchObject({ state: 'not_created', fieldName: 'SL: City' });
  });

  it('belong to nobody else’s company and to no erased epoch', async () => {
    await on.create(['city']);
    expect(await on.world.deps.mappings.get(on.world.companyId + 1)).toBeNull();
    const past = { companyId: on.world.companyId, epoch: 'epoch-1' };
    await reinstall();
    await expect(changeMapping(on.world.deps, past, () => ({ intents: ['city'] }))).rejects.toMatchObject({
      code: 'not_installed',
    });
    expect(await on.world.deps.mappings.get(on.world.companyId)).toBeNull();

    await on.create(['rank']);
    await expect(changeMapping(on.world.deps, past, () => ({ intents: ['city'] }))).rejects.toMatchObject({
      code: 'not_installed',
    });
    expect(await on.world.deps.mappings.get(on.world.companyId)).toMatchObject({
      epoch: 'epoch-2',
      intents: [],
    });
  });

  it('make room for the new epoch when a write had crossed the erase', async () => {
    await on.create(['city']);
    on.world.state.installation = {
      companyId: on.world.companyId,
      epoch: 'epoch-2',
      fieldPrefix: 'Store Leads',
      pipedrivePlan: null,
    };
    expect(rowOf(await on.list(), 'city')?.state).toBe('found');
    expect((await on.create(['rank'])).created).toEqual(['rank']);
    const row = await on.world.deps.mappings.get(on.world.companyId);
    expect(row?.epoch).toBe('epoch-2');
    expect(await on.targetOf('city')).toBeNull();
  });
});

describe('a created field', () => {
  it('stays its source’s own when a person gives it the name of another', async () => {
    await on.create(['city']);
    const field = on.fieldNamed('Store Leads: City');
    if (field) field.name = 'Store Leads: Zip';
    const after = await on.list();
    expect(rowOf(after, 'city')).toMatchObject({ state: 'created', fieldCode: field?.code });
    expect(rowOf(after, 'zip')?.state).toBe('not_created');
  });

  it('is shown as broken when it was deleted in Pipedrive, and can be created anew', async () => {
    const { fields } = await on.create(['city']);
    const field = on.fieldNamed('Store Leads: City');
    if (field) field.isDeleted = true;
    expect(rowOf(await on.list(), 'city')).toMatchObject({
      state: 'broken',
      fieldCode: null,
      proposed: true,
    });
    const again = await on.create(['city']);
    expect(again.created).toEqual(['city']);
    expect(rowOf(again.fields, 'city')?.fieldCode).not.toBe(rowOf(fields, 'city')?.fieldCode);
  });

  it('is switched off and on without losing its place', async () => {
    await on.create(['city']);
    const before = await getMapping(on.world.deps, on.world.companyId);
    const off = fieldList.parse((await asUser(on.world, admin).enable('city', false).expect(200)).body);
    expect(rowOf(off, 'city')).toMatchObject({ enabled: false, state: 'created' });
    await asUser(on.world, admin).enable('city', true).expect(200);
    expect((await getMapping(on.world.deps, on.world.companyId)).entries).toEqual(before.entries);
  });
});
