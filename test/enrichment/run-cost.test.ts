import { beforeEach, expect, test } from 'vitest';
import { enrichAllEstimate, startedRun } from '../../server/enrichment/enrichment.contract.ts';
import {
  enrichManyResult,
  previewResult,
  writeCost,
} from '../../server/enrichment/preview/preview.contract.ts';
import type { MappingEntry } from '../../server/mapping/mapping.ts';
import { testDatabase } from '../support/database.ts';
import { admin } from './enrichment-process.ts';
import { panelWorld } from './panel-world.ts';

const db = await testDatabase();
const on = panelWorld(db);

beforeEach(async () => {
  on.process.worker.start();
  await on.world.scanned(on.process);
  on.world.calls.length = 0;
});

/** Tokens of the calls since they were last counted. */
function spent(): number {
  const tokens = on.world.tokens();
  on.world.calls.length = 0;
  return tokens;
}

async function runTo(path: string) {
  const { run } = startedRun.parse(await on.call('post', path));
  return on.world.runIn(on.process, run.id, ['done', 'done_with_errors', 'failed']);
}

function entryOf(source: string): MappingEntry {
  const entry = on.world.mapping.entries.find((candidate) => candidate.source === source);
  if (!entry) throw new Error(`no ${source}`);
  return entry;
}

/** Has a source fill a field whose options are created as they are needed. */
async function fillOptions(source: string, type: 'enum' | 'set'): Promise<void> {
  const caller = { companyId: on.world.companyId, userId: admin, lane: 'click' } as const;
  const options = [{ label: 'Nobody’s' }];
  const field = { name: `Options of ${source}`, type, options: options.map(({ label }) => label) };
  const made = await on.world.pipedrive.createOrganizationField(caller, field);
  Object.assign(entryOf(source), { target: { code: made.code, type: made.type }, newOption: 'create' });
  on.world.calls.length = 0;
}

const careful = () => {
  for (const entry of on.world.mapping.entries) entry.rule = 'if_empty_or_ours';
};

const kinds: [string, () => unknown][] = [
  ['with nothing to read before', () => undefined],
  ['with live records to read', careful],
  ['with options to create', () => fillOptions('city', 'enum')],
  [
    'with all of that',
    async () => {
      await fillOptions('city', 'enum');
      await fillOptions('technologies', 'set');
      careful();
    },
  ],
];

test.each(kinds)('Enrich all takes what was said at most, %s', async (_, prepare) => {
  await prepare();
  const estimate = enrichAllEstimate.parse(await on.call('get', '/api/enrich-all/estimate'));
  expect(spent()).toBe(0);
  const run = await runTo('/api/enrich-all');
  expect(run.written).toBeGreaterThan(20);
  expect(run.tokensUsed).toBe(spent());
  expect(run.tokensUsed).toBeLessThanOrEqual(estimate.tokens);
  expect(estimate.tokens - run.tokensUsed).toBeLessThanOrEqual(10);
});

test.each(kinds)('a preview of everything says what the run takes at most, %s', async (_, prepare) => {
  await prepare();
  const preview = await runTo('/api/preview/all');
  expect(preview.tokensUsed).toBe(spent());
  const asked = `records=${preview.written}&tokens=${5 * preview.written + preview.tokensUsed}`;
  const { tokens } = writeCost.parse(await on.call('get', `/api/preview/cost?${asked}`));
  const run = await runTo('/api/enrich-all');
  expect(run.written).toBe(preview.written);
  expect(run.tokensUsed).toBe(spent());
  expect(run.tokensUsed).toBeLessThanOrEqual(tokens);
});

test.each(kinds)(
  'a preview of some records says what enriching them takes at most, %s',
  async (_, prepare) => {
    await prepare();
    const scope = { kind: 'sample', count: 10 };
    const body = { objectType: 'organization', scope, draft: null };
    const preview = previewResult.parse(await on.call('post', '/api/preview', { body }));
    expect(preview.records.length).toBeGreaterThan(5);
    on.world.calls.length = 0;
    const ids = preview.records.map(({ id }) => id);
    const pressed = enrichManyResult.parse(
      await on.call('post', '/api/organizations/enrich', { body: { ids } }),
    );
    expect(pressed.records.map(({ outcome }) => outcome)).toEqual(ids.map(() => 'written'));
    expect(spent()).toBeLessThanOrEqual(preview.tokens);
  },
);
