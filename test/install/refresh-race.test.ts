import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../server/platform/clock.ts';
import { fingerprint } from '../../server/platform/crypto.ts';
import { testDatabase, testServer } from '../support/database.ts';
import { startInstallWorld } from './install-world.ts';
import type { Race } from './refresh-process.ts';

const db = await testDatabase();
const world = await startInstallWorld(db, { clock: systemClock });
const userId = 9001;
afterAll(() => world.close());

/** Starts a process; `ready` when it only waits for the word, `answer` what it says after. */
function startProcess(race: Race) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./refresh-process.mjs', import.meta.url))], {
    env: { ...process.env, RACE: JSON.stringify(race) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => String((await lines.next()).value);
  return { child, line };
}

test('two processes that find the same token ended renew it once and both use what came', async () => {
  const { sandbox, companyId, keys } = world;
  sandbox.world.settings.rotateRefreshTokens = true;
  await world.install(userId);
  await db.collection('connections').updateOne({ companyId, userId }, { $set: { expiresAt: new Date(0) } });
  sandbox.world.counters = { endpoints: {}, callers: {} };
  const race: Race = {
    databaseUri: testServer().uri,
    databaseName: db.name,
    oauth: {
      oauthUrl: sandbox.url,
      clientId: sandbox.clientId,
      clientSecret: sandbox.clientSecret,
      redirectUri: `${world.url}/oauth/callback`,
    },
    key: { id: keys[0].id, base64: keys[0].key.toString('base64') },
    companyId,
    userId,
  };
  const processes = [startProcess(race), startProcess(race)];
  for (const { line } of processes) expect(await line()).toBe('ready');
  for (const { child } of processes) child.stdin.write('go\n');
  const answers = await Promise.all(processes.map(({ line }) => line()));
  await Promise.all(processes.map(({ child }) => child.exitCode ?? once(child, 'exit')));

  expect(sandbox.world.counters.endpoints['POST /oauth/token']?.calls).toBe(1);
  const used = new Set(answers.flatMap((answer) => answer.split(' ')));
  expect([...used]).toEqual([
    fingerprint((await world.tokens.fresh({ companyId, userId, lane: 'click' })).accessToken),
  ]);
  expect(answers.map((answer) => answer.split(' ').length)).toEqual([10, 10]);
});
