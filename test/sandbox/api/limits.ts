import type { SandboxClock } from '../clock.ts';
import type { Plan, World } from '../world.ts';
import { bringDayUpToDate, dailyBudget, spendTokens } from './day-budget.ts';
import { Refusal } from './refusal.ts';

/** Requests of one OAuth token within two seconds (pipedrive-api.md 5.3). */
const bursts: Record<Plan, number> = { lite: 80, growth: 160, premium: 400, ultimate: 480 };
const searchBurst = 10;
const windowMs = 2000;
const noLimit = 100_000;

/** The two limits of Pipedrive: the company's daily tokens and the burst of each access token. */
export type Limits = ReturnType<typeof createLimits>;

/** Counts tokens of the day and requests of the last two seconds, and refuses what is too much. */
export function createLimits(deps: { world: World; clock: SandboxClock }) {
  const { world, clock } = deps;
  const recent = new Map<string, number[]>();
  let answers = 0;

  const within = (key: string): number[] => {
    const now = clock.now().getTime();
    const times = (recent.get(key) ?? []).filter((time) => time > now - windowMs);
    recent.set(key, times);
    return times;
  };

  return {
    /**
     * Admits a request or refuses it; only an admitted one costs tokens.
     * @throws Refusal 429
     */
    admit: (accessToken: string, endpoint: { cost: number; isSearch: boolean }): void => {
      const now = clock.now();
      bringDayUpToDate(world, now);
      const times = within(accessToken);
      const searches = within(`${accessToken} search`);
      if (world.settings.limits) {
        const full = times.length >= bursts[world.company.plan];
        if (full || (endpoint.isSearch && searches.length >= searchBurst)) throw overLimit();
        if (world.budget.used + endpoint.cost > dailyBudget(world)) throw overLimit();
        times.push(now.getTime());
        if (endpoint.isSearch) searches.push(now.getTime());
      }
      spendTokens(world, now, endpoint.cost);
    },
    /** The headers every answer to this token carries; the daily ones may be missing, as they are in reality. */
    headers: (accessToken: string): Record<string, string> => {
      bringDayUpToDate(world, clock.now());
      const times = within(accessToken);
      const limit = world.settings.limits ? bursts[world.company.plan] : noLimit;
      const oldest = times[0];
      const reset =
        oldest === undefined ? 2 : Math.max(1, Math.ceil((oldest + windowMs - clock.now().getTime()) / 1000));
      const burst = {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(Math.max(0, limit - times.length)),
        'x-ratelimit-reset': String(reset),
      };
      answers += 1;
      const { dailyHeaders, limits } = world.settings;
      if (dailyHeaders === 'never' || (dailyHeaders === 'sometimes' && answers % 3 === 0)) return burst;
      const daily = limits ? dailyBudget(world) : noLimit * 1000;
      return {
        ...burst,
        'x-daily-ratelimit-token-limit': String(daily),
        'x-daily-ratelimit-token-remaining': String(Math.max(0, limits ? daily - world.budget.used : daily)),
      };
    },
  };
}

function overLimit(): Refusal {
  return new Refusal(429, 'request over limit', { errorCode: 429 });
}
