import { afterAll, expect, test } from 'vitest';
import { startedRun } from '../../server/enrichment/enrichment.contract.ts';
import { settingsView } from '../../server/install/install.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';

const otherAdmin = 9002;
const app: PreparedApp = await preparedApp(await testDatabase());
afterAll(() => app.close());

const look = async (userId: number, id: string) =>
  (await app.ask(startedRun, userId, 'GET', `/api/runs/${id}`)).run;

test('a run whose connection is revoked waits while nobody stands by, and goes on once an admin takes over', async () => {
  await app.install(otherAdmin);
  const nobody = { mode: 'nobody', userId: null };
  await app.ask(settingsView, otherAdmin, 'PUT', '/api/connections/standby', nobody);
  await control(`/users/${app.admin}/revoke`);
  await control(`/users/${app.admin}/expire-tokens`);
  const scan = (await app.ask(startedRun, otherAdmin, 'POST', '/api/scans')).run.id;
  await waitFor(
    'the run to wait',
    async () => (await look(otherAdmin, scan)).pauseReason === 'connection',
    20_000,
  );
  const paused = await app.ask(settingsView, otherAdmin, 'GET', '/api/settings');
  expect(paused.state).toBe('paused_no_connection');

  const taken = await app.ask(settingsView, otherAdmin, 'POST', '/api/connections/promote');
  expect(taken.state).toBe('active');
  await waitFor('the end of the run', async () => (await look(otherAdmin, scan)).state === 'done', 20_000);
});

test('a run whose user is deactivated goes on by itself with the connection of the standby', async () => {
  await app.install(app.admin);
  const automatic = { mode: 'automatic', userId: null };
  await app.ask(settingsView, app.admin, 'PUT', '/api/connections/standby', automatic);
  await control(`/users/${otherAdmin}/`, { active: false });
  await control(`/users/${otherAdmin}/expire-tokens`);
  const scan = (await app.ask(startedRun, app.admin, 'POST', '/api/scans')).run.id;
  await waitFor('the end of the run', async () => (await look(app.admin, scan)).state === 'done', 20_000);
  const after = await app.ask(settingsView, app.admin, 'GET', '/api/settings');
  expect(after).toMatchObject({
    state: 'active',
    handover: { fromUserId: otherAdmin, toUserId: app.admin, reason: 'user_disabled' },
  });
});

async function control(path: string, body: object = {}): Promise<void> {
  const { ok } = await fetch(`${app.sandbox.url}/__control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!ok) throw new Error(`The sandbox did not take ${path}`);
}
