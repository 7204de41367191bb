import type { AddressInfo } from 'node:net';
import express from 'express';
import { sandboxClock } from '../sandbox/clock.ts';
import { hostRoutes } from '../sandbox/host/host-routes.ts';
import type { HostDeps } from '../sandbox/host-deps.ts';
import { seedWorld } from '../sandbox/seed/seed-world.ts';
import { createRecords, type RecordEvent } from '../sandbox/state/records.ts';

export type TestHost = {
  origin: string;
  deps: HostDeps;
  /** Changes of records, in order. */
  events: RecordEvent[];
  /** Users the app was removed for. */
  uninstalled: number[];
  installed: Set<number>;
  close(): Promise<void>;
};

export const clientSecret = 'secret-of-the-trivial-app';

/**
 * The host pages alone, over a seeded company, with the trivial app in their frames and the first user signed in.
 * They re-read records much sooner than usual, so that no test waits long, and wait for a frame much longer: a busy
 * machine is no fault. Tests of that time-out set it in the page's query.
 */
export async function startHost(appOrigin: string): Promise<TestHost> {
  const world = seedWorld({
    clientId: 'trivial-app',
    clientSecret,
    scopes: ['base'],
    now: new Date(),
    seed: 7,
    organizations: 120,
    persons: 80,
    limits: false,
    canary: '',
  });
  const clock = sandboxClock(world);
  const events: RecordEvent[] = [];
  const installed = new Set(world.users.map((user) => user.id));
  const uninstalled: number[] = [];
  let current = world.users[0];
  const deps: HostDeps = {
    world,
    clock,
    records: createRecords({ world, clock, emit: (event) => void events.push(event) }),
    app: {
      name: 'Trivial app',
      panelUrl: `${appOrigin}/panel`,
      settingsUrl: `${appOrigin}/settings`,
      modals: [
        {
          id: 'modal-everywhere',
          name: 'Review everything',
          url: `${appOrigin}/modal`,
          locations: ['organization_details', 'person_details', 'organizations_list', 'people_list'],
        },
        { id: 'modal-nowhere', name: 'By the app only', url: `${appOrigin}/modal`, locations: [] },
      ],
      marketplacePath: '/marketplace/app/trivial',
    },
    signedInUser: () => {
      if (!current) throw new Error('the seed has users');
      return current;
    },
    switchUser: (_request, _response, userId) => {
      current = world.users.find((user) => user.id === userId) ?? current;
    },
    isInstalled: (userId) => installed.has(userId),
    uninstall: async (userId) => {
      installed.delete(userId);
      uninstalled.push(userId);
    },
  };
  const server = express().use(hostRoutes(deps, { initialiseTimeoutMs: 60_000, refreshMs: 200 }));
  const listening = server.listen(0, 'localhost');
  await new Promise((resolve) => listening.once('listening', resolve));
  return {
    origin: `http://localhost:${(listening.address() as AddressInfo).port}`,
    deps,
    events,
    installed,
    uninstalled,
    close: () =>
      new Promise((resolve) => {
        listening.close(() => resolve());
        listening.closeAllConnections();
      }),
  };
}
