import type { DayWindow, SeenDay } from './day-window.ts';
import { jumpOf } from './day-window.ts';
import { freshMs } from './lane-caps.ts';
import type { Limits } from './limits.ts';

/** So many tokens others spent are told the other processes at once, fewer with the next reservation. */
const worthTelling = 200;

/** Makes the memory of what the last headers told this process of a company's day. */
export function createLastHeader() {
  let seen: (SeenDay & { at: Date; since: number }) | null = null;

  /** The ceiling it gives to a row, `spent` tokens of this process not yet written there. */
  const ceilingOf = (row: DayWindow, spent: number): number | null =>
    seen?.remaining == null ? null : row.spent + spent - seen.since + seen.remaining;

  return {
    /** Keeps what an answer told. False when it told nothing. */
    learn({ dayLimit, dayRemaining }: Limits, at: Date): boolean {
      if (dayLimit === null && dayRemaining === null) return false;
      seen = { limit: dayLimit, remaining: dayRemaining, at, since: 0 };
      return true;
    },

    /** This process has spent tokens the header knows nothing of. */
    settle(cost: number): void {
      if (seen) seen.since += cost;
    },

    told: () => seen,

    /** The ceiling and the moment it is from, while the header is young; later others may have spent too much. */
    fresh(row: DayWindow, spent: number, now: Date): { ceiling: number; at: Date } | null {
      const ceiling = ceilingOf(row, spent);
      return seen && ceiling !== null && now.getTime() - seen.at.getTime() <= freshMs
        ? { ceiling, at: seen.at }
        : null;
    },

    /** True when it tells something the shared row does not know and should. */
    isNews(row: DayWindow, spent: number): boolean {
      if (!seen) return false;
      if (seen.limit !== null && seen.limit !== row.limit) return true;
      const ceiling = ceilingOf(row, spent);
      if (ceiling === null) return false;
      if (row.before || row.ceiling === null) return true;
      return ceiling - row.ceiling > jumpOf(row.limit) || row.ceiling - ceiling > worthTelling;
    },
  };
}
