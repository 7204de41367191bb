import { afterAll, beforeEach } from 'vitest';
import type { Eraser } from '../../server/install/installation.ts';
import { testDatabase } from '../support/database.ts';
import { type InstallWorld, startInstallWorld } from './install-world.ts';

/** An installed world with a feature of its own (links), emptied before each test. Call it at the top of a test file. */
export async function uninstallWorld() {
  const db = await testDatabase();
  const links = db.collection<{ companyId: number; epoch: string }>('links');
  /** What happens in the middle of the erase of links. */
  const hooks = { during: async () => {} };
  const linksEraser: Eraser = {
    name: 'links',
    async erase(companyId) {
      await hooks.during();
      return (await links.deleteMany({ companyId })).deletedCount;
    },
    sweep: async (companyId, epoch) => (await links.deleteMany({ companyId, epoch })).deletedCount,
  };
  const world: InstallWorld = await startInstallWorld(db, { erasers: [linksEraser] });
  afterAll(() => world.close());
  beforeEach(async () => {
    for (const { name } of await db.listCollections()) await db.collection(name).deleteMany({});
    hooks.during = async () => {};
    world.sandbox.world.installs = [];
    world.events.length = 0;
    world.queued.length = 0;
  });

  const { companyId, deps, sandbox, url } = world;
  const installation = () => deps.getInstallation(companyId);
  const basic = `Basic ${Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64')}`;

  /** Calls the callback URL as Pipedrive does. */
  function callback(
    method: 'DELETE' | 'POST',
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${url}/oauth/callback`, {
      method,
      headers: { authorization: basic, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  return {
    ...world,
    db,
    links,
    hooks,
    installation,
    receipts: () => deps.receipts.list(companyId),
    connectedUsers: async () => (await deps.connections.list(companyId)).map((each) => each.userId),
    /** Adds links of the present installation and gives its epoch. */
    async withLinks(count: number): Promise<string> {
      const epoch = (await installation())?.epoch ?? '';
      if (count > 0) await links.insertMany(Array.from({ length: count }, () => ({ companyId, epoch })));
      return epoch;
    },
    callback,
    /** The body of an uninstall call that counts. */
    callFor: (userId: number, more: object = {}) => ({
      client_id: sandbox.clientId,
      company_id: companyId,
      user_id: userId,
      timestamp: new Date(world.clock.now().getTime() + 1_000).toISOString(),
      ...more,
    }),
  };
}
