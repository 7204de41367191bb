import { connectDatabase } from '../../server/database/connect.ts';
import { createTokens } from '../../server/install/access-token.ts';
import { createConnectionStore } from '../../server/install/connection.store.ts';
import { createOAuthClient, type OAuthSettings } from '../../server/pipedrive/oauth-client.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { fingerprint } from '../../server/platform/crypto.ts';
import { silentLog } from '../../server/platform/log.ts';

/** What the test tells this process, as JSON in RACE. */
export type Race = {
  databaseUri: string;
  databaseName: string;
  oauth: OAuthSettings;
  key: { id: string; base64: string };
  companyId: number;
  userId: number;
};

/** A process of its own that asks for a token as soon as it is told to, and says which one it got. */
export async function main(): Promise<void> {
  const race: Race = JSON.parse(process.env['RACE'] ?? '');
  const db = await connectDatabase(race.databaseUri, race.databaseName);
  const tokens = createTokens({
    connections: createConnectionStore(db),
    oauth: createOAuthClient(race.oauth),
    keys: [{ id: race.key.id, key: Buffer.from(race.key.base64, 'base64') }],
    clock: systemClock,
    log: silentLog,
    onBroken: async () => {},
  });
  process.stdout.write('ready\n');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  const caller = { companyId: race.companyId, userId: race.userId, lane: 'bulk' } as const;
  const grants = await Promise.all(Array.from({ length: 10 }, () => tokens.fresh(caller)));
  process.stdout.write(`${grants.map((grant) => fingerprint(grant.accessToken)).join(' ')}\n`);
  await db.close();
  process.stdin.destroy();
}
