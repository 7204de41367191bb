import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerData } from './guarded-worker.ts';
import { runTask, type WorkerTask } from './worker-task.ts';

/**
 * The program of the worker thread: evaluates one slice after the other. It holds nothing that others need, so it can be
 * ended at any moment.
 */
const { shared, turnMs }: WorkerData = workerData;
const progress = new Int32Array(shared);

parentPort?.on('message', (task: WorkerTask) => {
  parentPort?.postMessage(runTask(task, progress, turnMs));
});
