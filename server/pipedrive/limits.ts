/**
 * What an answer tells about limits; null where the header is missing or not a number.
 * The daily headers are undocumented and often missing (pipedrive-api.md 5.4).
 */
export type Limits = {
  /** Requests allowed in the 2-second window of this token. */
  burstLimit: number | null;
  burstRemaining: number | null;
  /** Seconds until the window resets. */
  burstResetSeconds: number | null;
  /** Tokens of the company a day. */
  dayLimit: number | null;
  dayRemaining: number | null;
  retryAfterSeconds: number | null;
};

export type ReadHeader = (name: string) => string | null;

/**
 * Reads the limit headers of an answer.
 * @param now to turn a `Retry-After` given as a date into seconds.
 */
export function readLimits(header: ReadHeader, now: Date): Limits {
  return {
    burstLimit: amount(header('x-ratelimit-limit')),
    burstRemaining: amount(header('x-ratelimit-remaining')),
    burstResetSeconds: amount(header('x-ratelimit-reset')),
    dayLimit: amount(header('x-daily-ratelimit-token-limit')),
    dayRemaining: amount(header('x-daily-ratelimit-token-remaining')),
    retryAfterSeconds: secondsUntil(header('retry-after'), now),
  };
}

function amount(text: string | null): number | null {
  return text !== null && /^\s*\d{1,12}(\.\d+)?\s*$/.test(text) ? Number(text) : null;
}

function secondsUntil(text: string | null, now: Date): number | null {
  const seconds = amount(text);
  if (seconds !== null || text === null) return seconds;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : Math.max(0, Math.ceil((moment - now.getTime()) / 1000));
}
