import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { defaultCacheDir } from '../../server/config.ts';
import type { DatabaseServer } from '../../server/database/database-server.ts';
import { resolveDatabase } from '../../server/database/resolve-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server for each worker, or one for all where it is somebody else's. */
    databases: {
      uri: string;
      name: string /** Of its files; empty where it is somebody else's. */;
      folder: string;
    }[];
  }
}

/**
 * A database server for each worker, as one of them would wait for the other's queries, in a folder that goes away with
 * the run; or the one that is named.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'store-leads-test-'));
  const given = process.env['MONGODB_URI'];
  const started: DatabaseServer[] = [];
  // One after the other: the first may have to be installed.
  for (let worker = 1; worker <= (given ? 1 : project.globalConfig.maxWorkers); worker++)
    started.push(await start(join(dataDir, String(worker)), given));
  project.provide(
    'databases',
    started.map(({ uri, name }, at) => ({
      ...{ uri, name },
      folder: given ? '' : join(dataDir, String(at + 1), 'database'),
    })),
  );
  return async () => {
    await Promise.all(started.map((server) => server.stop()));
    rmSync(dataDir, { recursive: true, force: true });
  };
}

function start(dataDir: string, mongodbUri: string | undefined): Promise<DatabaseServer> {
  return resolveDatabase({
    mongodbUri,
    mongodBinary: process.env['MONGOMS_SYSTEM_BINARY'],
    searchPath: process.env['PATH'],
    dataDir,
    cacheDir: process.env['CACHE_DIR'] ?? defaultCacheDir(),
    progress: (message) => process.stderr.write(`${message}\n`),
  });
}
