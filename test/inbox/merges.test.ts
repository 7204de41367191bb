import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { attention } from '../../server/enrichment/activity.contract.ts';
import { panelView } from '../../server/enrichment/enrichment.contract.ts';
import { type CarefulApp, carefulApp } from '../flows/careful-app.ts';
import { mergeRecords } from '../sandbox/state/merge-records.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';

const db = await testDatabase();
const canary = newCanary();
let app: CarefulApp;
type Shop = { orgId: number; storeId: string; holds: unknown };
/** Shops whose store says nothing of a field, and others that hold something there. */
let empty: Shop[] = [];
let filled: Shop[] = [];
let code = '';
let source = '';

beforeAll(async () => {
  app = await carefulApp(db, { organizations: 120, stores: 120, withEvents: true, canary });
  await app.finished(await app.startRun('/api/scans'));
  await app.settle({ rule: 'if_empty_or_ours', whenMissing: 'keep' });
  await app.finished(await app.startRun('/api/enrich-all'));
  await answered();
  const links = await db.collection('links').find({ enrichable: true }).toArray();
  for ([source, code] of app.codes) {
    const shops = links.map((link) => ({
      ...{ orgId: Number(link['orgId']), storeId: String(link['match'].storeId) },
      holds: app.held(Number(link['orgId']), code),
    }));
    empty = shops.filter(({ holds }) => holds === null);
    filled = shops.filter(({ holds }) => typeof holds === 'string');
    if (empty.length > 4 && filled.length > 4) break;
  }
  expect(Math.min(empty.length, filled.length)).toBeGreaterThan(4);
});
afterAll(() => app.close());

const person = () => ({ userId: app.admin, source: 'app' }) as const;
const linkOf = (orgId: number) => db.collection('links').findOne({ orgId });

/** Everything Pipedrive had to tell has been delivered and answered. */
async function answered(): Promise<void> {
  await app.sandbox.webhooks.settled();
  await waitFor(
    'the answers',
    async () => (await db.collection('inbox_events').countDocuments({ state: 'waiting' })) === 0,
  );
}

function taken(from: Shop[]): Shop {
  const shop = from.shift();
  if (!shop) throw new Error('no shop is left');
  return shop;
}

async function merged(survivorId: number, loserId: number): Promise<void> {
  const actor = person();
  mergeRecords(app.sandbox.deps, { kind: 'organization', survivorId, loserId, actor });
  await answered();
  await waitFor('the mark', async () => (await linkOf(loserId))?.['gone'] === true);
}

async function storeSays({ storeId }: Shop, value: string): Promise<void> {
  const catalog = createCatalogStore(db);
  const store = (await catalog.findStores([storeId])).get(storeId);
  if (!store) throw new Error('no store');
  await catalog.upsertMany([{ ...store, domain: { ...store.domain, [source]: value } }]);
}

/** The survivor's store says something now where it said nothing; the button fills what may be filled. */
async function filledAfter(shop: Shop, value: string): Promise<unknown> {
  const { orgId } = shop;
  await storeSays(shop, value);
  await app.api(app.admin, 'POST', `/api/organizations/${orgId}/enrich`);
  return app.held(orgId, code);
}

describe('an organization that took in another one', () => {
  it('has a value from it that we wrote there: ours here, too, and kept up to date', async () => {
    const [survivor, loser] = [taken(empty), taken(filled)];
    await merged(survivor.orgId, loser.orgId);
    expect(app.held(survivor.orgId, code)).toBe(loser.holds);
    expect((await linkOf(survivor.orgId))?.['match'].storeId).toBe(survivor.storeId);
    expect(await filledAfter(survivor, 'Newtown')).toBe('Newtown');
  });

  it('has a value from it that somebody typed there: theirs here, too, and left alone', async () => {
    const [survivor, loser] = [taken(empty), taken(filled)];
    app.type(loser.orgId, code, `typed ${canary}`);
    await answered();
    await merged(survivor.orgId, loser.orgId);
    expect(app.held(survivor.orgId, code)).toBe(`typed ${canary}`);
    expect(await filledAfter(survivor, 'Newtown')).toBe(`typed ${canary}`);
  });

  it('has it also where the other one was found gone before Pipedrive told of the merge', async () => {
    const [survivor, loser] = [taken(empty), taken(filled)];
    app.sandbox.webhooks.trouble({ kind: 'hold', count: 100 });
    mergeRecords(app.sandbox.deps, {
      ...{ kind: 'organization', survivorId: survivor.orgId, loserId: loser.orgId, actor: person() },
    });
    await storeSays(loser, 'Oldtown');
    await app.finished(await app.startRun('/api/enrich-all'));
    expect((await linkOf(loser.orgId))?.['gone']).toBe(true);
    expect((await linkOf(survivor.orgId))?.['gone']).toBe(false);
    app.sandbox.world.troubles = [];
    app.sandbox.webhooks.release('reversed');
    await answered();
    expect(app.held(survivor.orgId, code)).toBe(loser.holds);
    expect(await filledAfter(survivor, 'Newtown')).toBe('Newtown');
  });

  it('keeps what somebody typed into it before', async () => {
    const [survivor, loser] = [taken(filled), taken(filled)];
    app.type(survivor.orgId, code, 'typed before');
    await answered();
    await merged(survivor.orgId, loser.orgId);
    expect(await filledAfter(survivor, 'Newtown')).toBe('typed before');
  });

  it('waits for a person where both were different shops and the website names neither', async () => {
    const [survivor, loser] = [taken(filled), taken(filled)];
    app.sandbox.webhooks.trouble({ kind: 'hold', count: 100 });
    const { records } = app.sandbox.deps;
    for (const { orgId } of [survivor, loser])
      records.change('organization', orgId, { website: null }, person());
    mergeRecords(app.sandbox.deps, {
      ...{ kind: 'organization', survivorId: survivor.orgId, loserId: loser.orgId, actor: person() },
    });
    app.sandbox.world.troubles = [];
    app.sandbox.webhooks.release('reversed');
    await answered();
    await waitFor('the link', async () => (await linkOf(survivor.orgId))?.['match'].kind === 'merged');
    const path = `/api/organizations/${survivor.orgId}/panel`;
    const view = await app.ask(panelView, app.admin, 'GET', path);
    expect(view).toMatchObject({ store: null, noStoreReason: 'merged' });
    expect((await app.ask(attention, app.admin, 'GET', '/api/attention')).merged).toContain(survivor.orgId);

    // Their answer is the website, as everywhere.
    const website = `https://${loser.storeId}/`;
    records.change('organization', survivor.orgId, { website }, person());
    await waitFor(
      'the store that was chosen',
      async () => (await linkOf(survivor.orgId))?.['match'].storeId === loser.storeId,
    );
    expect((await app.ask(attention, app.admin, 'GET', '/api/attention')).merged).not.toContain(
      survivor.orgId,
    );
  });

  it('leaves nothing of what people typed behind', async () => {
    await answered();
    await expectPrivate(db, canary, app.log());
  });
});
