import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import {
  expectPrivate,
  filesAreReadable,
  filesHolding,
  keysOff,
  newCanary,
} from '../support/privacy-sweep.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

const canary = newCanary();
const db = await testDatabase();
let app: PreparedApp;

beforeAll(async () => {
  app = await preparedApp(db, { sandbox: { organizations: 80, persons: 40, canary } });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(97);
  await app.finished(await app.startRun('/api/enrich-all'));
  for (const { id } of app.sandbox.world.organizations.slice(0, 12)) {
    await app.api(app.admin, 'GET', `/api/organizations/${id}/panel`);
    await app.api(app.admin, 'POST', `/api/organizations/${id}/enrich`);
    await app.api(app.admin, 'POST', `/api/organizations/${id}/link`, { decision: 'do_not_enrich' });
  }
  for (const { id } of app.sandbox.world.persons.slice(0, 5)) {
    await app.api(app.admin, 'GET', `/api/persons/${id}/panel`);
  }
  app.sandbox.addFault({ kind: 'html_403', method: 'GET', path: '/api/v2/organizations/*' });
  await app.api(app.admin, 'GET', `/api/organizations/${app.sandbox.world.organizations[0]?.id}/panel`);
});
afterAll(() => app.close());

describe('after everything the app can do with a CRM', () => {
  it('only listed keys are stored, and no text of the CRM is in a collection, a file of the database, or the log', async () => {
    await expectPrivate(db, canary, app.log());
  });

  it('a key that is not listed is found, and a text, even in the files after its row is gone', async () => {
    const [places, planted] = [db.collection<{ _id: string; note?: string }>('run_places'), newCanary()];
    await places.insertOne({ _id: 'planted', note: '' });
    expect(keysOff(await dumpDatabase(db))).toEqual(['run_places: note']);
    await places.deleteOne({ _id: 'planted' });
    await places.insertOne({ _id: planted });
    await expect(expectPrivate(db, planted, app.log())).rejects.toThrow(planted);
    await places.deleteOne({ _id: planted });
    if (filesAreReadable()) expect(filesHolding(planted)).not.toEqual([]);
    await expect(expectPrivate(db, canary, `${app.log()}${canary}`)).rejects.toThrow(canary);
  });

  it('no token of Pipedrive is in the log or readable in the database', async () => {
    const { accessTokens, installs } = app.sandbox.world;
    const tokens = [...Object.keys(accessTokens), ...installs.map(({ refreshToken }) => refreshToken)];
    expect(tokens.length).toBeGreaterThan(0);
    const seen = JSON.stringify(await dumpDatabase(db)) + app.log();
    for (const token of tokens) expect(seen).not.toContain(token);
  });

  it('an uninstall leaves the receipt and nothing else of the company', async () => {
    await app.sandbox.uninstall(app.admin);
    const left = await dumpDatabase(db);
    const holding = Object.entries(left)
      .filter(([name, rows]) => !['stores', 'catalog_meta'].includes(name) && rows.length > 0)
      .map(([name]) => name);
    expect(holding.filter((name) => name !== 'jobs').sort()).toEqual(['erase_receipts']);
  });
});
