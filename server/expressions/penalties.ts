import type { Clock } from '../platform/clock.ts';
import { type Failure, type FailureCode, failure } from './expression-error.ts';

/** Expressions that had to be stopped, by company and source. */
export type Penalties = {
  /** How the expression failed, when that was less than ten minutes ago. */
  of(companyId: number, source: string): Failure | null;
  add(companyId: number, source: string, code: FailureCode): void;
};

const forMs = 10 * 60_000;
const most = 10_000;

/** Remembers for ten minutes which expressions had to be stopped, so that they cost their time once and not per record. */
export function createPenalties(clock: Pick<Clock, 'now'>): Penalties {
  const held = new Map<string, { until: number; code: FailureCode }>();
  const keyOf = (companyId: number, source: string) => `${companyId} ${source}`;
  return {
    of: (companyId, source) => {
      const penalty = held.get(keyOf(companyId, source));
      return penalty && penalty.until > clock.now().getTime() ? failure(penalty.code) : null;
    },
    add: (companyId, source, code) => {
      const now = clock.now().getTime();
      const [oldest] = held;
      if (oldest && (oldest[1].until <= now || held.size >= most)) held.delete(oldest[0]);
      // Put in anew, so that the oldest stands first.
      held.delete(keyOf(companyId, source));
      held.set(keyOf(companyId, source), { until: now + forMs, code });
    },
  };
}
