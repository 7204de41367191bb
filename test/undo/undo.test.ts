import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordHistory } from '../../server/enrichment/activity.contract.ts';
import {
  type EnrichAllEstimate,
  enrichAllEstimate,
  startedRun,
} from '../../server/enrichment/enrichment.contract.ts';
import { blockCost } from '../../server/enrichment/reading/read-block.ts';
import { webhooksView } from '../../server/inbox/webhooks.contract.ts';
import { preferencesView } from '../../server/install/preferences.contract.ts';
import { endpoints } from '../../server/pipedrive/endpoints.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { undoneRecord, undoOfRecord, undoOfRun } from '../../server/undo/undo.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';

const canary = newCanary();
const db = await testDatabase();
let app: PreparedApp;
let run: RunView;
let estimate: EnrichAllEstimate;
/** Custom fields of all organizations as they were before the run. */
let before: Map<number, string>;
let ids: number[] = [];

const switchUndo = async (undo: boolean) => {
  const { version } = await app.ask(preferencesView, app.admin, 'GET', '/api/preferences');
  await app.ask(preferencesView, app.admin, 'PUT', '/api/preferences', { version, change: { undo } });
};
const org = (id: number) => {
  const found = app.sandbox.world.organizations.find((each) => each.id === id);
  if (!found) throw new Error('no such organization');
  return found;
};
/** What an organization holds; a field that is empty is no field. */
const holds = (id: number) =>
  JSON.stringify(
    Object.entries(org(id).custom_fields)
      .filter(([, value]) => value !== null)
      .sort(),
  );
const nonAdmin = () => Object.values(app.sandbox.world.users).find(({ isAdmin }) => !isAdmin)?.id ?? 0;
const undoRecord = (id: number, wish: object) =>
  app.ask(undoneRecord, app.admin, 'POST', `/api/organizations/${id}/undo`, wish);
/** Until what was written has come back as events, and these are answered. */
const eventsAnswered = async () => {
  await app.sandbox.webhooks.settled();
  await waitFor('all events to be answered', async () => {
    const { waiting, dead } = await app.ask(webhooksView, app.admin, 'GET', '/api/webhooks');
    if (dead > 0) throw new Error('an event was given up');
    return waiting === 0;
  });
};
const keptOf = (id: number) => app.ask(undoOfRecord, app.admin, 'GET', `/api/organizations/${id}/undo`);

beforeAll(async () => {
  app = await preparedApp(db, { sandbox: { organizations: 40, canary } });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(8);
  await switchUndo(true);
  before = new Map(app.sandbox.world.organizations.map(({ id }) => [id, holds(id)]));
  estimate = await app.ask(enrichAllEstimate, app.admin, 'GET', '/api/enrich-all/estimate');
  run = await app.finished(await app.startRun('/api/enrich-all'));
  ids = await db.collection('undo_values').distinct('orgId');
});
afterAll(() => app.close());

describe('with undo switched on', () => {
  it('keeps what a run replaced, sealed, and tells what undoing it takes', async () => {
    expect(run.written).toBeGreaterThan(5);
    expect(ids).toHaveLength(run.written);
    // What reading before writing takes was said beforehand.
    expect(run.tokensUsed).toBeGreaterThan(run.written * endpoints.updateOrganization.cost);
    expect(run.tokensUsed).toBeLessThanOrEqual(estimate.tokens);
    const rows = await db.collection('undo_values').find().toArray();
    expect(rows.every(({ settled }) => settled)).toBe(true);
    const cost = await app.ask(undoOfRun, app.admin, 'GET', `/api/runs/${run.id}/undo`);
    expect(cost).toMatchObject({ records: run.written, until: expect.any(String) });
    expect(cost.tokens).toBe(run.written * endpoints.updateOrganization.cost + blockCost(run.written));
    await expectPrivate(db, canary, app.log());
  });

  it('undoes one field, then the rest of one organization, and says so in its history', async () => {
    const [id = 0] = ids;
    const { attempts } = await keptOf(id);
    const source = attempts[0]?.fields[0]?.source ?? '';
    expect(await undoRecord(id, { runId: run.id, source })).toMatchObject({
      outcome: 'written',
      back: [source],
      left: [],
    });
    expect((await keptOf(id)).attempts[0]?.fields.map((each) => each.source)).not.toContain(source);
    expect((await undoRecord(id, { runId: run.id })).outcome).toBe('written');
    await eventsAnswered();
    expect(holds(id)).toBe(before.get(id));
    expect((await keptOf(id)).attempts).toEqual([]);
    const { entries } = await app.ask(recordHistory, app.admin, 'GET', `/api/organizations/${id}/history`);
    expect(entries.filter(({ cause }) => cause === 'undo')).toHaveLength(2);
    expect(
      (await app.api(app.admin, 'POST', `/api/organizations/${id}/undo`, { runId: run.id })).status,
    ).toBe(409);
  });

  it('undoes the run, and spares and lists what somebody edited since', async () => {
    const edited = ids[1] ?? 0;
    const row = await db.collection('undo_values').findOne({ orgId: edited });
    const { code, source } = row?.['fields'][0] ?? {};
    org(edited).custom_fields[code] = 'typed by hand';
    const { run: undo } = await app.ask(startedRun, app.admin, 'POST', `/api/runs/${run.id}/undo`);
    const done = await app.finished(undo.id);
    expect(done).toMatchObject({ state: 'done', kind: 'undo', written: run.written - 1, failed: {} });
    expect(done.notes).toEqual({ edited_since: 1 });
    // All of these fields have the rule "Always": what comes back as events is no reason to fill them again.
    await eventsAnswered();
    for (const id of ids.slice(2)) expect(holds(id)).toBe(before.get(id));
    expect(org(edited).custom_fields[code]).toBe('typed by hand');
    expect((await keptOf(edited)).attempts[0]?.fields).toMatchObject([{ source }]);
    const again = await app.ask(startedRun, app.admin, 'POST', `/api/runs/${run.id}/undo`);
    expect(await app.finished(again.run.id)).toMatchObject({ written: 0, skipped: { edited_since: 1 } });
  });

  it('undoes what somebody’s click wrote, and no longer once it is back', async () => {
    const id = ids[2] ?? 0;
    await app.api(app.admin, 'POST', `/api/organizations/${id}/enrich`);
    expect(holds(id)).not.toBe(before.get(id));
    const [{ attemptId = null, cause = '' } = {}] = (await keptOf(id)).attempts;
    expect(cause).toBe('button');
    expect(await undoRecord(id, { attemptId })).toMatchObject({ outcome: 'written', left: [] });
    expect(holds(id)).toBe(before.get(id));
    expect((await keptOf(id)).attempts).toEqual([]);
  });

  it('is for people who may change what the app does', async () => {
    const other = nonAdmin();
    await app.install(other);
    const path = `/api/organizations/${ids[1]}/undo`;
    expect(await app.ask(undoOfRecord, other, 'GET', path)).toEqual({ attempts: [] });
    expect((await app.api(other, 'POST', path, { runId: run.id })).status).toBe(403);
    expect((await app.api(other, 'POST', `/api/runs/${run.id}/undo`)).status).toBe(403);
    expect((await app.api(app.admin, 'POST', path, { runId: run.id, more: 1 })).status).toBe(400);
  });

  it('erases what was kept when it is switched off, and keeps nothing then', async () => {
    await switchUndo(false);
    expect(await db.collection('undo_values').countDocuments()).toBe(0);
    await app.finished(await app.startRun('/api/enrich-all'));
    expect(await db.collection('undo_values').countDocuments()).toBe(0);
    expect((await app.ask(undoOfRun, app.admin, 'GET', `/api/runs/${run.id}/undo`)).records).toBe(0);
    await expectPrivate(db, canary, app.log());
  });

  it('offers nothing of what is older than 30 days and erases it, and an uninstall erases all', async () => {
    await switchUndo(true);
    const id = ids[2] ?? 0;
    const rows = db.collection('undo_values');
    const click = async () => {
      org(id).custom_fields = {};
      await app.api(app.admin, 'POST', `/api/organizations/${id}/enrich`);
      expect(await rows.countDocuments()).toBe(1);
    };
    await click();
    const [{ attemptId = null } = {}] = (await keptOf(id)).attempts;
    await rows.updateMany({}, { $set: { at: new Date(Date.now() - 30 * 86_400_000 - 60_000) } });
    expect((await keptOf(id)).attempts).toEqual([]);
    const path = `/api/organizations/${id}/undo`;
    expect((await app.api(app.admin, 'POST', path, { attemptId: attemptId ?? '' })).status).toBe(409);
    const due = { nextRunAt: new Date(), lockedAt: null };
    await db.collection('jobs').updateOne({ name: 'runs.tidy' }, { $set: due });
    await waitFor('what is old to be gone', async () => (await rows.countDocuments()) === 0);
    await click();
    for (const user of [nonAdmin(), app.admin]) await app.sandbox.uninstall(user);
    expect(await rows.countDocuments()).toBe(0);
  });
});
