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
 * @throws AppError `no_database` listing the ways to provide one, `database_engine_gone` when the data's own is missing.
 */
export async function resolveDatabase(options: DatabaseOptions): Promise<DatabaseServer> {
  if (options.mongodbUri !== undefined) {
    return { uri: options.mongodbUri, name: 'MongoDB at MONGODB_URI', stop: async () => undefined };
  }
  const folder = join(options.dataDir, 'database');
  mkdirSync(folder, { recursive: true });
  const running = await findRunningServer(folder);
  if (running) return running;
  const file = join(folder, 'engine');
  const used = existsSync(file) ? readFileSync(file, 'utf8') : null;
  const engines = options.engines ?? allEngines(options);
  for (const engine of used === null ? engines : engines.filter(({ id }) => id === used)) {
    const dataPath = join(folder, engine.id);
    const server = await engine.start({ dataPath, cacheDir: options.cacheDir, progress: options.progress });
    if (!server) continue;
    writeFileSync(file, engine.id);
    return announceServer(folder, server);
  }
  if (used !== null) throw engineGone(used, folder);
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

/** Starting another engine would show an empty database where there is a full one. */
function engineGone(engine: string, folder: string): AppError {
  return new AppError({
    code: 'database_engine_gone',
    status: 500,
    message: [
      `The data in ${folder} was written by "${engine}", which does not start here now.`,
      '  Make it available again, or move the folder away to begin with an empty database.',
    ].join('\n'),
  });
}

function allEngines(options: DatabaseOptions): Engine[] {
  return [
    installedMongod(options.mongodBinary, options.searchPath),
    downloadedMongod(Date.now),
    secantusRust(options.searchPath),
    secantusPython(options.searchPath),
  ];
}
