import { expect, it } from 'vitest';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import { createMappingStore } from '../../server/mapping/mapping.store.ts';
import { testDatabase } from '../support/database.ts';

const db = await testDatabase();

it('a mapping of version 0.1.0 goes on as it was, and can be erased and made anew', async () => {
  const rows = db.collection('mappings');
  await rows.createIndex({ companyId: 1, objectType: 1 }, { unique: true });
  const city = {
    source: 'city',
    target: { code: 'c0de', type: 'varchar' },
    rule: 'always',
    whenMissing: 'clear',
    volatility: { kind: 'exact' },
    enabled: false,
    broken: null,
  };
  const old = { objectType: 'organization', epoch: 'e', version: 4, entries: [city], intents: ['zip'] };
  await rows.insertMany([1, 2].map((companyId) => ({ ...old, companyId, refusedAt: 30, creating: null })));

  const mappings = createMappingStore(db);
  await mappings.ensureIndexes();
  await mappings.ensureIndexes();
  const { entries, enabled } = await getMapping({ mappings }, 1, 'organization');
  expect(entries[0]).toEqual({ ...city, newOption: 'skip' });
  expect([entries.length, enabled]).toEqual([97, true]);
  expect((await getMapping({ mappings }, 2, 'person')).enabled).toBe(false);
  const row = await mappings.get(1);
  expect(row).toMatchObject({
    version: 5,
    edition: 0,
    refusedAt: 30,
    objects: { organization: { intents: ['zip'] } },
  });
  if (!row) return;
  expect(await mappings.add(row)).toBe(false);
  expect(await mappings.remove(1)).toBe(1);
  expect(await mappings.add(row)).toBe(true);
  expect(await rows.countDocuments({ entries: { $exists: true } })).toBe(0);
});
