import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signalsPreview } from '../../server/signals/signals.contract.ts';
import { linksOf, type WeeklyApp, weeklyApp } from '../releases/weekly-app.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import {
  notesAbout,
  notesOf,
  publishChange,
  setRules,
  signalRuns,
  tellingIs,
  told,
  withApp,
} from './signals-app.ts';

const db = await testDatabase();
const canary = newCanary();
let app: WeeklyApp;
let stores: string[];

beforeAll(async () => {
  app = await weeklyApp(db, { sandbox: { organizations: 40, canary }, compose: { lockMs: 1500 } });
  stores = [...new Set(app.links.map(({ storeId }) => storeId))];
});
afterAll(() => app.close());

const at = (index: number) => {
  const link = app.links[index];
  if (!link) throw new Error('no link');
  return link;
};

describe('change signals', () => {
  it('are told to nobody without rules, nor of the release that is there when the first rule is set', async () => {
    const before = await publishChange(db, stores.slice(0, 3), withApp('Klaviyo'));
    await app.look();
    await app.brought(before);
    await setRules(app, [
      { kind: 'app_added', names: ['klaviyo'] },
      { kind: 'platform_changed', names: [] },
    ]);
    await app.look();
    expect(await signalRuns(app)).toEqual([]);
    expect(notesAbout(app, before)).toEqual([]);
    const preview = await app.ask(signalsPreview, app.admin, 'GET', '/api/signals/preview');
    expect(preview).toMatchObject({
      organizations: linksOf(app, stores.slice(0, 3)),
      tokensPerNote: 10,
      release: { number: before },
    });
  });

  it('become one note an organization and release with all its changes, at ten tokens, however often it is looked', async () => {
    const changed = stores.slice(3, 8);
    const release = await publishChange(db, changed, (domain) => ({
      ...withApp('Klaviyo')(domain),
      platform: domain.platform === 'wix' ? 'shopify' : 'wix',
    }));
    await Promise.all([app.look(), app.look(), app.look()]);
    const run = await told(app, release);
    const count = linksOf(app, changed);
    expect(run).toMatchObject({
      state: 'done',
      written: count,
      planned: count,
      failed: {},
      skipped: {},
      remaining: 0,
    });
    expect(run.tokensUsed).toBe(10 * count);
    await app.look();
    expect(notesAbout(app, release)).toHaveLength(count);
    for (const { orgId, storeId } of app.links.filter((link) => changed.includes(link.storeId))) {
      const [note, ...more] = notesOf(app, orgId);
      expect(more).toEqual([]);
      expect(note?.content).toContain(`https://${storeId}`);
      expect(note?.content.match(/<li>/g)).toHaveLength(2);
      expect(note?.content).toContain('App added: <b>Klaviyo</b>');
    }
    await app.brought(release);
  });

  it('are not about what no rule asks for', async () => {
    const release = await publishChange(db, stores.slice(0, 6), withApp('Yotpo'));
    await app.look();
    expect(await told(app, release)).toMatchObject({ state: 'done', written: 0, planned: 0 });
    expect(notesAbout(app, release)).toEqual([]);
  });

  it('spare an organization that people took out after the release, and one that is another shop by now', async () => {
    const [out, other, told1] = [at(10), at(11), at(12)];
    await app.prefer({ quietHours: aroundNow() });
    const release = await publishChange(db, [out.storeId, other.storeId, told1.storeId], withApp('KLAVIYO'));
    await app.look();
    await tellingIs(app, release, { state: 'paused', pauseReason: 'quiet_hours' });
    app.sandbox.world.faults.length = 0;
    await app.api(app.admin, 'POST', `/api/organizations/${out.orgId}/link`, { decision: 'do_not_enrich' });
    await app.api(app.admin, 'POST', `/api/organizations/${other.orgId}/link`, {
      decision: 'not_this_store',
      storeId: other.storeId,
    });
    expect(notesAbout(app, release)).toEqual([]);
    await app.prefer({ quietHours: null });
    const run = await told(app, release);
    const spared = Object.values(run.skipped).reduce((sum, n) => sum + n, 0);
    expect(run.skipped).toMatchObject({ do_not_enrich: 1, other_store: 1 });
    expect(run.written + spared).toBe(run.planned);
    expect(notesOf(app, told1.orgId).filter((each) => notesAbout(app, release).includes(each))).toHaveLength(
      1,
    );
    expect(notesAbout(app, release).some((each) => [out.orgId, other.orgId].includes(each.org_id ?? 0))).toBe(
      false,
    );
  });

  it('of a release that waited are told beside those of the next, each once', async () => {
    await app.prefer({ quietHours: aroundNow() });
    const { orgId, storeId } = at(13);
    const first = await publishChange(db, [storeId], withApp('Klaviyo'));
    await app.look();
    await tellingIs(app, first, { state: 'paused', pauseReason: 'quiet_hours' });
    const second = await publishChange(db, [storeId], (domain) => ({
      platform: domain.platform === 'magento' ? 'wix' : 'magento',
    }));
    await app.look();
    await tellingIs(app, second, { state: 'paused', pauseReason: 'quiet_hours' });
    await app.prefer({ quietHours: null });
    expect((await told(app, first)).state).toBe('superseded');
    await told(app, second);
    const about = (release: number) => notesAbout(app, release).filter((note) => note.org_id === orgId);
    expect(about(first)).toHaveLength(1);
    expect(about(first)[0]?.content).toContain('Klaviyo');
    expect(about(second)).toHaveLength(1);
    expect(about(second)[0]?.content).toContain('Platform:');
  });

  it('are added once although the answer is lost, and again where nothing was added', async () => {
    const [lost, refused] = [stores.slice(14, 16), stores.slice(16, 18)];
    app.sandbox.addFault({
      method: 'POST',
      path: '/api/v1/notes',
      kind: 'status_after',
      status: 502,
      count: 2,
    });
    const first = await publishChange(db, lost, withApp('Klaviyo'));
    await app.look();
    expect(await told(app, first)).toMatchObject({ state: 'done', written: linksOf(app, lost), failed: {} });
    expect(notesAbout(app, first)).toHaveLength(linksOf(app, lost));
    app.sandbox.addFault({ method: 'POST', path: '/api/v1/notes', kind: 'status', status: 503, count: 2 });
    const second = await publishChange(db, refused, withApp('Klaviyo'));
    await app.look();
    expect(await told(app, second)).toMatchObject({
      state: 'done',
      written: linksOf(app, refused),
      failed: {},
    });
    expect(notesAbout(app, second)).toHaveLength(linksOf(app, refused));
  });

  it('that Pipedrive refuses are counted and left', async () => {
    const { storeId } = at(19);
    app.sandbox.addFault({ method: 'POST', path: '/api/v1/notes', kind: 'status', status: 400, count: 50 });
    const release = await publishChange(db, [storeId], withApp('Klaviyo'));
    await app.look();
    const run = await told(app, release);
    expect(run).toMatchObject({ state: 'done_with_errors', written: 0 });
    expect(Object.keys(run.failed)).toEqual(['request_refused']);
    app.sandbox.world.faults.length = 0;
    expect(notesAbout(app, release)).toEqual([]);
  });

  it('wait while automatic work is off; the current release is told once it is on', async () => {
    await app.prefer({ automatic: false });
    const changed = stores.slice(20, 22);
    const release = await publishChange(db, changed, withApp('Klaviyo'));
    await app.look();
    expect((await signalRuns(app)).some((run) => run.release === release)).toBe(false);
    await app.prefer({ automatic: true });
    expect((await told(app, release)).written).toBe(linksOf(app, changed));
  });

  it('leave nothing of the customer behind', async () => {
    await expectPrivate(db, canary, app.log());
    const companyId = app.sandbox.world.company.id;
    expect(await db.collection('signal_claims').countDocuments({ companyId })).toBeGreaterThan(5);
  });
});

/** Quiet hours around this moment, in a zone whose clock shows it. */
function aroundNow() {
  const shown = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  const hour = 3_600_000;
  return { from: shown(Date.now() - hour), until: shown(Date.now() + hour), timeZone: 'UTC' };
}
