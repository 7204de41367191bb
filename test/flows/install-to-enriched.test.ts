import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { preparedApp } from './prepared-app.ts';

const db = await testDatabase();
const canary = newCanary();
const app = await preparedApp(db, { sandbox: { organizations: 120, canary } });
afterAll(() => app.close());

const patch = 'PATCH /api/v2/organizations/{id}';

describe('from install to enriched organization', () => {
  it('finds the stores, fills the fields with one call a record, and needs none when nothing changed', async () => {
    const scanned = await app.finished(await app.startRun('/api/scans'));
    expect(scanned).toMatchObject({ state: 'done', remaining: 0, plannedIsEstimate: false, failed: {} });
    expect(scanned.planned).toBe(app.sandbox.world.organizations.filter((each) => !each.is_deleted).length);
    expect(scanned.written).toBeGreaterThan(50);

    await app.createFields(40);
    const first = await app.finished(await app.startRun('/api/enrich-all'));
    expect(first).toMatchObject({ state: 'done', written: scanned.written, failed: {} });
    expect(app.calls()[patch]).toBe(scanned.written);

    const before = app.calls();
    const second = await app.finished(await app.startRun('/api/enrich-all'));
    expect(second).toMatchObject({ state: 'done', written: 0, unchanged: scanned.written, tokensUsed: 0 });
    expect(app.calls()[patch]).toBe(before[patch]);
    await expectPrivate(db, canary, app.log());
  });
});
