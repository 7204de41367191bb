import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Connection } from 'mongoose';
import type { WorkerOrders } from './crash-worker.ts';
import { testServer } from './database.ts';
import type { RunningApp } from './start-app.ts';

/** A worker in a process of its own; needs `ensureBuilt()` before. */
export type WorkerProcess = {
  child: ChildProcess;
  /** Where it answers requests. */
  port: number;
  /** Resolves with the signal or exit code that ended it. */
  ended: Promise<string | number | null>;
  /** Asks it to stop in order, and waits. */
  stop(): Promise<void>;
};

/** Starts a worker on the app's database and waits until it takes work, or only answers requests. */
export async function startWorkerProcess(
  app: RunningApp,
  databaseName: string,
  crashAt?: WorkerOrders['crashAt'],
  { answersOnly = false, aheadMs = 0 } = {},
): Promise<WorkerProcess> {
  const orders: WorkerOrders = {
    settings: app.settings,
    databaseUri: testServer().uri,
    databaseName,
    leaseMs: 1500,
    ...(crashAt ? { crashAt } : {}),
    answersOnly,
    aheadMs,
  };
  const child = spawn(process.execPath, ['dist/test/crash-worker.js', JSON.stringify(orders)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as string | number | null);
  const said = await Promise.race([once(child.stdout, 'data'), ended]);
  const port = Array.isArray(said) ? Number(String(said[0])) : 0;
  return {
    child,
    ended,
    port,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Makes every repeated job due: a queue keeps those of a killed process locked, and what was done for minutes to come. */
export async function makeJobsDue(db: Connection): Promise<void> {
  await db.collection('jobs').updateMany({}, { $set: { lockedAt: null, nextRunAt: new Date() } });
}
