import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { ensureBuilt } from '../support/built.ts';
import { testServer } from '../support/database.ts';
import { readOptions } from './options.ts';
import { meetsBar, tableOf } from './row.ts';

const run = promisify(execFile);
const report = z.strictObject({
  database: z.string().min(1),
  rows: z.array(
    z.strictObject({
      id: z.string(),
      value: z.number(),
      unit: z.string(),
      bar: z.number().nullable(),
      better: z.enum(['lower', 'higher']),
    }),
  ),
});
const promised = [
  'tokens_per_changed',
  'tokens_per_unchanged',
  'tokens_per_changed_after_gap',
  'new_org_enriched_p95_s',
  'overwrite_gap_ms_p99',
  'tokens_per_unchanged_after_gap',
  'naive_tokens_per_changed',
  'calls_per_changed',
  'mapping_97_fields_5_expressions_us',
  'mapping_step_expressions_us',
  'hostile_stop_ms',
  'event_loop_block_ms',
  'settings_interactive_ms',
  'governor_429',
  'written_share_default',
  'written_share_without_tolerance',
  'scan_list_calls',
  'scan_seconds',
  'enrich_links_per_second',
  'weekly_links_per_second',
  'weekly_rss_mb',
  'rss_mb',
  'webhook_ack_p99_ms',
  'webhook_events_per_second',
  'webhook_soak_rss_growth_mb',
  'webhook_tokens_per_event',
];

describe('the bench', () => {
  it('writes every promised figure as JSON, and those that do not depend on speed are right', async () => {
    await ensureBuilt();
    const folder = mkdtempSync(join(tmpdir(), 'store-leads-bench-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'bench.json');
    const companies = ['--organizations', '25', '--links', '10', '--weekly', '25', '--governor', '500'];
    const sizes = [...companies, '--naive', '5', '--soak', '1', '--rounds', '1'];
    const { stdout } = await run(process.execPath, ['server/start.mjs', 'bench', '--json', file, ...sizes], {
      env: { ...process.env, MONGODB_URI: testServer().uri, DATA_DIR: folder },
    });
    const { rows } = report.parse(JSON.parse(readFileSync(file, 'utf8')));
    const value = (id: string) => rows.find((row) => row.id === id)?.value;
    expect(rows.map((row) => row.id)).toEqual(expect.arrayContaining(promised));
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    for (const { id } of rows) expect(stdout).toContain(id);
    expect(value('tokens_per_unchanged')).toBe(0);
    expect(value('tokens_per_changed')).toBe(5);
    expect(value('calls_per_changed')).toBe(1);
    expect(value('naive_tokens_per_changed')).toBe(130);
    expect(value('scan_list_calls')).toBe(2);
  }, 600_000);

  it('says how it is called when an option is not understood', () => {
    expect(readOptions(['--organizations', 'many'])).toBeNull();
    expect(readOptions(['--jsn', 'x'])).toBeNull();
    expect(readOptions(['--organizations', '500'])).toMatchObject({ organizations: 500, weekly: 2000 });
  });

  it('tells whether a bar is met, in the direction that is better', () => {
    const row = { id: 'a', value: 5, unit: 's', bar: 5, better: 'lower', about: '' } as const;
    expect(meetsBar(row)).toBe(true);
    expect(meetsBar({ ...row, value: 5.1 })).toBe(false);
    expect(meetsBar({ ...row, value: 5.1, better: 'higher' })).toBe(true);
    expect(meetsBar({ ...row, bar: null })).toBeNull();
    expect(tableOf([{ ...row, value: 6 }])).toContain('MISSED');
  });
});
