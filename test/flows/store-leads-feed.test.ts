import { afterAll, describe, expect, it } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { panelView } from '../../server/enrichment/enrichment.contract.ts';
import { shopHost } from '../sandbox/seed/shop-hosts.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { preparedApp } from './prepared-app.ts';

const db = await testDatabase();
const canary = newCanary();
const app = await preparedApp(db, { sandbox: { organizations: 60, canary }, stores: 0, storeLeads: true });
afterAll(() => app.close());
// Its own call would be counted among those of the scans; with nothing in the catalogue it has made none yet.
await db.collection('jobs').deleteMany({ name: 'catalog.watch-feed' });
const catalog = createCatalogStore(db);
const asked = () => app.sandbox.world.counters.endpoints['store-leads POST /domain/bulk'];

describe('with a key for Store Leads', () => {
  it('a scan finds stores though the catalogue was empty, and asks for them once', async () => {
    expect(await catalog.count()).toBe(0);
    const first = await app.finished(await app.startRun('/api/scans'));
    expect(first).toMatchObject({ state: 'done', failed: {} });
    expect(first.written).toBeGreaterThan(20);
    expect(await catalog.count()).toBeGreaterThan(20);
    expect(asked()?.statuses).toEqual({ 200: asked()?.calls });
    const calls = asked()?.calls;
    const second = await app.finished(await app.startRun('/api/scans'));
    expect(second).toMatchObject({ state: 'done', written: 0, unchanged: first.written });
    expect(asked()?.calls).toBe(calls);
    await expectPrivate(db, canary, app.log());
  });

  it('a panel knows a shop nobody asked for before, and says so when Store Leads cannot be asked', async () => {
    const organization = app.sandbox.world.organizations.find((each) => !each.is_deleted);
    if (!organization) throw new Error('no organization');
    const path = `/api/organizations/${organization.id}/panel`;
    organization.website = `https://${shopHost(4000).host}/`;
    const panel = await app.ask(panelView, app.admin, 'GET', path);
    expect(panel.store?.name).toBe(shopHost(4000).host);
    app.sandbox.addFault({ kind: 'text', path: '/store-leads/*', count: 9 });
    organization.website = `https://${shopHost(4001).host}/`;
    expect(await app.api(app.admin, 'GET', path)).toMatchObject({
      status: 503,
      body: { error: { code: 'store_leads_unavailable', retry: true } },
    });
  });
});
