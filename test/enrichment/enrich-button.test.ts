import { describe, expect, test } from 'vitest';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import { testDatabase } from '../support/database.ts';
import { regular } from './enrichment-process.ts';
import { organizationWith, panelWorld, person, shop } from './panel-world.ts';

const db = await testDatabase();
const on = panelWorld(db);

describe('the Enrich button', () => {
  test('writes once in the name of who pressed it, and nothing when all is in step', async () => {
    const view = await on.enrich(shop(), `${on.world.companyId} ${regular}`);
    expect(view.enrichment).toMatchObject({ state: 'in_step', errorCode: null });
    expect(view.enrichment.fieldsWritten).toBeGreaterThan(3);
    expect(on.world.calls.find((one) => one.name === 'updateOrganization')?.userId).toBe(regular);
    expect((await on.enrich(shop())).enrichment).toMatchObject({ state: 'in_step', fieldsWritten: 0 });
    expect(on.world.count('updateOrganization')).toBe(1);
    const [entry] = await on.world.stores.history.ofRecord(on.world.companyId, shop(), 5);
    expect(entry).toMatchObject({ outcome: 'unchanged', runId: null });
  });

  test('puts right what a person changed', async () => {
    await on.enrich(shop());
    const code = on.world.codeOf('title');
    const before = on.world.organization(shop()).custom_fields;
    on.world.sandbox.deps.records.change(
      'organization',
      shop(),
      { custom_fields: { ...before, [code]: 'typed by hand' } },
      person,
    );
    expect((await on.enrich(shop())).enrichment.fieldsWritten).toBe(1);
    expect(on.world.organization(shop()).custom_fields[code]).toBe(before[code]);
  });

  test('follows a website that moved to another store', async () => {
    const first = await on.enrich(shop());
    const other = on.world.organization(organizationWith((website) => website.shop === 1)).website;
    on.world.sandbox.deps.records.change('organization', shop(), { website: other }, person);
    const second = await on.enrich(shop());
    expect(second.store?.id).not.toBe(first.store?.id);
    expect((await on.world.stores.links.get(on.world.companyId, shop()))?.match.storeId).toBe(
      second.store?.id,
    );
  });

  test('pressed twice at once writes once', async () => {
    const views = await Promise.all([on.enrich(shop()), on.enrich(shop())]);
    // Whoever is answered while the other still works is told so.
    for (const { enrichment } of views) expect(['in_step', 'working']).toContain(enrichment.state);
    expect((await on.panel(shop())).enrichment.state).toBe('in_step');
    expect(on.world.count('updateOrganization')).toBe(1);
  });

  test('keeps what went wrong, says what to do, and sends it again', async () => {
    on.world.gate.before = (name) => {
      if (name === 'updateOrganization') throw pipedriveError('no_access');
    };
    const failed = await on.enrich(shop());
    expect(failed.enrichment).toMatchObject({
      state: 'failed',
      errorCode: 'no_access',
      message: expect.stringContaining('admin'),
    });
    on.world.gate.before = null;
    expect((await on.enrich(shop())).enrichment.state).toBe('in_step');
  });

  test('is refused with the reason where plan, fields or store are missing, and nothing is stored', async () => {
    const none = organizationWith((website) => website.text === null);
    expect(await on.call('post', `/api/organizations/${none}/enrich`, { status: 409 })).toMatchObject({
      error: { code: 'no_store' },
    });
    const installation = on.world.installations.get(on.world.companyId);
    if (installation) on.world.installations.set(on.world.companyId, { ...installation, plan: 'free' });
    expect(await on.call('post', `/api/organizations/${shop()}/enrich`, { status: 403 })).toMatchObject({
      error: { code: 'plan_required' },
    });
    expect((await on.panel(shop())).canEnrich).toMatchObject({ allowed: false, code: 'plan_required' });
    if (installation) on.world.installations.set(on.world.companyId, installation);
    for (const entry of on.world.mapping.entries) entry.target = null;
    expect(await on.call('post', `/api/organizations/${shop()}/enrich`, { status: 409 })).toMatchObject({
      error: { code: 'no_fields' },
    });
    expect(await db.collection('links').countDocuments()).toBe(0);
  });

  test('waits for tokens of the day with a state of its own', async () => {
    on.world.gate.before = (name) => {
      if (name === 'updateOrganization') throw pipedriveError('budget_exhausted');
    };
    expect(await on.call('post', `/api/organizations/${shop()}/enrich`, { status: 429 })).toMatchObject({
      error: { code: 'budget_exhausted' },
    });
    const link = await on.world.stores.links.get(on.world.companyId, shop());
    expect(link).toMatchObject({ lock: null, last: null, knowledge: { pending: null } });
  });
});
