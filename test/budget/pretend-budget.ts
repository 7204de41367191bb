import type { Limits } from '../../server/pipedrive/limits.ts';

const hour = 3_600_000;
const day = 24 * hour;

type Told = { remaining: number; at: number; since: number };

/**
 * A small exact model of a company's daily tokens at Pipedrive, which knows nothing of the governor: it resets at an
 * hour nobody tells, answers with headers unless they are missing, and refuses what is not covered.
 */
export function pretendBudget(options: {
  limit: number;
  resetHour: number;
  headersMissing(at: number): boolean;
}) {
  const { limit, resetHour } = options;
  const dayOf = (at: number) => Math.floor((at - resetHour * hour) / day);
  const ours = new Map<number, number>();
  const refused: { at: number; lane: string; predicted: boolean }[] = [];
  let today = -1;
  let firstDay = -1;
  let used = 0;
  let told: Told | null = null;
  const othersByHour = new Map<number, number>();

  function roll(at: number) {
    if (dayOf(at) === today) return;
    today = dayOf(at);
    if (firstDay === -1) firstDay = today;
    used = 0;
  }

  /** What others had spent an hour, as headers up to the last one showed. */
  function othersRate({ at }: Told): number {
    const last = Math.floor(at / hour);
    return [1, 2, 3].reduce((sum, back) => sum + (othersByHour.get(last - back) ?? 0), 0) / 3;
  }

  /** True when the last header, our own calls since and others' known pace told that this call would be refused. */
  function isPredicted(at: number, cost: number, lane: string): boolean {
    if (!told || dayOf(told.at) !== dayOf(at)) return false;
    // Until the first reset has been seen, any full hour may be one: somebody has to find out, once an hour.
    const isUnknown = dayOf(at) === firstDay;
    if (isUnknown && Math.floor(told.at / hour) !== Math.floor(at / hour)) return false;
    const others = lane === 'click' ? 0 : (othersRate(told) * (at - told.at)) / hour;
    return told.remaining - told.since - others < cost;
  }

  return {
    refused,
    ours,
    left: (at: number) => {
      roll(at);
      return limit - used;
    },
    /** Another app spends; what is not covered it does not get. */
    others(at: number, tokens: number): void {
      roll(at);
      const got = Math.min(tokens, limit - used);
      used += got;
      const key = Math.floor(at / hour);
      othersByHour.set(key, (othersByHour.get(key) ?? 0) + got);
    },
    call(at: number, cost: number, lane: string): { ok: boolean; limits: Limits } {
      roll(at);
      const ok = used + cost <= limit;
      if (ok) {
        used += cost;
        ours.set(today, (ours.get(today) ?? 0) + cost);
        if (told) told.since += cost;
      } else refused.push({ at, lane, predicted: isPredicted(at, cost, lane) });
      const silent = options.headersMissing(at);
      if (!silent) told = { remaining: limit - used, at, since: 0 };
      return {
        ok,
        limits: {
          burstLimit: null,
          burstRemaining: null,
          burstResetSeconds: null,
          retryAfterSeconds: null,
          dayLimit: silent ? null : limit,
          dayRemaining: silent ? null : limit - used,
        },
      };
    },
  };
}
