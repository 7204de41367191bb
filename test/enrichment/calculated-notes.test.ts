import { expect, test } from 'vitest';
import { panelViewOf } from '../../server/enrichment/panel-view.ts';
import { calculatedSource } from '../../server/mapping/mapping.ts';
import { notesOfRun } from '../../server/runs/run-notes.ts';
import { testDatabase } from '../support/database.ts';
import { linkedWorld } from './linked-world.ts';

const on = linkedWorld(await testDatabase());

test('a value that could not be calculated is counted, and told with its record and reason', async () => {
  const { mapping, stores, companyId } = on.world;
  const [first] = mapping.entries;
  if (!first) throw new Error('The mapping is empty.');
  const value = { name: 'share', label: 'Share', expression: '1 / rank', resultType: 'number' as const };
  mapping.calculated.push({ ...value, examples: [] });
  const source = calculatedSource('share');
  const target = { code: on.world.codeOf('product_count'), type: 'double' as const };
  mapping.entries.push({ ...first, source, target, rule: 'always' });

  const failed = { error: { code: 'division_by_zero' } };
  const process = on.begin({
    calculate: async (_, __, given) => new Map(given.map(({ id }) => [id, new Map([['share', failed]])])),
  });
  const run = await on.enrichAll(process);
  expect(run).toMatchObject({ state: 'done', failed: {} });
  expect(run.notes['calculation_failed']).toBe(on.linked.length);

  const [id = 0] = on.linked;
  const { notes } = await notesOfRun(stores, companyId, run.id);
  const note = { source, code: 'calculation_failed', detail: 'division_by_zero' };
  expect(notes).toContainEqual({ organizationId: id, ...note });

  const link = await stores.links.get(companyId, id);
  const labels = new Map([[source, 'Share']]);
  const facts = { organizationId: id, website: '', match: null, store: null, candidates: [], blocked: null };
  const { enrichment } = panelViewOf({ ...facts, link, labels, now: new Date() });
  expect(enrichment.notes).toContainEqual({ field: 'Share', code: note.code, detail: note.detail });
});
