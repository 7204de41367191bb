import { type Logger, pino } from 'pino';

export type Log = Logger;

const secretPaths = [
  'authorization',
  'cookie',
  'set-cookie',
  'access_token',
  'refresh_token',
  'token',
  'code',
  'state',
  'password',
  'secret',
];

/**
 * The process log: one JSON line an event, on standard output.
 * Secrets are cut out by key wherever they stand; URLs are logged without their query (see `pathOnly`).
 */
export function createLog(options: { level: string; destination?: { write(line: string): void } }): Log {
  const settings = {
    level: options.level,
    base: null,
    redact: {
      paths: secretPaths.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
      censor: '[redacted]',
    },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

/** A log that writes nothing. */
export const silentLog: Log = pino({ level: 'silent' });

/** The path of a URL: queries can hold tokens and codes, so they are never logged. */
export function pathOnly(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}
