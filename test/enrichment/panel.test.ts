import request from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { panelView } from '../../server/enrichment/enrichment.contract.ts';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import { runList } from '../../server/runs/runs.contract.ts';
import { organizationId } from '../sandbox/seed/organizations.ts';
import { websiteText } from '../sandbox/seed/website-text.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { admin, ownCollections, type Process, regular, startWorld, type World } from './enrichment-world.ts';

const db = await testDatabase();
const person = { userId: admin, source: 'app' } as const;
let world: World;
let process: Process;

beforeEach(async () => {
  world = await startWorld(db, { organizations: 60, canary: ' CANARY-7f3a' });
  process = world.startProcess();
});
afterEach(async () => {
  await process.worker.stop();
  await world.close();
});

/** The first organization of the seed whose website is (or is not) that of a store. */
function organizationWith(isIt: (website: { text: string | null; shop: number | null }) => boolean): number {
  const i = Array.from({ length: 60 }, (_, at) => at).find((at) => isIt(websiteText(at)));
  return organizationId(i ?? -1);
}
const shop = () => organizationWith((website) => website.shop === 0);

async function call(
  method: 'get' | 'post',
  path: string,
  options: { as?: string; body?: object; status?: number } = {},
) {
  const answer = await request(process.app)
    [method](path)
    .set('x-session', options.as ?? `${world.companyId} ${admin}`)
    .send(options.body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(options.status ?? 200);
  return answer.body as unknown;
}
const panel = async (id: number, as?: string) =>
  panelView.parse(await call('get', `/api/organizations/${id}/panel`, as === undefined ? {} : { as }));
const enrich = async (id: number, as?: string) =>
  panelView.parse(await call('post', `/api/organizations/${id}/enrich`, as === undefined ? {} : { as }));
const decide = async (id: number, body: object) =>
  panelView.parse(await call('post', `/api/organizations/${id}/link`, { body }));

describe('the panel of an organization', () => {
  test('shows the store of the website as it is now, and stores nothing by looking', async () => {
    const view = await panel(shop());
    expect(view).toMatchObject({
      recordState: 'ok',
      noStoreReason: null,
      excluded: false,
      canEnrich: { allowed: true },
    });
    expect(view.store?.name).toContain('.example');
    expect(view.enrichment.state).toBe('never');
    expect(await db.collection('links').countDocuments()).toBe(0);

    world.sandbox.deps.records.change('organization', shop(), { website: null }, person);
    expect(await panel(shop())).toMatchObject({
      store: null,
      noStoreReason: 'no_website',
      canEnrich: { code: 'no_store' },
    });
  });

  test('says why there is no store', async () => {
    const none = organizationWith(
      (website) => website.text?.includes('facebook.com') === true && website.shop === null,
    );
    expect(await panel(none)).toMatchObject({ store: null, noStoreReason: 'not_a_shop' });
    const installation = world.installations.get(world.companyId);
    if (installation) world.installations.set(world.companyId, { ...installation, websiteField: null });
    expect(await panel(shop())).toMatchObject({ store: null, noStoreReason: 'website_field_not_chosen' });
  });

  test('tells deleted, invisible and unreadable for lack of budget apart, and shows nothing of them', async () => {
    world.sandbox.deps.records.change('organization', shop(), { visible_to: 1, owner_id: admin }, person);
    expect(await panel(shop(), `${world.companyId} ${regular}`)).toMatchObject({
      recordState: 'no_access',
      website: null,
      store: null,
    });
    expect(await panel(999_999)).toMatchObject({ recordState: 'no_access' });
    world.gate.before = () => {
      throw pipedriveError('budget_exhausted');
    };
    expect(await panel(shop())).toMatchObject({ recordState: 'budget_exhausted', store: null });
    world.gate.before = null;
    world.sandbox.deps.records.remove('organization', shop(), person);
    expect(await panel(shop())).toMatchObject({ recordState: 'deleted', website: null, store: null });
  });

  test('of a person is that of the linked organization', async () => {
    const linkedTo = (orgId: number | null) =>
      world.sandbox.world.persons.find(
        (candidate) => candidate.visible_to === 7 && (orgId === null || candidate.org_id !== null),
      );
    const employee = linkedTo(shop());
    world.sandbox.deps.records.change('person', employee?.id ?? 0, { org_id: shop() }, person);
    const view = panelView.parse(await call('get', `/api/persons/${employee?.id}/panel`));
    expect(view).toMatchObject({ recordState: 'ok', organizationId: shop() });
    world.sandbox.deps.records.change('person', employee?.id ?? 0, { org_id: null }, person);
    expect(await call('get', `/api/persons/${employee?.id}/panel`)).toMatchObject({
      recordState: 'no_organization',
    });
  });
});

describe('the Enrich button', () => {
  test('writes once in the name of who pressed it, and nothing when all is in step', async () => {
    const view = await enrich(shop(), `${world.companyId} ${regular}`);
    expect(view.enrichment).toMatchObject({ state: 'in_step', errorCode: null });
    expect(view.enrichment.fieldsWritten).toBeGreaterThan(3);
    expect(world.calls.find((one) => one.name === 'updateOrganization')?.userId).toBe(regular);
    expect((await enrich(shop())).enrichment).toMatchObject({ state: 'in_step', fieldsWritten: 0 });
    expect(world.count('updateOrganization')).toBe(1);
    const [entry] = await world.stores.history.ofRecord(world.companyId, shop(), 5);
    expect(entry).toMatchObject({ outcome: 'unchanged', runId: null });
  });

  test('puts right what a person changed', async () => {
    await enrich(shop());
    const code = world.codeOf('title');
    const before = world.organization(shop()).custom_fields;
    world.sandbox.deps.records.change(
      'organization',
      shop(),
      { custom_fields: { ...before, [code]: 'typed by hand' } },
      person,
    );
    expect((await enrich(shop())).enrichment.fieldsWritten).toBe(1);
    expect(world.organization(shop()).custom_fields[code]).toBe(before[code]);
  });

  test('follows a website that moved to another store', async () => {
    const first = await enrich(shop());
    const other = world.organization(organizationWith((website) => website.shop === 1)).website;
    world.sandbox.deps.records.change('organization', shop(), { website: other }, person);
    const second = await enrich(shop());
    expect(second.store?.id).not.toBe(first.store?.id);
    expect((await world.stores.links.get(world.companyId, shop()))?.match.storeId).toBe(second.store?.id);
  });

  test('pressed twice at once writes once', async () => {
    const views = await Promise.all([enrich(shop()), enrich(shop())]);
    expect(views.map((view) => view.enrichment.state)).toEqual(['in_step', 'in_step']);
    expect(world.count('updateOrganization')).toBe(1);
  });

  test('keeps what went wrong, says what to do, and sends it again', async () => {
    world.gate.before = (name) => {
      if (name === 'updateOrganization') throw pipedriveError('no_access');
    };
    const failed = await enrich(shop());
    expect(failed.enrichment).toMatchObject({
      state: 'failed',
      errorCode: 'no_access',
      message: expect.stringContaining('admin'),
    });
    world.gate.before = null;
    expect((await enrich(shop())).enrichment.state).toBe('in_step');
  });

  test('is refused with the reason where plan, fields or store are missing, and nothing is stored', async () => {
    const none = organizationWith((website) => website.text === null);
    expect(await call('post', `/api/organizations/${none}/enrich`, { status: 409 })).toMatchObject({
      error: { code: 'no_store' },
    });
    const installation = world.installations.get(world.companyId);
    if (installation) world.installations.set(world.companyId, { ...installation, plan: 'free' });
    expect(await call('post', `/api/organizations/${shop()}/enrich`, { status: 403 })).toMatchObject({
      error: { code: 'plan_required' },
    });
    expect((await panel(shop())).canEnrich).toMatchObject({ allowed: false, code: 'plan_required' });
    if (installation) world.installations.set(world.companyId, installation);
    for (const entry of world.mapping.entries) entry.target = null;
    expect(await call('post', `/api/organizations/${shop()}/enrich`, { status: 409 })).toMatchObject({
      error: { code: 'no_fields' },
    });
    expect(await db.collection('links').countDocuments()).toBe(0);
  });

  test('waits for tokens of the day with a state of its own', async () => {
    world.gate.before = (name) => {
      if (name === 'updateOrganization') throw pipedriveError('budget_exhausted');
    };
    expect(await call('post', `/api/organizations/${shop()}/enrich`, { status: 429 })).toMatchObject({
      error: { code: 'budget_exhausted' },
    });
    const link = await world.stores.links.get(world.companyId, shop());
    expect(link).toMatchObject({ lock: null, last: null, knowledge: { pending: null } });
  });
});

describe('what people decide', () => {
  test('"not this store" and "do not enrich" last until taken back', async () => {
    const storeId = (await panel(shop())).store?.id;
    expect(await decide(shop(), { decision: 'not_this_store', storeId })).toMatchObject({
      store: null,
      noStoreReason: 'not_this_store',
    });
    expect(await panel(shop())).toMatchObject({
      noStoreReason: 'not_this_store',
      canEnrich: { code: 'no_store' },
    });
    expect((await decide(shop(), { decision: 'enrich_again' })).store?.id).toBe(storeId);
    expect(await decide(shop(), { decision: 'do_not_enrich' })).toMatchObject({
      excluded: true,
      canEnrich: { code: 'excluded' },
    });
    await call('post', `/api/organizations/${shop()}/enrich`, { status: 409 });
    expect(await decide(shop(), { decision: 'enrich_again' })).toMatchObject({
      excluded: false,
      canEnrich: { allowed: true },
    });
  });

  test('of several stores a person picks one; a store the website does not lead to is refused', async () => {
    const two = [0, 1].map(
      (n) => world.organization(organizationWith((website) => website.shop === n)).website,
    );
    world.sandbox.deps.records.change('organization', shop(), { website: two.join(', ') }, person);
    const view = await panel(shop());
    expect(view).toMatchObject({ noStoreReason: 'ambiguous', store: null });
    expect(view.candidates).toHaveLength(2);
    const picked = view.candidates[1]?.id;
    expect((await decide(shop(), { decision: 'this_store', storeId: picked })).store?.id).toBe(picked);
    const answer = await call('post', `/api/organizations/${shop()}/link`, {
      body: { decision: 'this_store', storeId: 'elsewhere.example' },
      status: 400,
    });
    expect(answer).toMatchObject({ error: { code: 'store_not_a_candidate' } });
  });

  test('is not heard of a record the caller cannot see', async () => {
    world.sandbox.deps.records.change('organization', shop(), { visible_to: 1, owner_id: admin }, person);
    const path = `/api/organizations/${shop()}/link`;
    const answer = await call('post', path, {
      as: `${world.companyId} ${regular}`,
      body: { decision: 'do_not_enrich' },
    });
    expect(answer).toMatchObject({ recordState: 'no_access' });
    expect(await db.collection('links').countDocuments()).toBe(0);
  });
});

describe('scan and Enrich all', () => {
  test('show what they take before they start, run, and refuse to run twice', async () => {
    expect(await call('get', '/api/enrich-all/estimate')).toMatchObject({
      records: 0,
      blocked: { code: 'nothing_to_enrich' },
    });
    const { run } = (await call('post', '/api/scans')) as { run: { id: string } };
    expect(await call('post', '/api/scans', { status: 409 })).toMatchObject({
      error: { code: 'run_active' },
    });
    process.worker.start();
    const scan = await world.runIn(process, run.id, ['done']);
    const estimate = await call('get', '/api/enrich-all/estimate');
    expect(estimate).toMatchObject({
      records: scan.written,
      tokens: scan.written * 5,
      blocked: null,
      tokensLeftToday: 40_000,
    });
    const { run: second } = (await call('post', '/api/enrich-all')) as { run: { id: string } };
    await world.runIn(process, second.id, ['done']);
    const { runs } = runList.parse(await call('get', '/api/runs'));
    expect(runs.map((view) => [view.kind, view.state])).toEqual([
      ['enrich_all', 'done'],
      ['scan', 'done'],
    ]);
  });

  test('are started and cancelled by managers only', async () => {
    const as = `${world.companyId} ${regular}`;
    await call('post', '/api/scans', { as, status: 403 });
    await call('post', '/api/enrich-all', { as, status: 403 });
    const { run } = (await call('post', '/api/scans')) as { run: { id: string } };
    await call('post', `/api/runs/${run.id}/cancel`, { as, status: 403 });
    expect(await call('post', `/api/runs/${run.id}/cancel`)).toMatchObject({ run: { state: 'cancelled' } });
  });
});

test('nothing of one company answers to another', async () => {
  await enrich(shop());
  const { run } = (await call('post', '/api/scans')) as { run: { id: string } };
  const as = `${world.companyId + 1} ${admin}`;
  expect(await call('get', '/api/runs', { as })).toEqual({ runs: [] });
  await call('get', `/api/runs/${run.id}`, { as, status: 404 });
  await call('post', `/api/runs/${run.id}/cancel`, { as, status: 404 });
  for (const path of [`/api/organizations/${shop()}/enrich`, '/api/scans', '/api/enrich-all']) {
    await call('post', path, { as, status: 404 });
  }
  await call('get', '/api/enrich-all/estimate', { as, status: 404 });
  await call('get', `/api/organizations/${shop()}/panel`, { as, status: 404 });
  const before = await db.collection('links').find().toArray();
  world.install(world.companyId + 1);
  await call('get', `/api/runs/${run.id}`, { as, status: 404 });
  await call('post', `/api/runs/${run.id}/cancel`, { as, status: 404 });
  expect(await call('get', '/api/enrich-all/estimate', { as })).toMatchObject({ records: 0 });
  expect(await db.collection('links').find().toArray()).toEqual(before);
});

test.each(['0', '-1', 'x', '1e3x', '9007199254740993', '%24ne'])(
  'an id like %s is refused before anything is read',
  async (id) => {
    world.calls.length = 0;
    await call('get', `/api/organizations/${id}/panel`, { status: 400 });
    await call('post', `/api/organizations/${id}/enrich`, { status: 400 });
    expect(world.calls).toEqual([]);
  },
);

test('button, panel and decisions store nothing of the customer but ids, hosts, times, tags and codes', async () => {
  await enrich(shop());
  await decide(shop(), { decision: 'do_not_enrich' });
  const dump = await dumpDatabase(db);
  expect(JSON.stringify(ownCollections.map((name) => dump[name]))).not.toContain('CANARY');
  expect(world.lines.join('')).not.toContain('CANARY');
});
