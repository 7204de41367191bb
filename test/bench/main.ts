import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from 'mongoose';
import { type ProgramOptions, runProgram, say } from '../../server/process.ts';
import { benchExpressions } from './expressions-bench.ts';
import { benchGovernor } from './governor-bench.ts';
import { benchLarge } from './large-bench.ts';
import { benchMapping } from './mapping-bench.ts';
import { type BenchOptions, benchUsage, readOptions } from './options.ts';
import { type Row, tableOf } from './row.ts';
import { benchSettings } from './settings-bench.ts';
import { benchWebhooks } from './webhook-bench.ts';
import { benchWeekly } from './weekly-bench.ts';

/**
 * `npm run bench`: measures the app as built against the bars of the design, in folders and a database of its own.
 * Prints a table; with `--json FILE` writes `{ database, rows }`.
 * @returns the exit code: 0 measured (bars met or not), 1 options not understood or something went wrong.
 */
export async function main({ environment, args = [] }: ProgramOptions): Promise<number> {
  const options = readOptions(args);
  if (options === null) {
    say(benchUsage);
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'store-leads-bench-'));
  const own = {
    ...environment,
    DATA_DIR: folder,
    MONGODB_DATABASE: `bench_${randomUUID().slice(0, 8)}`,
    PIPEDRIVE_CLIENT_ID: 'bench',
    PIPEDRIVE_CLIENT_SECRET: 'bench',
    ENCRYPTION_KEYS: `bench:${Buffer.alloc(32).toString('base64')}`,
  };
  try {
    return await runProgram({ environment: own }, async ({ db, serverName }) => {
      say(`Database: ${serverName}`);
      const databases = [
        db,
        db.useDb(`${db.name}_large`),
        db.useDb(`${db.name}_page`),
        db.useDb(`${db.name}_events`),
      ] as const;
      try {
        const rows = await measure(options, own, databases);
        report(options, serverName, rows);
        return 0;
      } finally {
        for (const used of databases) await used.dropDatabase();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  { weekly, naive, organizations, links, soak, rounds, governor: hardCompany, profile }: BenchOptions,
  environment: Record<string, string | undefined>,
  [small, large, page, events]: readonly [Connection, Connection, Connection, Connection],
): Promise<Row[]> {
  const workerFile = fileURLToPath(new URL('../server/expression-worker.js', import.meta.url));
  say('Mapping and expressions …');
  const mapping = await benchMapping(workerFile, rounds);
  const hostile = await hostileRows(workerFile);
  const around = { environment, profile };
  say('Settings page …');
  const settings = await benchSettings({ ...around, db: page }, rounds);
  say('Budget governor …');
  const governor = await benchGovernor(small, hardCompany);
  say('Webhooks …');
  const size = { organizations: weekly, seconds: soak, say };
  const webhooks = await benchWebhooks({ ...around, db: events }, size);
  const weeklyRows = await benchWeekly({ ...around, db: small }, { organizations: weekly, naive, say });
  const largeRows = await benchLarge({ ...around, db: large }, { organizations, links, say });
  return [...weeklyRows, ...mapping, ...hostile, ...settings, ...governor, ...webhooks, ...largeRows];
}

async function hostileRows(workerFile: string): Promise<Row[]> {
  const { hostileStopMs, eventLoopBlockMs } = await benchExpressions(workerFile);
  const row = { unit: 'ms', better: 'lower' } as const;
  return [
    {
      ...row,
      id: 'hostile_stop_ms',
      value: hostileStopMs,
      bar: 250,
      about: 'slowest answer to a hostile expression',
    },
    {
      ...row,
      id: 'event_loop_block_ms',
      value: eventLoopBlockMs,
      bar: 50,
      about: 'longest delay of the event loop meanwhile',
    },
  ];
}

function report({ json }: BenchOptions, database: string, rows: readonly Row[]): void {
  process.stdout.write(`\n${tableOf(rows)}\n\nDatabase: ${database}\n`);
  if (json === undefined) return;
  const plain = rows.map(({ id, value, unit, bar, better }) => ({ id, value, unit, bar, better }));
  writeFileSync(json, `${JSON.stringify({ database, rows: plain }, null, 2)}\n`);
}
