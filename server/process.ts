import { type Config, ConfigError, readConfig } from './config.ts';
import { type OpenDatabase, openDatabase } from './database/open-database.ts';
import { isAppError } from './platform/errors.ts';
import { createLog, type Log } from './platform/log.ts';

/** How the launcher starts a program of the build. */
export type ProgramOptions = {
  environment: Record<string, string | undefined>;
  args?: string[];
  /** Starts what runs beside the program (the sandbox), once the settings are known to be good. */
  beside?: () => Promise<{ url: string; stop(): Promise<void> }>;
};

export type ProgramParts = OpenDatabase & {
  config: Config;
  log: Log;
  /** Address of what runs beside the program; null when nothing does. */
  besideUrl: string | null;
};

/**
 * Runs a program with settings and a database, and turns the faults a person can mend into words.
 * @returns the exit code: 0, or 1 with the reason on standard error.
 */
export async function runProgram(
  { environment, beside }: ProgramOptions,
  program: (parts: ProgramParts) => Promise<number>,
): Promise<number> {
  let companion: { url: string; stop(): Promise<void> } | undefined;
  try {
    const config = readConfig(environment);
    companion = await beside?.();
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
      return await program({ ...database, config, log, besideUrl: companion?.url ?? null });
    } finally {
      await database.close();
    }
  } catch (error) {
    const words = inWords(error);
    if (words === null) throw error;
    say(words);
    return 1;
  } finally {
    await companion?.stop();
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
  if (error.code === 'SANDBOX_NOT_STARTED') return error.message;
  if (error.code === 'EADDRINUSE')
    return 'The port is taken: stop the other copy or choose another PORT (METRICS_PORT for a worker).';
  if (error.code === 'EACCES') return 'This port is not allowed: choose a PORT above 1023.';
  return null;
}
