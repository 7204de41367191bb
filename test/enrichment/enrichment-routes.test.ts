import { describe, expect, test } from 'vitest';
import { runList } from '../../server/runs/runs.contract.ts';
import { testDatabase } from '../support/database.ts';
import { admin, regular } from './enrichment-process.ts';
import { panelWorld, shop } from './panel-world.ts';

const db = await testDatabase();
const on = panelWorld(db);

describe('scan and Enrich all', () => {
  test('show what they take before they start, run, and refuse to run twice', async () => {
    expect(await on.call('get', '/api/enrich-all/estimate')).toMatchObject({
      records: 0,
      blocked: { code: 'nothing_to_enrich' },
    });
    const { run } = (await on.call('post', '/api/scans')) as { run: { id: string } };
    expect(await on.call('post', '/api/scans', { status: 409 })).toMatchObject({
      error: { code: 'run_active' },
    });
    on.process.worker.start();
    const scan = await on.world.runIn(on.process, run.id, ['done']);
    const estimate = await on.call('get', '/api/enrich-all/estimate');
    expect(estimate).toMatchObject({
      records: scan.written,
      // The writes, and the currencies once.
      tokens: scan.written * 5 + 20,
      blocked: null,
      tokensLeftToday: 36_000,
    });
    const { run: second } = (await on.call('post', '/api/enrich-all')) as { run: { id: string } };
    await on.world.runIn(on.process, second.id, ['done']);
    const { runs } = runList.parse(await on.call('get', '/api/runs'));
    expect(runs.map((view) => [view.kind, view.state])).toEqual([
      ['enrich_all', 'done'],
      ['scan', 'done'],
    ]);
  });

  test('are started and cancelled by managers only', async () => {
    const as = `${on.world.companyId} ${regular}`;
    await on.call('post', '/api/scans', { as, status: 403 });
    await on.call('post', '/api/enrich-all', { as, status: 403 });
    const { run } = (await on.call('post', '/api/scans')) as { run: { id: string } };
    await on.call('post', `/api/runs/${run.id}/cancel`, { as, status: 403 });
    expect(await on.call('post', `/api/runs/${run.id}/cancel`)).toMatchObject({
      run: { state: 'cancelled' },
    });
  });
});

test('nothing of one company answers to another', async () => {
  await on.enrich(shop());
  const { run } = (await on.call('post', '/api/scans')) as { run: { id: string } };
  const as = `${on.world.companyId + 1} ${admin}`;
  expect(await on.call('get', '/api/runs', { as })).toEqual({ runs: [] });
  await on.call('get', `/api/runs/${run.id}`, { as, status: 404 });
  await on.call('post', `/api/runs/${run.id}/cancel`, { as, status: 404 });
  for (const path of [`/api/organizations/${shop()}/enrich`, '/api/scans', '/api/enrich-all']) {
    await on.call('post', path, { as, status: 404 });
  }
  await on.call('get', '/api/enrich-all/estimate', { as, status: 404 });
  await on.call('get', `/api/organizations/${shop()}/panel`, { as, status: 404 });
  const before = await db.collection('links').find().toArray();
  on.world.install(on.world.companyId + 1);
  await on.call('get', `/api/runs/${run.id}`, { as, status: 404 });
  await on.call('post', `/api/runs/${run.id}/cancel`, { as, status: 404 });
  expect(await on.call('get', '/api/enrich-all/estimate', { as })).toMatchObject({ records: 0 });
  expect(await db.collection('links').find().toArray()).toEqual(before);
});

test.each(['0', '-1', 'x', '1e3x', '9007199254740993', '%24ne'])(
  'an id like %s is refused before anything is read',
  async (id) => {
    on.world.calls.length = 0;
    await on.call('get', `/api/organizations/${id}/panel`, { status: 400 });
    await on.call('post', `/api/organizations/${id}/enrich`, { status: 400 });
    expect(on.world.calls).toEqual([]);
  },
);
