import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from '../../server/pipedrive/endpoints.ts';
import { movableClock } from '../inbox/movable-clock.ts';
import { setRules } from '../signals/signals-app.ts';
import { testDatabase } from '../support/database.ts';
import { lossyDeeds } from './lossy-deeds.ts';
import { call, directPipedrive, type EndpointName, loseNext, type Moment, untilDone } from './lost-calls.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

const db = await testDatabase();
const clock = movableClock();
let app: PreparedApp;
let deeds: ReturnType<typeof lossyDeeds>;

beforeAll(async () => {
  app = await preparedApp(db, {
    sandbox: { organizations: 40, persons: 5, limits: false, clock },
    compose: { clock, inboxOptions: { foldMs: 20, pollMs: 20 } },
  });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(40);
  await setRules(app, [{ kind: 'app_added', names: [] }]);
  const links = await db.collection('links').find({ enrichable: true }).toArray();
  const untouched = links.map(({ orgId }) => Number(orgId));
  deeds = lossyDeeds(app, db, () => untouched.shift() ?? 0);
}, 300_000);
afterAll(() => app.close());

const world = () => app.sandbox.world;
const check = () => untilDone(() => call(app, 'POST', '/api/webhooks/check'));

/** What the app does that makes the call, and what must be so afterwards, whichever way it was lost. */
const rows: Record<EndpointName, (lose: () => void, moment: Moment) => Promise<void>> = {
  async listOrganizations(lose) {
    lose();
    const run = await app.finished(await app.startRun('/api/scans'));
    const living = world().organizations.filter(({ is_deleted }) => !is_deleted).length;
    expect(run).toMatchObject({ state: 'done', planned: living, remaining: 0, failed: {} });
  },
  async getOrganization(lose) {
    lose();
    await deeds.enriched();
  },
  async updateOrganization(lose) {
    lose();
    await deeds.enriched();
  },
  async listPersons(lose) {
    lose();
    const wish = { objectType: 'person', scope: { kind: 'sample', count: 3 }, draft: null };
    const { records } = await untilDone(() => call<{ records: object[] }>(app, 'POST', '/api/preview', wish));
    expect(records.length).toBeGreaterThan(0);
  },
  async getPerson(lose) {
    lose();
    const id = world().persons.find(({ is_deleted }) => !is_deleted)?.id;
    await untilDone(() => call(app, 'GET', `/api/persons/${id}/panel`));
  },
  async listOrganizationFields(lose) {
    lose();
    expect((await deeds.mapping()).organization.rows.length).toBeGreaterThan(90);
  },
  async createOrganizationField(lose) {
    lose();
    await deeds.fieldCreated('organization');
  },
  async addOrganizationFieldOptions(lose) {
    lose();
    await deeds.optionAdded();
  },
  async listPersonFields(lose) {
    lose();
    expect((await deeds.mapping()).person.rows.length).toBeGreaterThan(90);
  },
  async createPersonField(lose) {
    lose();
    await deeds.fieldCreated('person');
  },
  // No part of the app adds options to fields of persons yet: its gateway must say that it may be done, and not repeat it.
  async addPersonFieldOptions(lose, moment) {
    const { pipedrive, caller } = directPipedrive(app);
    const name = `Kind ${world().fields.length}`;
    const { code } = await pipedrive.createPersonField(caller, { name, type: 'enum', options: ['One'] });
    lose();
    const adding = pipedrive.addFieldOptions(caller, { objectType: 'person', code, labels: ['Two'] });
    await expect(adding).rejects.toMatchObject({ details: { maybeDone: true } });
    const labels = world()
      .fields.find((field) => field.code === code)
      ?.options?.map(({ label }) => label);
    expect(labels).toEqual(moment === 'timeout_after' ? ['One', 'Two'] : ['One']);
  },
  async me(lose) {
    const other = world().users.find(({ isAdmin, id }) => isAdmin && id !== app.admin)?.id ?? 0;
    lose();
    for (let attempt = 0; attempt < 2; attempt++) await app.install(other);
    expect(await db.collection('connections').countDocuments({ userId: other })).toBe(1);
  },
  async user(lose) {
    lose();
    const { people } = await call<{ people: { userId: number }[] }>(app, 'GET', '/api/connections/people');
    expect(people.map(({ userId }) => userId)).toContain(app.admin);
  },
  async permissions(lose) {
    lose();
    expect((await deeds.mapping()).canCreate.allowed).toBe(true);
  },
  // No part of the app lists users yet.
  async listUsers(lose) {
    const { pipedrive, caller } = directPipedrive(app);
    lose();
    expect(await pipedrive.listUsers(caller)).toHaveLength(world().users.length);
  },
  async listWebhooks(lose) {
    lose();
    await check();
  },
  async createWebhook(lose) {
    world().webhooks = [];
    lose();
    for (let attempt = 0; attempt < 2; attempt++) await check();
  },
  async deleteWebhook(lose) {
    const [ours] = world().webhooks;
    if (!ours) throw new Error('there is no webhook');
    world().webhooks.push({ ...ours, id: 501, url: 'https://former.example/webhooks/pipedrive/abc' });
    lose();
    for (let attempt = 0; attempt < 2; attempt++) await check();
  },
  async addNote(lose) {
    lose();
    await deeds.noteAdded();
  },
  async listNotes(lose) {
    // Notes are looked for where it is not known whether one was added.
    loseNext(app, 'addNote', 'timeout_after');
    lose();
    await deeds.noteAdded();
  },
  async listCurrencies(lose) {
    clock.move(3_700_000);
    lose();
    await deeds.enriched();
  },
};

const moments: Moment[] = ['timeout_before', 'timeout_after'];

describe.each(Object.keys(endpoints) as EndpointName[])('%s', (name) => {
  it.each(moments)('lost with %s: all is right in the end', async (moment) => {
    world().faults = [];
    const { version, method, path } = endpoints[name];
    const calls = () => app.calls()[`${method} /api/${version}${path}`] ?? 0;
    const before = calls();
    await rows[name](() => loseNext(app, name, moment), moment);
    expect(world().faults).toEqual([]);
    expect(calls()).toBeGreaterThan(before);
    expect(world().webhooks).toHaveLength(1);
    const names = world().fields.map((field) => `${field.entity} ${field.name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

it('every kind of call is lost in both ways', () => {
  process.stdout.write(`Lost before and after:\n  ${Object.keys(rows).join('\n  ')}\n`);
  expect(Object.keys(rows).toSorted()).toEqual(Object.keys(endpoints).toSorted());
});
