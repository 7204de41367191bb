import { afterAll, expect, test } from 'vitest';
import { startedRun } from '../../server/enrichment/enrichment.contract.ts';
import { settingsView } from '../../server/install/install.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';

const otherAdmin = 9002;
const app: PreparedApp = await preparedApp(await testDatabase());
afterAll(() => app.close());

/** In turn: each takes over from the one before. */
const cases = [
  { who: 'whose grant was revoked', owner: app.admin, successor: otherAdmin, call: 'revoke', body: {} },
  {
    who: 'who is not active any more',
    owner: otherAdmin,
    successor: app.admin,
    call: '',
    body: { active: false },
  },
];

test.each(cases)(
  'a run on the connection of a user $who waits, and goes on once an admin takes over',
  async ({ owner, successor, call, body }) => {
    await app.install(successor);
    await control(`/users/${owner}/${call}`, body);
    await control(`/users/${owner}/expire-tokens`);
    const scan = (await app.ask(startedRun, successor, 'POST', '/api/scans')).run.id;
    const look = async () => (await app.ask(startedRun, successor, 'GET', `/api/runs/${scan}`)).run;
    await waitFor('the run to wait', async () => (await look()).pauseReason === 'connection');
    const paused = await app.ask(settingsView, successor, 'GET', '/api/settings');
    expect(paused.state).toBe('paused_no_connection');

    const taken = await app.ask(settingsView, successor, 'POST', '/api/connections/promote');
    expect(taken.state).toBe('active');
    await waitFor('the end of the run', async () => (await look()).state === 'done');
  },
);

async function control(path: string, body: object = {}): Promise<void> {
  const { ok } = await fetch(`${app.sandbox.url}/__control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!ok) throw new Error(`The sandbox did not take ${path}`);
}
