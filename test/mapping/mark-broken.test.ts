import { beforeEach, expect, it } from 'vitest';
import { changeMapping, withObject } from '../../server/mapping/change-mapping.ts';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import { createMappingEraser } from '../../server/mapping/mapping-eraser.ts';
import { markFieldBroken } from '../../server/mapping/mark-broken.ts';
import { testDatabase } from '../support/database.ts';
import { fieldActs, rowOf } from './field-acts.ts';

const on = fieldActs(await testDatabase());
beforeEach(() => on.create(['city', 'rank']));

const at = (epoch = 'epoch-1') => ({ companyId: on.world.companyId, epoch });
const codeOf = async (source: string) => (await on.targetOf(source))?.code ?? '';

it('marks the entry of a refused field, and switching it off and on clears the mark', async () => {
  await markFieldBroken(on.world.deps, at(), { fieldCode: await codeOf('city'), code: 'field_refused' });
  expect((await on.entryOf('city')).broken).toEqual({
    code: 'field_refused',
    since: on.world.clock.now(),
  });
  expect((await on.entryOf('rank')).broken).toBeNull();
  expect(rowOf(await on.view(), 'city')).toMatchObject({ state: 'broken', brokenCode: 'field_refused' });
  await on.change('city', { rule: 'if_empty' });
  expect((await on.entryOf('city')).broken?.code).toBe('field_refused');
  await on.change('city', { enabled: false });
  expect((await on.entryOf('city')).broken).toBeNull();
});

it('forgets the mark when another field is picked', async () => {
  await markFieldBroken(on.world.deps, at(), { fieldCode: await codeOf('city'), code: 'field_refused' });
  await on.change('city', { target: on.fieldNamed('City')?.code ?? '' });
  expect((await on.entryOf('city')).broken).toBeNull();
});

it('does nothing for a field of nobody or one that is marked already', async () => {
  const version = async () => (await getMapping(on.world.deps, on.world.companyId, 'organization')).version;
  const before = await version();
  await markFieldBroken(on.world.deps, at(), { fieldCode: 'nobody', code: 'field_refused' });
  expect(await version()).toBe(before);
  const fieldCode = await codeOf('city');
  await markFieldBroken(on.world.deps, at(), { fieldCode, code: 'field_refused' });
  await markFieldBroken(on.world.deps, at(), { fieldCode, code: 'other' });
  expect(await version()).toBe(before + 1);
  expect((await on.entryOf('city')).broken?.code).toBe('field_refused');
});

it('is no version that one could go back to', async () => {
  const { edition } = await on.view();
  await markFieldBroken(on.world.deps, at(), { fieldCode: await codeOf('city'), code: 'field_refused' });
  expect((await on.view()).edition).toBe(edition);
});

it('loses no change when many happen at once', async () => {
  const sources = ['zip', 'title', 'plan', 'theme', 'email', 'state'];
  await Promise.all(
    sources.map((source) =>
      changeMapping(on.world.deps, at(), (row) =>
        withObject(row, 'person', { intents: [...row.objects.person.intents, source] }),
      ),
    ),
  );
  const row = await on.world.deps.mappings.get(on.world.companyId);
  expect(row?.objects.person.intents.toSorted()).toEqual(sources.toSorted());
});

it('is erased with its company and no other, versions and all', async () => {
  const { mappings, mappingVersions } = on.world.deps;
  const { companyId } = on.world;
  const row = await mappings.get(companyId);
  const version = await mappingVersions.get(at(), 1);
  if (!row || !version) throw new Error('nothing to erase');
  await mappings.add({ ...row, companyId: companyId + 1 });
  await mappingVersions.add({ ...version, companyId: companyId + 1 });
  const eraser = createMappingEraser({ mappings, mappingVersions });
  expect(await eraser.erase(companyId)).toBe(2);
  expect([await mappings.get(companyId), await mappingVersions.list(at())]).toEqual([null, []]);
  expect(await eraser.erase(companyId)).toBe(0);
  expect(await eraser.erase(companyId + 1)).toBe(2);
});

it('is swept up where a late writer of a removed installation left something', async () => {
  const { mappings, mappingVersions } = on.world.deps;
  const { companyId } = on.world;
  const version = await mappingVersions.get(at(), 1);
  if (!version) throw new Error('nothing to sweep');
  await mappingVersions.add({ ...version, epoch: 'dead' });
  const eraser = createMappingEraser({ mappings, mappingVersions });
  expect(await eraser.sweep(companyId, 'dead')).toBe(1);
  expect(await mappingVersions.list(at('dead'))).toEqual([]);
  expect(await mappingVersions.list(at())).toHaveLength(1);
  expect(await mappings.get(companyId)).not.toBeNull();
});
