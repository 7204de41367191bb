import { describe, expect, it } from 'vitest';
import { changeMapping, withObject } from '../../server/mapping/change-mapping.ts';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import type { MappingRow } from '../../server/mapping/mapping-row.ts';
import { testDatabase } from '../support/database.ts';
import { fieldActs, rowOf } from './field-acts.ts';
import { installationOf, prefixedFields } from './field-world.ts';

const on = fieldActs(await testDatabase());
const intendCity = (row: MappingRow) => withObject(row, 'organization', { intents: ['city'] });

describe('fields of an earlier install', () => {
  /** Removes all rows, as an uninstall does, and installs anew. The fields stay in Pipedrive. */
  async function reinstall() {
    await on.world.deps.mappings.remove(on.world.companyId);
    on.world.state.installation = installationOf(on.world.companyId, 'epoch-2');
  }

  it('are found by name and type, and used only when a person confirms', async () => {
    const { mapping } = await on.create(['city', 'rank']);
    await reinstall();
    const after = await on.view();
    expect(rowOf(after, 'city')).toMatchObject({
      state: 'found',
      settings: { target: null },
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
    expect(rowOf(refused.mapping, 'city')).toMatchObject({
      state: 'mapped',
      settings: { target: rowOf(mapping, 'city').settings.target },
    });
    expect(prefixedFields(on.world.sandbox)).toHaveLength(2);
  });

  it('are not found with another type or prefix', async () => {
    await on.create(['city']);
    await reinstall();
    const field = on.fieldNamed('Store Leads: City');
    if (field) field.type = 'text';
    expect(rowOf(await on.view(), 'city').state).toBe('not_mapped');
    if (field) field.type = 'varchar';
    expect(rowOf(await on.view(), 'city').state).toBe('found');
    if (on.world.state.installation)
      on.world.state.installation = { ...on.world.state.installation, fieldPrefix: 'SL' };
    expect(rowOf(await on.view(), 'city')).toMatchObject({
      state: 'not_mapped',
      newField: { name: 'SL: City' },
    });
  });

  it('belong to nobody else’s company and to no erased epoch', async () => {
    await on.create(['city']);
    expect(await on.world.deps.mappings.get(on.world.companyId + 1)).toBeNull();
    const past = { companyId: on.world.companyId, epoch: 'epoch-1' };
    await reinstall();
    await expect(changeMapping(on.world.deps, past, intendCity)).rejects.toMatchObject({
      code: 'not_installed',
    });
    expect(await on.world.deps.mappings.get(on.world.companyId)).toBeNull();

    await on.create(['rank']);
    await expect(changeMapping(on.world.deps, past, intendCity)).rejects.toMatchObject({
      code: 'not_installed',
    });
    expect(await on.world.deps.mappings.get(on.world.companyId)).toMatchObject({
      epoch: 'epoch-2',
      objects: { organization: { intents: [] } },
    });
  });

  it('make room for the new epoch when a write had crossed the erase', async () => {
    await on.create(['city']);
    on.world.state.installation = installationOf(on.world.companyId, 'epoch-2');
    expect(rowOf(await on.view(), 'city').state).toBe('found');
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
    const after = await on.view();
    expect(rowOf(after, 'city')).toMatchObject({ state: 'mapped', settings: { target: field?.code } });
    expect(rowOf(after, 'zip').state).toBe('not_mapped');
  });

  it('is shown as broken when it was deleted in Pipedrive, and can be created anew', async () => {
    on.world.state.inferred = 'growth';
    const { mapping } = await on.create(['city']);
    const field = on.fieldNamed('Store Leads: City');
    if (field) field.isDeleted = true;
    expect(rowOf(await on.view(), 'city')).toMatchObject({
      state: 'broken',
      brokenCode: 'target_gone',
      targetName: null,
      proposed: true,
    });
    const again = await on.create(['city']);
    expect(again.created).toEqual(['city']);
    expect(rowOf(again.mapping, 'city').settings.target).not.toBe(rowOf(mapping, 'city').settings.target);
  });

  it('is switched off and on without losing its place', async () => {
    await on.create(['city']);
    const entries = async () => (await getMapping(on.world.deps, on.world.companyId, 'organization')).entries;
    const before = await entries();
    const off = await on.change('city', { enabled: false });
    expect(rowOf(off, 'city')).toMatchObject({ settings: { enabled: false }, state: 'mapped' });
    await on.change('city', { enabled: true });
    expect(await entries()).toEqual(before);
  });
});
