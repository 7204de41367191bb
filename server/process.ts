import { type Config, ConfigError, readConfig } from './config.ts';
import { type OpenDatabase, openDatabase } from './database/open-database.ts';
import { isAppError } from './platform/errors.ts';
import { createLog, type Log } from './platform/log.ts';

/** How the launcher starts a program of the build. */
export type ProgramOptions = {
  environment: Record<string, string | undefined>;
  args?: string[];
  /** Address to print instead of the app's own, e.g. the sandbox's. */
  openUrl?: string;
  /** Called after everything has stopped. */
  onStopped?: () => Promise<void>;
};

export type ProgramParts = OpenDatabase & { config: Config; log: Log };

/**
 * Runs a program with settings and a database, and turns the faults a person can mend into words.
 * @returns the exit code: 0, or 1 with the reason on standard error.
 */
export async function runProgram(
  { environment, onStopped }: ProgramOptions,
  program: (parts: ProgramParts) => Promise<number>,
): Promise<number> {
  try {
    const config = readConfig(environment);
    const log = createLog({ level: config.LOG_LEVEL });
    const database = await openDatabase({
      mongodbUri: config.MONGODB_URI,
      mongodBinary: config.MONGOMS_SYSTEM_BINARY,
      searchPath: environment['PATH'],
      databaseName: config.MONGODB_DATABASE,
      dataDir: config.DATA_DIR,
      cacheDir: config.CACHE_DIR,
      progress: say,
    });
    try {
      return await program({ ...database, config, log });
    } finally {
      await database.close();
    }
  } catch (error) {
    const words = inWords(error);
    if (words === null) throw error;
    say(words);
    return 1;
  } finally {
    await onStopped?.();
  }
}

/** A line for the person at the terminal; standard output stays free for what programs print. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Resolves when somebody asks the process to end. */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function inWords(error: unknown): string | null {
  if (error instanceof ConfigError || isAppError(error)) return error.message;
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (error.code === 'EADDRINUSE') return 'The port is taken: stop the other copy or choose another PORT.';
  if (error.code === 'EACCES') return 'This port is not allowed: choose a PORT above 1023.';
  return null;
}
