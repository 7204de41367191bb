import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';
import type { PreparedApp } from './prepared-app.ts';

/** Worker processes side by side, of which one can be killed at any time. */
export type WorkerCrowd = {
  /** Kills one, chosen by a number from 0 to 1, and starts another in its place. */
  replaceOne(chance: number): Promise<void>;
  stop(): Promise<void>;
};

/** Starts so many workers on the app's database. */
export async function startCrowd(app: PreparedApp, size: number): Promise<WorkerCrowd> {
  const start = () => startWorkerProcess(app, app.databaseName);
  const living: WorkerProcess[] = await Promise.all(Array.from({ length: size }, start));
  return {
    async replaceOne(chance) {
      const [doomed] = living.splice(Math.floor(chance * living.length), 1);
      doomed?.child.kill('SIGKILL');
      if ((await doomed?.ended) !== 'SIGKILL') throw new Error('the worker had ended before it was killed');
      living.push(await start());
    },
    async stop() {
      await Promise.all(living.map((worker) => worker.stop()));
    },
  };
}
