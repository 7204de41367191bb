import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { compose } from '../../server/compose.ts';
import { readConfig } from '../../server/config.ts';
import { connectDatabase } from '../../server/database/connect.ts';
import { boundaries } from '../../server/platform/boundaries.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { silentLog } from '../../server/platform/log.ts';

/** What a worker process of the tests is told, as JSON in its first argument. */
const orders = z.object({
  settings: z.record(z.string(), z.string()),
  databaseUri: z.string(),
  databaseName: z.string(),
  /** Ends itself by SIGKILL when it passes this boundary for the nth time. */
  crashAt: z.object({ boundary: z.enum(boundaries), nth: z.number() }).optional(),
  leaseMs: z.number(),
  /** So many milliseconds its clock goes ahead: what others left behind has run out for it. */
  aheadMs: z.number(),
  /** Does no work but answers requests, events of Pipedrive among them. */
  answersOnly: z.boolean(),
});
export type WorkerOrders = z.input<typeof orders>;

const { settings, databaseUri, databaseName, crashAt, leaseMs, answersOnly, aheadMs } = orders.parse(
  JSON.parse(process.argv[2] ?? '{}'),
);
let passed = 0;
const db = await connectDatabase(databaseUri, databaseName);
const parts = await compose({
  config: readConfig(settings),
  db,
  log: silentLog,
  clientDir: '',
  expressionWorker: fileURLToPath(new URL('../server/expression-worker.js', import.meta.url)),
  clock: { ...systemClock, now: () => new Date(Date.now() + aheadMs) },
  workerOptions: { pollMs: 100, leaseMs },
  inboxOptions: { pollMs: 100, foldMs: 200, leaseMs },
  lockMs: 3000,
  atBoundary: (name) => {
    if (name === crashAt?.boundary && ++passed === crashAt.nth) process.kill(process.pid, 'SIGKILL');
  },
});
const server = createServer(parts.app).listen(0, '127.0.0.1');
await once(server, 'listening');
if (!answersOnly) await parts.startWork();
process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
process.once('SIGTERM', async () => {
  await parts.stopWork();
  await db.close();
  process.exit(0);
});
process.stdin.once('end', () => process.exit(1)).resume();
