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

/** What was called since the last reset. */
export type Calls = { calls: number; tokens: number; of(endpoint: string): number };

export type BenchSandbox = z.infer<typeof ready> & {
  resetCalls(): Promise<void>;
  calls(): Promise<Calls>;
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
    stop: child.stop,
  };
}
