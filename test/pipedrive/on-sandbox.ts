import { beforeEach } from 'vitest';
import type { BudgetStore } from '../../server/pipedrive/budget.store.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startCheckedSandbox } from '../support/checked-sandbox.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { processOf, tokensOf } from './sandbox-gateway.ts';

/** The world of the present test. */
export type OnSandbox = {
  sandbox: Sandbox;
  clock: FakeClock;
  tokens: ReturnType<typeof tokensOf>;
  /** A gateway as one process has it. */
  aProcess(over?: { sharePercent?: number; timeoutMs?: number }): ReturnType<typeof processOf>;
};

/** Gives every test of a file a small sandbox with its limits on. Call it at the top of the file. */
export function onSandbox(store: BudgetStore): () => OnSandbox {
  let current: OnSandbox | undefined;
  beforeEach(async () => {
    const clock = fakeClock();
    const sandbox = await startCheckedSandbox({
      appUrl: 'http://127.0.0.1:1',
      clock,
      organizations: 12,
      persons: 3,
      limits: true,
    });
    const tokens = tokensOf(sandbox);
    await store.day.erase(sandbox.world.company.id);
    await store.burst.erase(sandbox.world.company.id);
    current = {
      sandbox,
      clock,
      tokens,
      aProcess: (over = {}) => processOf({ sandbox, store, clock, tokens, ...over }),
    };
    return () => sandbox.close();
  });
  return () => {
    if (!current) throw new Error('No test is running');
    return current;
  };
}
