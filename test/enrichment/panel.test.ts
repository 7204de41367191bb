import { describe, expect, test } from 'vitest';
import { panelView } from '../../server/enrichment/enrichment.contract.ts';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { admin, regular } from './enrichment-process.ts';
import { ownCollections } from './enrichment-world.ts';
import { organizationWith, panelWorld, person, shop } from './panel-world.ts';

const db = await testDatabase();
const on = panelWorld(db);

describe('the panel of an organization', () => {
  test('shows the store of the website as it is now, and stores nothing by looking', async () => {
    const view = await on.panel(shop());
    expect(view).toMatchObject({
      recordState: 'ok',
      noStoreReason: null,
      excluded: false,
      canEnrich: { allowed: true },
    });
    expect(view.store?.name).toContain('.example');
    expect(view.enrichment.state).toBe('never');
    expect(await db.collection('links').countDocuments()).toBe(0);

    on.world.sandbox.deps.records.change('organization', shop(), { website: null }, person);
    expect(await on.panel(shop())).toMatchObject({
      store: null,
      noStoreReason: 'no_website',
      canEnrich: { code: 'no_store' },
    });
  });

  test('says why there is no store', async () => {
    const none = organizationWith(
      (website) => website.text?.includes('facebook.com') === true && website.shop === null,
    );
    expect(await on.panel(none)).toMatchObject({ store: null, noStoreReason: 'not_a_shop' });
    const installation = on.world.installations.get(on.world.companyId);
    if (installation) on.world.installations.set(on.world.companyId, { ...installation, websiteField: null });
    expect(await on.panel(shop())).toMatchObject({ store: null, noStoreReason: 'website_field_not_chosen' });
  });

  test('tells deleted, invisible and unreadable for lack of budget apart, and shows nothing of them', async () => {
    on.world.sandbox.deps.records.change('organization', shop(), { visible_to: 1, owner_id: admin }, person);
    expect(await on.panel(shop(), `${on.world.companyId} ${regular}`)).toMatchObject({
      recordState: 'no_access',
      website: null,
      store: null,
    });
    expect(await on.panel(999_999)).toMatchObject({ recordState: 'no_access' });
    on.world.gate.before = () => {
      throw pipedriveError('budget_exhausted');
    };
    expect(await on.panel(shop())).toMatchObject({ recordState: 'budget_exhausted', store: null });
    on.world.gate.before = null;
    on.world.sandbox.deps.records.remove('organization', shop(), person);
    expect(await on.panel(shop())).toMatchObject({ recordState: 'deleted', website: null, store: null });
  });

  test('of a person is that of the linked organization', async () => {
    const linkedTo = (orgId: number | null) =>
      on.world.sandbox.world.persons.find(
        (candidate) => candidate.visible_to === 7 && (orgId === null || candidate.org_id !== null),
      );
    const employee = linkedTo(shop());
    on.world.sandbox.deps.records.change('person', employee?.id ?? 0, { org_id: shop() }, person);
    const view = panelView.parse(await on.call('get', `/api/persons/${employee?.id}/panel`));
    expect(view).toMatchObject({ recordState: 'ok', organizationId: shop() });
    on.world.sandbox.deps.records.change('person', employee?.id ?? 0, { org_id: null }, person);
    expect(await on.call('get', `/api/persons/${employee?.id}/panel`)).toMatchObject({
      recordState: 'no_organization',
    });
  });
});

test('button, panel and decisions store nothing of the customer but ids, hosts, times, tags and codes', async () => {
  await on.enrich(shop());
  await on.decide(shop(), { decision: 'do_not_enrich' });
  const dump = await dumpDatabase(db);
  expect(JSON.stringify(ownCollections.map((name) => dump[name]))).not.toContain('CANARY');
  expect(on.world.lines.join('')).not.toContain('CANARY');
});
