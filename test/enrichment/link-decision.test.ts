import { describe, expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { admin, regular } from './enrichment-process.ts';
import { organizationWith, panelWorld, person, shop } from './panel-world.ts';

const db = await testDatabase();
const on = panelWorld(db);

describe('what people decide', () => {
  test('"not this store" and "do not enrich" last until taken back', async () => {
    const storeId = (await on.panel(shop())).store?.id;
    expect(await on.decide(shop(), { decision: 'not_this_store', storeId })).toMatchObject({
      store: null,
      noStoreReason: 'not_this_store',
    });
    expect(await on.panel(shop())).toMatchObject({
      noStoreReason: 'not_this_store',
      canEnrich: { code: 'no_store' },
    });
    expect((await on.decide(shop(), { decision: 'enrich_again' })).store?.id).toBe(storeId);
    expect(await on.decide(shop(), { decision: 'do_not_enrich' })).toMatchObject({
      excluded: true,
      canEnrich: { code: 'excluded' },
    });
    await on.call('post', `/api/organizations/${shop()}/enrich`, { status: 409 });
    expect(await on.decide(shop(), { decision: 'enrich_again' })).toMatchObject({
      excluded: false,
      canEnrich: { allowed: true },
    });
  });

  test('of several stores a person picks one; a store the website does not lead to is refused', async () => {
    const two = [0, 1].map(
      (n) => on.world.organization(organizationWith((website) => website.shop === n)).website,
    );
    on.world.sandbox.deps.records.change('organization', shop(), { website: two.join(', ') }, person);
    const view = await on.panel(shop());
    expect(view).toMatchObject({ noStoreReason: 'ambiguous', store: null });
    expect(view.candidates).toHaveLength(2);
    const picked = view.candidates[1]?.id;
    expect((await on.decide(shop(), { decision: 'this_store', storeId: picked })).store?.id).toBe(picked);
    const answer = await on.call('post', `/api/organizations/${shop()}/link`, {
      body: { decision: 'this_store', storeId: 'elsewhere.example' },
      status: 400,
    });
    expect(answer).toMatchObject({ error: { code: 'store_not_a_candidate' } });
  });

  test('is not heard of a record the caller cannot see', async () => {
    on.world.sandbox.deps.records.change('organization', shop(), { visible_to: 1, owner_id: admin }, person);
    const path = `/api/organizations/${shop()}/link`;
    const answer = await on.call('post', path, {
      as: `${on.world.companyId} ${regular}`,
      body: { decision: 'do_not_enrich' },
    });
    expect(answer).toMatchObject({ recordState: 'no_access' });
    expect(await db.collection('links').countDocuments()).toBe(0);
  });
});
