import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MongoMemoryReplSet } from 'mongodb-memory-server-core';
import { AppError } from '../platform/errors.ts';
import type { DatabaseServer, EmbeddedOptions, Engine } from './database-server.ts';
import { findProgram } from './find-program.ts';
import { freePort, isFree } from './guarded-process.ts';

/** Version that is downloaded where no mongod is installed. */
const downloadVersion = '8.0.12';
const oneDay = 86_400_000;

/** A `mongod` somebody installed: `MONGOMS_SYSTEM_BINARY`, else the first on PATH. */
export function installedMongod(binary: string | undefined, searchPath: string | undefined): Engine {
  return {
    id: 'mongod',
    async start(options) {
      const program = binary ?? findProgram('mongod', searchPath);
      if (!program) return null;
      return replicaSet(options, { systemBinary: program }, `mongod (${program})`);
    },
  };
}

/** A `mongod` downloaded once into the cache folder. Where nothing can be downloaded, asked again after a day. */
export function downloadedMongod(now: () => number): Engine {
  return {
    id: 'mongod',
    async start(options) {
      const binary = await download(options, now);
      return binary ? replicaSet(options, binary, `mongod ${downloadVersion} (downloaded)`) : null;
    },
  };
}

/** The downloaded program, or null where it cannot be had; a refusal is remembered for a day. */
async function download({ cacheDir, progress }: EmbeddedOptions, now: () => number): Promise<Binary | null> {
  // One attempt: where nothing can be downloaded, the library's retries only cost time.
  process.env['MONGOMS_MAX_RETRIES'] ??= '1';
  const { MongoBinary } = await import('mongodb-memory-server-core');
  const refusal = join(cacheDir, 'mongod-download-failed-at');
  if (existsSync(refusal) && now() - Number(readFileSync(refusal, 'utf8')) < oneDay) return null;
  progress(`Looking for MongoDB ${downloadVersion} (downloaded once, about 100 MB) …`);
  try {
    const downloadDir = join(cacheDir, 'mongod');
    mkdirSync(downloadDir, { recursive: true });
    return { systemBinary: await MongoBinary.getPath({ version: downloadVersion, downloadDir }) };
  } catch {
    mkdirSync(cacheDir, { recursive: true });
    writeFileSync(refusal, String(now()));
    progress('MongoDB could not be downloaded here.');
    return null;
  }
}

type Binary = { systemBinary: string };

/** Starts a replica set of one node; the port is kept beside the data because its configuration names it. */
async function replicaSet(options: EmbeddedOptions, binary: Binary, name: string): Promise<DatabaseServer> {
  const { MongoMemoryReplSet: ReplicaSet } = await import('mongodb-memory-server-core');
  mkdirSync(options.dataPath, { recursive: true });
  const portFile = join(options.dataPath, '..', 'mongod.port');
  const port = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : await freePort();
  if (!(await isFree(port))) throw portTaken(port);
  writeFileSync(portFile, String(port));
  const server: MongoMemoryReplSet = await ReplicaSet.create({
    binary,
    instanceOpts: [{ dbPath: options.dataPath, port, storageEngine: 'wiredTiger', launchTimeout: 60_000 }],
    replSet: { count: 1, storageEngine: 'wiredTiger', name: 'rs0', ip: '127.0.0.1' },
  });
  return {
    uri: server.getUri(),
    name,
    stop: async () => {
      await server.stop({ doCleanup: false, force: false });
    },
  };
}

function portTaken(port: number): AppError {
  return new AppError({
    code: 'database_port_taken',
    status: 500,
    message: `The embedded database needs port ${port}, which another program uses. End that program and start again.`,
  });
}
