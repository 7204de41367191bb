import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../server/database/database-server.ts';
import { resolveDatabase } from '../../server/database/resolve-database.ts';

const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'resolve-database-'));
  folders.push(made);
  return made;
}

afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

function engine(id: string, available: boolean, started: string[]): Engine {
  return {
    id,
    start: async () => {
      started.push(id);
      return available ? { uri: `mongodb://127.0.0.1:1/${id}`, name: id, stop: async () => undefined } : null;
    },
  };
}

function options(dataDir: string, engines: Engine[], mongodbUri?: string) {
  return {
    mongodbUri,
    mongodBinary: undefined,
    searchPath: '',
    dataDir,
    cacheDir: join(dataDir, 'cache'),
    progress: () => undefined,
    engines,
  };
}

describe('where the database comes from', () => {
  it('is MONGODB_URI when that is set, and nothing is embedded', async () => {
    const started: string[] = [];
    const server = await resolveDatabase(
      options(folder(), [engine('first', true, started)], 'mongodb://db.example/'),
    );
    expect(server.uri).toBe('mongodb://db.example/');
    expect(started).toEqual([]);
  });

  it('is the first engine to be had here', async () => {
    const started: string[] = [];
    const engines = [
      engine('none', false, started),
      engine('second', true, started),
      engine('third', true, started),
    ];
    expect((await resolveDatabase(options(folder(), engines))).name).toBe('second');
    expect(started).toEqual(['none', 'second']);
  });

  it('stays the engine that filled the data folder, even when a better one appears later', async () => {
    const dataDir = folder();
    const first = await resolveDatabase(options(dataDir, [engine('plain', true, [])]));
    await first.stop();
    const later = await resolveDatabase(
      options(dataDir, [engine('better', true, []), engine('plain', true, [])]),
    );
    expect(later.name).toBe('plain');
  });

  it('is refused rather than another, empty one when the engine that filled the folder is gone', async () => {
    const dataDir = folder();
    const first = await resolveDatabase(options(dataDir, [engine('plain', true, [])]));
    await first.stop();
    const started: string[] = [];
    const later = resolveDatabase(
      options(dataDir, [engine('better', true, started), engine('plain', false, started)]),
    );
    await expect(later).rejects.toMatchObject({ code: 'database_engine_gone' });
    expect(started).toEqual(['plain']);
  });

  it('is refused with every way listed when there is none', async () => {
    const refusal = resolveDatabase(options(folder(), [engine('none', false, [])]));
    await expect(refusal).rejects.toMatchObject({ code: 'no_database' });
    await expect(refusal).rejects.toThrow(/MONGODB_URI[\s\S]*mongod[\s\S]*download[\s\S]*PyPI/);
  });
});
