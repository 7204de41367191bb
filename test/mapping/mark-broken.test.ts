import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeMapping } from '../../server/mapping/change-mapping.ts';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import { createMappingEraser } from '../../server/mapping/mapping-eraser.ts';
import { markFieldBroken } from '../../server/mapping/mark-broken.ts';
import { testDatabase } from '../support/database.ts';
import { admin, asUser, type FieldWorld, startFieldWorld } from './field-world.ts';

const db = await testDatabase();
let world: FieldWorld;
beforeEach(async () => {
  world = await startFieldWorld(db);
  await asUser(world, admin).create(['city', 'rank']).expect(200);
});
afterEach(() => world.close());

const entry = async (source: string) =>
  (await getMapping(world.deps, world.companyId)).entries.find((each) => each.source === source);
const at = () => ({ companyId: world.companyId, epoch: 'epoch-1' });

it('marks the entry of a refused field, and switching it on clears the mark', async () => {
  const fieldCode = (await entry('city'))?.target?.code ?? '';
  await markFieldBroken(world.deps, at(), { fieldCode, code: 'field_refused' });
  expect((await entry('city'))?.broken).toEqual({ code: 'field_refused', since: world.clock.now() });
  expect((await entry('rank'))?.broken).toBeNull();
  const { body } = await asUser(world, admin).list();
  expect(body.rows.find((row: { source: string }) => row.source === 'city').state).toBe('broken');
  await asUser(world, admin).enable('city', true).expect(200);
  expect((await entry('city'))?.broken).toBeNull();
});

it('does nothing for a field of nobody or one that is marked already', async () => {
  const version = async () => (await getMapping(world.deps, world.companyId)).version;
  const before = await version();
  await markFieldBroken(world.deps, at(), { fieldCode: 'nobody', code: 'field_refused' });
  expect(await version()).toBe(before);
  const fieldCode = (await entry('city'))?.target?.code ?? '';
  await markFieldBroken(world.deps, at(), { fieldCode, code: 'field_refused' });
  await markFieldBroken(world.deps, at(), { fieldCode, code: 'other' });
  expect(await version()).toBe(before + 1);
  expect((await entry('city'))?.broken?.code).toBe('field_refused');
});

it('loses no change when many happen at once', async () => {
  const sources = ['zip', 'title', 'plan', 'theme', 'email', 'state'];
  await Promise.all(
    sources.map((source) =>
      changeMapping(world.deps, at(), ({ intents }) => ({ intents: [...intents, source] })),
    ),
  );
  expect((await world.deps.mappings.get(world.companyId))?.intents.toSorted()).toEqual(sources.toSorted());
});

it('is erased with its company and no other', async () => {
  const row = await world.deps.mappings.get(world.companyId);
  if (row) await world.deps.mappings.add({ ...row, companyId: world.companyId + 1 });
  const eraser = createMappingEraser(world.deps.mappings);
  expect(await eraser.erase(world.companyId)).toBe(1);
  expect(await world.deps.mappings.get(world.companyId)).toBeNull();
  expect(await eraser.erase(world.companyId)).toBe(0);
  expect(await eraser.erase(world.companyId + 1)).toBe(1);
});
