import type { Connection } from 'mongoose';
import request from 'supertest';
import { afterEach, beforeEach, expect } from 'vitest';
import { type PanelView, panelView } from '../../server/enrichment/enrichment.contract.ts';
import { organizationId } from '../sandbox/seed/organizations.ts';
import { websiteText } from '../sandbox/seed/website-text.ts';
import { admin, type Process } from './enrichment-process.ts';
import { startWorld, type World } from './enrichment-world.ts';

const organizations = 60;

/** Who changes a record in Pipedrive itself. */
export const person = { userId: admin, source: 'app' } as const;

/** The first organization of the seed whose website is (or is not) that of a store. */
export function organizationWith(
  isIt: (website: { text: string | null; shop: number | null }) => boolean,
): number {
  const i = Array.from({ length: organizations }, (_, at) => at).find((at) => isIt(websiteText(at)));
  return organizationId(i ?? -1);
}

/** An organization that is a store. */
export const shop = () => organizationWith((website) => website.shop === 0);

type CallOptions = { as?: string; body?: object; status?: number };

export type PanelWorld = {
  /** The world of the present test. */
  world: World;
  process: Process;
  /** Calls a route as the admin, or as `company user`; the answer must have the status, 200 unless said. */
  call(method: 'get' | 'post', path: string, options?: CallOptions): Promise<unknown>;
  panel(id: number, as?: string): Promise<PanelView>;
  enrich(id: number, as?: string): Promise<PanelView>;
  decide(id: number, body: object): Promise<PanelView>;
};

/** Gives every test of a file a world of its own, nothing scanned. Call it at the top of the file. */
export function panelWorld(db: Connection): PanelWorld {
  let current: { world: World; process: Process } | undefined;
  const present = () => {
    if (!current) throw new Error('No test is running');
    return current;
  };
  const by = (as: string | undefined) => (as === undefined ? {} : { as });
  const on: PanelWorld = {
    get world() {
      return present().world;
    },
    get process() {
      return present().process;
    },
    async call(method, path, options = {}) {
      const answer = await request(on.process.app)
        [method](path)
        .set('x-session', options.as ?? `${on.world.companyId} ${admin}`)
        .send(options.body);
      expect(answer.status, JSON.stringify(answer.body)).toBe(options.status ?? 200);
      return answer.body;
    },
    panel: async (id, as) => panelView.parse(await on.call('get', `/api/organizations/${id}/panel`, by(as))),
    enrich: async (id, as) =>
      panelView.parse(await on.call('post', `/api/organizations/${id}/enrich`, by(as))),
    decide: async (id, body) =>
      panelView.parse(await on.call('post', `/api/organizations/${id}/link`, { body })),
  };
  beforeEach(async () => {
    const world = await startWorld(db, { organizations, canary: ' CANARY-7f3a' });
    current = { world, process: world.startProcess() };
  });
  afterEach(async () => {
    await on.process.worker.stop();
    await on.world.close();
  });
  return on;
}
