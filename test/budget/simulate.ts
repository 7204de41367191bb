import type { createBudget } from '../../server/pipedrive/budget.ts';
import { forecast } from '../../server/pipedrive/forecast.ts';
import type { Lane } from '../../server/pipedrive/types.ts';
import { isAppError } from '../../server/platform/errors.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import type { pretendBudget } from './pretend-budget.ts';

type Budget = ReturnType<typeof createBudget>;

const minute = 60_000;
const hour = 60 * minute;
/** A read and a write. */
const clickCost = 6;

/** Numbers from 0 to 1 that are the same every time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Plan = {
  companyId: number;
  clock: FakeClock;
  /** As many processes as there are governors on one store. */
  processes: Budget[];
  pipedrive: ReturnType<typeof pretendBudget>;
  random: () => number;
  organizations: number;
  /** Share of them that needs a write. */
  changed: number;
  /** Tokens an hour that other apps want at a moment, and how many clicks, events and creations come. */
  othersPerHour(at: number): number;
  perHour: Record<'click' | 'event' | 'create', number>;
  /** Days after which the simulation ends in any case. */
  days: number;
};

export type Outcome = {
  finishedAt: number | null;
  /** Forecast at a tenth of the work, as a moment. */
  forecastAt: number | null;
  served: Record<Lane, number>;
  /** Clicks that were refused though the company had tokens. */
  clicksRefused: number;
  /** Longest an event or a creation waited, in hours. */
  longestWait: number;
  records: number;
};

/** Lives through days minute by minute: everybody calls through the governors, bulk work pauses and resumes as runs do. */
export async function simulate(plan: Plan): Promise<Outcome> {
  const { clock, pipedrive, random, companyId } = plan;
  const start = clock.now().getTime();
  const served: Outcome['served'] = { click: 0, event: 0, create: 0, bulk: 0 };
  const outcome: Outcome = {
    finishedAt: null,
    forecastAt: null,
    served,
    clicksRefused: 0,
    longestWait: 0,
    records: 0,
  };
  const waiting = { event: [] as number[], create: [] as number[] };
  const resumes = { event: 0, create: 0, bulk: 0 };
  let tokens = 0;

  /** One call as the door makes it. Gives the moment to try again when there is no budget for it. */
  async function call(lane: Lane, cost: number): Promise<Date | null> {
    const budget = plan.processes[Math.floor(random() * plan.processes.length)];
    if (!budget) throw new Error('There is no process');
    const caller = { companyId, userId: 1, lane };
    try {
      await budget.reserve(caller, cost);
    } catch (error) {
      if (!isAppError(error, 'budget_exhausted')) throw error;
      return new Date(String(error.details?.['resumesAt']));
    }
    const answer = pipedrive.call(clock.now().getTime(), cost, lane);
    if (answer.ok) budget.settle(caller, cost);
    else await budget.refund(caller, cost);
    await budget.learn(caller, answer.limits);
    if (!answer.ok) return budget.exhausted(caller, answer.limits.dayRemaining === null ? 'guess' : 'header');
    served[lane] += cost;
    return null;
  }

  async function work(lane: 'event' | 'create', cost: number, at: number) {
    const queue = waiting[lane];
    while (queue.length > 0 && resumes[lane] <= at) {
      const again = await call(lane, cost);
      if (again) resumes[lane] = again.getTime();
      else outcome.longestWait = Math.max(outcome.longestWait, (at - (queue.shift() ?? at)) / hour);
    }
  }

  for (let at = start; at < start + plan.days * 24 * hour; at += minute) {
    await clock.advanceTo(new Date(at));
    pipedrive.others(at, Math.round((plan.othersPerHour(at) / 60) * 2 * random()));
    const comes = (lane: keyof Plan['perHour']) => random() < plan.perHour[lane] / 60;
    const covered = pipedrive.left(at) >= clickCost;
    if (comes('click') && (await call('click', clickCost)) && covered) outcome.clicksRefused += 1;
    if (comes('event')) waiting.event.push(at);
    if (comes('create')) waiting.create.push(at);
    await work('event', 6, at);
    await work('create', 5, at);
    for (let record = 0; record < 1200 && outcome.records < plan.organizations; record += 1) {
      if (resumes.bulk > at) break;
      if (random() < plan.changed) {
        const again = await call('bulk', 5);
        if (again) resumes.bulk = again.getTime();
        if (again) break;
        tokens += 5;
      }
      outcome.records += 1;
      if (outcome.records === plan.organizations / 10) {
        const status = await plan.processes[0]?.status(companyId);
        const left = plan.organizations - outcome.records;
        const left10 = { records: left, tokensPerRecord: tokens / outcome.records, recordsPerSecond: 20 };
        if (status) outcome.forecastAt = at + forecast(left10, status.outlook, clock.now()) * 1000;
      }
    }
    if (outcome.finishedAt === null && outcome.records === plan.organizations) outcome.finishedAt = at;
    if (outcome.finishedAt !== null) return outcome;
  }
  return outcome;
}
