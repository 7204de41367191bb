import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { preferencesView } from '../../server/install/preferences.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { testDatabase } from '../support/database.ts';

const db = await testDatabase();
let app: PreparedApp;

beforeAll(async () => {
  app = await preparedApp(db, { withoutWork: true });
});
afterAll(() => app.close());

const read = () => app.ask(preferencesView, app.admin, 'GET', '/api/preferences');
const save = (version: number, change: object) =>
  app.api(app.admin, 'PUT', '/api/preferences', { version, change });

describe('what is chosen about automatic work', () => {
  test('begins with the defaults and keeps what is changed', async () => {
    expect(await read()).toMatchObject({ version: 0, preferences: { automatic: true, signals: [] } });
    expect((await save(0, { automatic: false })).status).toBe(200);
    const quietHours = { from: '22:00', until: '06:30', timeZone: 'Europe/Lisbon' };
    expect((await save(1, { quietHours })).status).toBe(200);
    expect(await read()).toMatchObject({ version: 2, preferences: { automatic: false, quietHours } });
  });

  test('is not overwritten by somebody who saw an older version', async () => {
    const { version } = await read();
    const answers = await Promise.all([
      save(version, { order: 'most_changed' }),
      save(version, { order: 'longest_waiting' }),
      save(version - 1, { automatic: true }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(await read()).toMatchObject({ version: version + 1, preferences: { automatic: false } });
  });

  test.each([
    ['an unknown key', { colour: 'red' }],
    ['an unknown zone', { quietHours: { from: '22:00', until: '06:00', timeZone: 'Mars/Base' } }],
    ['a time that is none', { quietHours: { from: '25:00', until: '06:00', timeZone: 'UTC' } }],
    ['quiet hours without length', { quietHours: { from: '06:00', until: '06:00', timeZone: 'UTC' } }],
    ['an unknown signal', { signals: [{ kind: 'moon', names: [] }] }],
  ])('refuses %s and changes nothing', async (_, change) => {
    const before = await read();
    expect(await save(before.version, change)).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request' } },
    });
    expect(await read()).toEqual(before);
  });
});
