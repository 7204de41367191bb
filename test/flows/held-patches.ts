import type { Connection } from 'mongoose';
import { recordsAtOnce } from '../../server/runs/run-worker.ts';
import { waitFor } from '../support/wait-for.ts';
import type { PreparedApp } from './prepared-app.ts';

const patches = { method: 'PATCH', path: '/api/v2/organizations/*' };

export type HeldPatches = {
  /** Resolves once every call the worker has under way waits at the sandbox. */
  reached(): Promise<void>;
  release(): void;
};

/**
 * Lets some PATCH calls pass, then keeps as many waiting as one process works on at a time, so that nothing moves while
 * they are held: half of them before their change, half after it. Arm it before the run starts.
 * @param calls of another kind, which are held in place of them
 */
export function holdPatches(app: PreparedApp, passing: number, calls = patches): HeldPatches {
  const { sandbox } = app;
  if (passing > 0) sandbox.addFault({ ...calls, kind: 'slow', ms: 0, count: passing });
  const faults = Array.from({ length: recordsAtOnce }, (_, at) =>
    sandbox.addFault({ ...calls, kind: at % 2 === 0 ? 'hold' : 'hold_after' }),
  );
  return {
    reached: async () => void (await Promise.all(faults.map(({ id }) => sandbox.held.reached(id)))),
    release: () => {
      for (const { id } of faults) sandbox.held.release(id);
    },
  };
}

/**
 * Resolves once the worker knows how its run stands now: with every sign of life it looks, and the second one that
 * begins from here comes after a look that ended.
 */
export async function lookedAtRun(db: Connection): Promise<void> {
  for (let look = 0; look < 2; look++) {
    const before = await claimedUntil(db);
    await waitFor('the worker to look at its run', async () => (await claimedUntil(db)) !== before);
  }
}

async function claimedUntil(db: Connection): Promise<number> {
  const chunk = await db.collection('run_chunks').findOne({ token: { $ne: null } });
  return Number(chunk?.['until'] ?? 0);
}
