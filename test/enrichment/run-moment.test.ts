import { expect, test } from 'vitest';
import { calculatedSource } from '../../server/mapping/mapping.ts';
import { testDatabase } from '../support/database.ts';
import { linkedWorld } from './linked-world.ts';

const on = linkedWorld(await testDatabase());

test('all of a run is calculated for the moment it was ordered, its sample and its walk too', async () => {
  const { mapping } = on.world;
  const [first] = mapping.entries;
  if (!first) throw new Error('The mapping is empty.');
  mapping.calculated.push({
    name: 'age',
    label: 'Age',
    expression: 'daysBetween(created_at, now)',
    resultType: 'number',
    examples: [],
  });
  const target = { code: on.world.codeOf('product_count'), type: 'double' as const };
  mapping.entries.push({ ...first, source: calculatedSource('age'), target, rule: 'if_empty' });

  const moments: Date[] = [];
  const process = on.begin({
    calculate: async (_, __, stores, now) => {
      moments.push(now);
      return new Map(stores.map(({ id }) => [id, new Map([['age', { value: 1 }]])]));
    },
  });
  const { id } = await on.enrichAll(process);
  const run = await on.world.stores.runs.get(on.world.companyId, id);
  expect(moments.length).toBeGreaterThan(1);
  for (const moment of moments) expect(moment).toEqual(run?.createdAt);
});
