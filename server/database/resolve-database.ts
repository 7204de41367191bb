import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../platform/errors.ts';
import type { DatabaseServer, Engine, Progress } from './database-server.ts';
import { downloadedMongod, installedMongod } from './mongod.ts';
import { announceServer, findRunningServer } from './running-server.ts';
import { secantusPython, secantusRust } from './secantus.ts';

export type DatabaseOptions = {
  /** A server of your own; nothing is embedded when it is set. */
  mongodbUri: string | undefined;
  /** `MONGOMS_SYSTEM_BINARY`: an installed mongod. */
  mongodBinary: string | undefined;
  searchPath: string | undefined;
  /** Embedded data lives in `<dataDir>/database`. */
  dataDir: string;
  cacheDir: string;
  progress: Progress;
  /** For tests: the embedded engines, in order of preference. */
  engines?: Engine[];
};

/**
 * Finds the MongoDB to use; the first hit wins: MONGODB_URI, an installed mongod, a downloaded mongod, SecantusDB.
 * A data folder stays with the engine that filled it, so that a later download never hides existing data.
 * @throws AppError `no_database` listing the ways to provide one.
 */
export async function resolveDatabase(options: DatabaseOptions): Promise<DatabaseServer> {
  if (options.mongodbUri !== undefined) {
    return { uri: options.mongodbUri, name: 'MongoDB at MONGODB_URI', stop: async () => undefined };
  }
  const folder = join(options.dataDir, 'database');
  mkdirSync(folder, { recursive: true });
  const running = await findRunningServer(folder);
  if (running) return running;
  for (const engine of inOrder(options, folder)) {
    const dataPath = join(folder, engine.id);
    const server = await engine.start({ dataPath, cacheDir: options.cacheDir, progress: options.progress });
    if (!server) continue;
    writeFileSync(join(folder, 'engine'), engine.id);
    return announceServer(folder, server);
  }
  throw new AppError({
    code: 'no_database',
    status: 500,
    message: [
      'No MongoDB was found and none could be started here. Any one of these will do:',
      '  set MONGODB_URI to a MongoDB 7 or later;',
      '  install mongod so that it is on PATH, or name it in MONGOMS_SYSTEM_BINARY;',
      '  allow the one-time download of mongod;',
      '  install Python 3 with venv and pip, so that SecantusDB can be installed from PyPI.',
    ].join('\n'),
  });
}

function inOrder(options: DatabaseOptions, folder: string): Engine[] {
  const engines = options.engines ?? [
    installedMongod(options.mongodBinary, options.searchPath),
    downloadedMongod(Date.now),
    secantusRust(options.searchPath),
    secantusPython(options.searchPath),
  ];
  const file = join(folder, 'engine');
  const used = existsSync(file) ? readFileSync(file, 'utf8') : null;
  return [
    ...engines.filter((engine) => engine.id === used),
    ...engines.filter((engine) => engine.id !== used),
  ];
}
