import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { defaultCacheDir } from '../../server/config.ts';
import { resolveDatabase } from '../../server/database/resolve-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUri: string;
    databaseName: string;
    /** Folder of the server's files; empty when the server is somebody else's. */
    databaseFolder: string;
  }
}

/** One database server for the whole run, in a folder that goes away with it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'store-leads-test-'));
  const server = await resolveDatabase({
    mongodbUri: process.env['MONGODB_URI'],
    mongodBinary: process.env['MONGOMS_SYSTEM_BINARY'],
    searchPath: process.env['PATH'],
    dataDir,
    cacheDir: process.env['CACHE_DIR'] ?? defaultCacheDir(),
    progress: (message) => process.stderr.write(`${message}\n`),
  });
  project.provide('databaseUri', server.uri);
  project.provide('databaseName', server.name);
  project.provide('databaseFolder', process.env['MONGODB_URI'] ? '' : join(dataDir, 'database'));
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
