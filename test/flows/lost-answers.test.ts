import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mappingView } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

const patch = 'PATCH /api/v2/organizations/{id}';
const lists = { method: 'GET', path: '/api/v2/organizations' };
const fields = { method: 'POST', path: '/api/v2/organizationFields' };
const writes = { method: 'PATCH', path: '/api/v2/organizations/*' };
const token = { method: 'POST', path: '/oauth/token' };
const cut = { how: 'cut' } as const;

const db = await testDatabase();
let app: PreparedApp;

beforeAll(async () => {
  app = await preparedApp(db, { sandbox: { organizations: 60 } });
});
afterAll(() => app.close());

/** Pipedrive ends the access token of the app at once; the refresh token stays good. */
async function endAccessToken(): Promise<void> {
  const url = `${app.sandbox.url}/__control/users/${app.admin}/expire-tokens`;
  const response = await fetch(url, { method: 'POST' });
  expect(await response.json()).toMatchObject({ expired: expect.any(Number) });
}

const ourFields = () => app.sandbox.world.fields.filter(({ name }) => name.startsWith('Store Leads: '));
const spent = () => app.sandbox.world.faults.length === 0;

describe('answers of Pipedrive that get lost', () => {
  it('while a token is renewed and organizations are listed: the scan ends right', async () => {
    app.sandbox.addFault({ ...lists, ...cut, kind: 'timeout_before' });
    app.sandbox.addFault({ ...lists, kind: 'status', status: 503 });
    app.sandbox.addFault({ ...token, ...cut, kind: 'timeout_after' });
    await endAccessToken();
    const run = await app.finished(await app.startRun('/api/scans'));
    const living = app.sandbox.world.organizations.filter((each) => !each.is_deleted);
    expect(run).toMatchObject({ state: 'done', planned: living.length, remaining: 0, failed: {} });
    expect(spent()).toBe(true);
  });

  it('while fields are created: each is there once, and the app knows it', async () => {
    app.sandbox.addFault({ ...fields, kind: 'slow', ms: 0, count: 3 });
    app.sandbox.addFault({ ...fields, ...cut, kind: 'timeout_after' });
    app.sandbox.addFault({ ...fields, kind: 'status_after', status: 502 });
    app.sandbox.addFault({ ...fields, kind: 'slow', ms: 0, count: 3 });
    app.sandbox.addFault({ ...fields, ...cut, kind: 'timeout_before' });
    await app.createFields(97);
    expect(ourFields().length).toBeLessThan(97);
    await app.createFields(97);
    expect(spent()).toBe(true);

    const { rows } = (await app.ask(mappingView, app.admin, 'GET', '/api/mapping')).organization;
    expect(rows.map(({ state }) => state)).toEqual(Array(97).fill('mapped'));
    expect(new Set(ourFields().map(({ name }) => name)).size).toBe(97);
    expect(ourFields()).toHaveLength(97);
    const known = rows.map(({ settings }) => settings.target).sort();
    expect(known).toEqual(
      ourFields()
        .map(({ code }) => code)
        .sort(),
    );
  });

  it('while records are written: every record is written, and counted once', async () => {
    app.sandbox.addFault({ ...writes, kind: 'slow', ms: 0, count: 4 });
    app.sandbox.addFault({ ...writes, ...cut, kind: 'timeout_after', count: 3 });
    app.sandbox.addFault({ ...writes, kind: 'status_after', status: 500, count: 2 });
    app.sandbox.addFault({ ...writes, ...cut, kind: 'timeout_before', count: 2 });
    app.sandbox.addFault({ ...writes, kind: 'status', status: 503 });
    app.sandbox.addFault({ ...token, kind: 'status', status: 500 });
    await endAccessToken();
    const run = await app.finished(await app.startRun('/api/enrich-all'));
    expect(run).toMatchObject({ state: 'done', remaining: 0, failed: {}, unchanged: 0 });
    expect(run.written).toBe(run.planned);
    expect(run.written).toBeGreaterThan(25);
    expect(spent()).toBe(true);
  });

  it('leave Pipedrive with what the stores say: a live look at every record finds nothing to write', async () => {
    const before = app.calls()[patch];
    const links = await db.collection('links').find({ enrichable: true }).toArray();
    for (const { orgId } of links) {
      const { body } = await app.api(app.admin, 'POST', `/api/organizations/${orgId}/enrich`);
      expect(body).toMatchObject({ enrichment: { state: 'in_step', fieldsWritten: 0 } });
    }
    expect(app.calls()[patch]).toBe(before);

    for (const [label, key] of [
      ['Store Domain Name', 'name'],
      ['Platform', 'platform'],
      ['City', 'city'],
    ]) {
      const code = ourFields().find(({ name }) => name === `Store Leads: ${label}`)?.code ?? '';
      for (const { orgId, match } of links) {
        const store = await db
          .collection<{ _id: string; domain: object }>('stores')
          .findOne({ _id: match.storeId });
        const record = app.sandbox.world.organizations.find(({ id }) => id === orgId);
        expect(record?.custom_fields[code]).toEqual(Reflect.get(store?.domain ?? {}, key ?? ''));
      }
    }
  });
});
