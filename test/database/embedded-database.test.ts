import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultCacheDir } from '../../server/config.ts';
import { startGuarded } from '../../server/database/guarded-process.ts';
import { ping } from '../../server/database/ping.ts';
import { resolveDatabase } from '../../server/database/resolve-database.ts';
import { waitFor } from '../support/wait-for.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'embedded-database-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const options = () => ({
  mongodbUri: undefined,
  mongodBinary: process.env['MONGOMS_SYSTEM_BINARY'],
  searchPath: process.env['PATH'],
  dataDir,
  cacheDir: process.env['CACHE_DIR'] ?? defaultCacheDir(),
  progress: () => undefined,
});

async function names(uri: string, insert?: string): Promise<unknown[]> {
  const client = new mongoose.mongo.MongoClient(uri);
  const collection = client.db('kept').collection('names');
  if (insert) await collection.insertOne({ name: insert });
  const rows = await collection.find().toArray();
  await client.close();
  return rows.map((row) => row['name']);
}

/** Runs the resolver in a process of its own and gives its child and the server's address. */
async function inOtherProcess(): Promise<{ child: ChildProcess; uri: string }> {
  const program = join('test', 'database', 'hold-database.mjs');
  const child = spawn(process.execPath, [program, JSON.stringify(options())], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return { child, uri: line.toString().trim() };
}

describe('the embedded database', () => {
  it('keeps its data over a restart, listens on loopback, and is found by a second process', async () => {
    const first = await resolveDatabase(options());
    expect(first.uri).toContain('127.0.0.1');
    await names(first.uri, 'before');
    const second = await resolveDatabase(options());
    expect(second.uri).toBe(first.uri);
    await second.stop();
    expect(await ping(first.uri, 2000)).toBe(true);
    await first.stop();
    expect(await ping(first.uri, 200)).toBe(false);
    const again = await resolveDatabase(options());
    expect(await names(again.uri)).toEqual(['before']);
    await again.stop();
  });

  it('ends with a killed owner, and every acknowledged write is there afterwards', async () => {
    const { child, uri } = await inOtherProcess();
    await names(uri, 'just before the kill');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const again = await resolveDatabase(options());
    expect(await names(again.uri)).toContain('just before the kill');
    await again.stop();
  });
});

describe('a guarded program', () => {
  it('is ended when its owner stops it', async () => {
    const guarded = startGuarded('/bin/sleep', ['1000'], join(dataDir, 'sleep.log'));
    const pid = guarded.child.pid ?? 0;
    await guarded.stop();
    await waitFor('the group to be gone', () => {
      try {
        process.kill(-pid, 0);
        return false;
      } catch {
        return true;
      }
    });
    expect(guarded.child.exitCode).not.toBeNull();
  });
});
