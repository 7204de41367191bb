import { z } from 'zod';
import { startChild, untilReady } from './child.ts';

const ready = z.object({
  url: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  companyId: z.number(),
  admin: z.number(),
  naiveToken: z.string(),
});

const counters = z.object({
  endpoints: z.record(z.string(), z.object({ calls: z.number(), tokens: z.number() })),
});

const desk = z.object({
  counts: z.object({ delivered: z.number() }),
  attempts: z.array(z.object({ ms: z.number() })),
});

const added = z.object({ data: z.object({ id: z.number() }) });

/** What was called since the last reset. */
export type Calls = { calls: number; tokens: number; of(endpoint: string): number };

export type BenchSandbox = z.infer<typeof ready> & {
  resetCalls(): Promise<void>;
  calls(): Promise<Calls>;
  /** Events delivered so far, and how long the last ones took to be answered. */
  deliveries(): Promise<{ delivered: number; ackMs: number[] }>;
  /** People do so many things of a kind at once. */
  people(count: number, only: 'field' | 'name' | 'website'): Promise<void>;
  /** Pipedrive removes the app's webhooks without a word. */
  removeWebhooks(): Promise<void>;
  /** Adds an organization with the naive client's token. @returns its id */
  addOrganization(name: string, website: string): Promise<number>;
  /** From now on Pipedrive says no to new webhooks. */
  refuseWebhooks(): Promise<void>;
  /** Resolves once no delivery is under way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

/** A full world of 100,000 organizations with 97 fields each does not fit Node's usual limit. */
const memory = '--max-old-space-size=8192';

/** Starts a sandbox beside the bench. */
export async function startBenchSandbox(options: {
  appUrl: string;
  organizations: number;
  limits: boolean;
}): Promise<BenchSandbox> {
  const child = startChild('sandbox-child', {
    args: [JSON.stringify({ ...options, persons: 0 })],
    execArgv: [memory],
  });
  const facts = await untilReady(child, (message) => ready.safeParse(message).data);
  const control = `${facts.url}/__control`;
  return {
    ...facts,
    async resetCalls() {
      await fetch(`${control}/calls/reset`, { method: 'POST' });
    },
    async calls() {
      const { endpoints } = counters.parse(await (await fetch(`${control}/calls`)).json());
      const all = Object.values(endpoints);
      return {
        calls: all.reduce((sum, { calls }) => sum + calls, 0),
        tokens: all.reduce((sum, { tokens }) => sum + tokens, 0),
        of: (endpoint) => endpoints[endpoint]?.calls ?? 0,
      };
    },
    async deliveries() {
      const { counts, attempts } = desk.parse(await (await fetch(`${control}/webhooks`)).json());
      return { delivered: counts.delivered, ackMs: attempts.map(({ ms }) => ms) };
    },
    async people(count, only) {
      const answer = await fetch(`${control}/people/step`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ count, only }),
      });
      if (!answer.ok) throw new Error(`People could not work: ${answer.status}`);
      await answer.arrayBuffer();
    },
    async removeWebhooks() {
      await (await fetch(`${control}/webhooks/remove`, { method: 'POST' })).arrayBuffer();
    },
    async addOrganization(name, website) {
      const answer = await fetch(`${facts.url}/api/v2/organizations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${facts.naiveToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name, website }),
      });
      return added.parse(await answer.json()).data.id;
    },
    async refuseWebhooks() {
      const answer = await fetch(`${control}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ kind: 'status', status: 422, method: 'POST', path: '/api/v1/webhooks', count: 1000 },
        }),
      });
      if (!answer.ok) throw new Error(`The fault was not armed: ${answer.status}`);
    },
    async settled() {
      await (await fetch(`${control}/webhooks/settled`)).arrayBuffer();
    },
    stop: child.stop,
  };
}
