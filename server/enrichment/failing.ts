import type { Link } from './link.ts';

/** So long a record that keeps failing is tried again by runs; then it is a dead letter, which only a person takes up. */
export const retriedForDays = 14;

const day = 86_400_000;

type Failing = Pick<Link, 'failingSince'>;

/** True for a record that failed and that runs still try again. */
export function isRetried({ failingSince }: Failing, now: Date): boolean {
  return failingSince !== null && failingSince > deadBefore(now);
}

/** True for a record that has failed for so long that runs leave it alone. */
export function isDead({ failingSince }: Failing, now: Date): boolean {
  return failingSince !== null && failingSince <= deadBefore(now);
}

/** Records that began to fail then or earlier are dead letters. */
export function deadBefore(now: Date): Date {
  return new Date(now.getTime() - retriedForDays * day);
}
