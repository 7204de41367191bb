import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadLetters, organizationNames, recordHistory } from '../../server/enrichment/activity.contract.ts';
import { startedRun } from '../../server/enrichment/enrichment.contract.ts';
import { retriedForDays } from '../../server/enrichment/failing.ts';
import { type RunView, runRecords } from '../../server/runs/runs.contract.ts';
import { testDatabase } from '../support/database.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

const patch = 'PATCH /api/v2/organizations/{id}';
const read = 'GET /api/v2/organizations/{id}';
const db = await testDatabase();
let app: PreparedApp;
/** Two organizations whose change Pipedrive refuses. */
let [first, second] = [0, 0];
let whole: RunView;

beforeAll(async () => {
  app = await preparedApp(db, { sandbox: { organizations: 40 } });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(12);
  const links = await db.collection('links').find({ enrichable: true }).sort({ orgId: 1 }).toArray();
  [first, second] = [links[1]?.['orgId'], links[3]?.['orgId']];
  for (const id of [first, second]) refuse(id);
  whole = await app.finished(await app.startRun('/api/enrich-all'));
});
afterAll(() => app.close());

const refuse = (id: number) =>
  app.sandbox.addFault({
    ...{ method: 'PATCH', path: `/api/v2/organizations/${id}`, kind: 'status', status: 400, count: 1000 },
  } as Parameters<typeof app.sandbox.addFault>[0]);
const allow = (id: number) => {
  const { faults } = app.sandbox.world;
  faults.splice(0, faults.length, ...faults.filter(({ path }) => path !== `/api/v2/organizations/${id}`));
};
const records = (id: string, query = '') =>
  app.ask(runRecords, app.admin, 'GET', `/api/runs/${id}/records${query}`);
const retry = async (path: string, wish: object = {}) =>
  app.finished((await app.ask(startedRun, app.admin, 'POST', `${path}/retry`, wish)).run.id);
const given = () => app.ask(deadLetters, app.admin, 'GET', '/api/dead-letters');
const historyOf = (id: number) =>
  app.ask(recordHistory, app.admin, 'GET', `/api/organizations/${id}/history`);

describe('records a run failed on', () => {
  it('are listed with the reason, and the others with what was written', async () => {
    expect(whole).toMatchObject({ state: 'done_with_errors', failed: { request_refused: 2 } });
    const failed = await records(whole.id);
    expect(failed.records.map(({ organizationId, code }) => [organizationId, code])).toEqual([
      [first, 'request_refused'],
      [second, 'request_refused'],
    ]);
    const written = await records(whole.id, '?outcome=written');
    expect(written.records).toHaveLength(whole.written);
    expect(written.records.every(({ sources }) => sources.length > 0)).toBe(true);
    expect((await given()).retried).toBe(2);
  });

  it('are named for who looks, for a token each, and no name is kept', async () => {
    const before = app.calls()[read] ?? 0;
    const ids = [first, second];
    const { names } = await app.ask(organizationNames, app.admin, 'POST', '/api/organizations/names', {
      ids,
    });
    const { organizations } = app.sandbox.world;
    const name = (id: number) => organizations.find((each) => each.id === id)?.name;
    expect(names).toEqual({ [first]: name(first), [second]: name(second) });
    expect((app.calls()[read] ?? 0) - before).toBe(2);
  });

  it('are taken up again one by one, without touching any other', async () => {
    allow(first);
    const before = app.calls()[patch] ?? 0;
    const run = await retry(`/api/runs/${whole.id}`, { organizationIds: [first] });
    expect(run).toMatchObject({ kind: 'retry', state: 'done', planned: 1, written: 1 });
    expect((app.calls()[patch] ?? 0) - before).toBe(1);
    const again = { organizationIds: [first] };
    expect(await app.api(app.admin, 'POST', `/api/runs/${whole.id}/retry`, again)).toMatchObject({
      status: 409,
      body: { error: { code: 'nothing_failed' } },
    });
  });

  it('or all of those that still fail', async () => {
    expect(await retry(`/api/runs/${whole.id}`)).toMatchObject({
      state: 'done_with_errors',
      planned: 1,
      failed: { request_refused: 1 },
    });
  });

  it('are left alone after two weeks, listed, and taken up when a person says so', async () => {
    expect(await given()).toMatchObject({ dead: 0, retried: 1, records: [] });
    const since = new Date(Date.now() - retriedForDays * 86_400_000);
    await db.collection('links').updateOne({ orgId: second }, { $set: { failingSince: since } });
    const before = app.calls()[patch];
    const run = await app.finished(await app.startRun('/api/enrich-all'));
    expect(run).toMatchObject({ state: 'done', written: 0, skipped: { dead_letter: 1 }, failed: {} });
    expect(app.calls()[patch]).toBe(before);
    expect(await given()).toMatchObject({
      ...{ dead: 1, retried: 0, afterDays: 14, next: null },
      records: [{ organizationId: second, since: since.toISOString(), code: 'request_refused' }],
    });

    expect(await retry('/api/dead-letters')).toMatchObject({ failed: { request_refused: 1 } });
    expect((await given()).dead).toBe(1);
    allow(second);
    expect(await retry('/api/dead-letters')).toMatchObject({ state: 'done', written: 1 });
    expect(await given()).toMatchObject({ dead: 0, retried: 0, records: [] });
    expect(await app.api(app.admin, 'POST', '/api/dead-letters/retry', {})).toMatchObject({ status: 409 });
  });

  it('have a history that says what was done, by what, and which fields it was about', async () => {
    await app.api(app.admin, 'POST', `/api/organizations/${first}/enrich`);
    const { entries, keptDays } = await historyOf(first);
    expect(keptDays).toBe(30);
    expect(entries.map(({ cause, runKind, outcome }) => [cause, runKind, outcome])).toEqual([
      ['button', null, 'unchanged'],
      ['run', 'retry', 'written'],
      ['run', 'enrich_all', 'failed'],
    ]);
    expect(entries[1]?.fields.length).toBeGreaterThan(0);
    expect(entries[2]).toMatchObject({ code: 'request_refused', runId: whole.id });
  });

  it('have no history for who may not see them', async () => {
    const missing = await historyOf(999_999);
    expect(missing).toMatchObject({ recordState: 'no_access', entries: [] });
  });
});
