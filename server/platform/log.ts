import { type Logger, pino } from 'pino';
import { isAppError } from './errors.ts';

export type Log = Logger;

const secretPaths = [
  'authorization',
  'cookie',
  'set-cookie',
  'access_token',
  'refresh_token',
  'token',
  'password',
  'secret',
];

/**
 * The process log: one JSON line an event, on standard error; standard output is for what programs answer.
 * Secrets are cut out by key wherever they stand; URLs are logged without their query (see `pathOnly`).
 */
export function createLog(options: { level: string; destination?: { write(line: string): void } }): Log {
  const settings = {
    level: options.level,
    base: null,
    serializers: { err: describeError },
    redact: {
      paths: secretPaths.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
      censor: '[redacted]',
    },
  };
  return pino(settings, options.destination ?? pino.destination(2));
}

/**
 * What of an error is logged: kind, code and where it happened. The words of a foreign error may quote what it
 * choked on, and that may be a customer's; our own errors never do.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(isAppError(error) ? { message: error.message } : {}),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: frames.map((line) => line.trim()).join(' | '),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** A log that writes nothing. */
export const silentLog: Log = pino({ level: 'silent' });

/** The path of a URL: queries can hold tokens and codes, so they are never logged. */
export function pathOnly(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}
