import type { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { isAppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { type Answer, attempt, type Outcome, type Send } from './attempt.ts';
import type { Endpoint } from './endpoints.ts';
import { budgetExhausted, maybeDone, pipedriveError, refusalError } from './errors.ts';
import { type Limits, readLimits } from './limits.ts';
import { isTooLate, transientWaits, waitAfterLimit, worthWaiting } from './patience.ts';
import type { Budget, Grant, Tokens } from './ports.ts';
import { readAnswer } from './read-answer.ts';
import type { Caller } from './types.ts';

export type DoorDeps = {
  tokens: Tokens;
  budget: Budget;
  clock: Clock;
  log: Log;
  userAgent: string;
  /** Milliseconds one attempt may take. */
  timeoutMs: number;
  /** A number from 0 to 1 that spreads waits. */
  random: () => number;
  watch: DoorWatch;
};

/** Told what held calls up. */
export type DoorWatch = {
  refused(kind: 'burst' | 'day' | 'firewall'): void;
  waited(reason: 'turn' | 'limit' | 'unavailable', ms: number): void;
};

/** One call: who, which endpoint, the official client's request, how to read the answer, and the field codes it sends. */
type Call<T> = {
  caller: Caller;
  endpoint: Endpoint;
  request: Promise<Send>;
  answer: z.ZodType<T>;
  sentFields?: readonly string[];
};

/** The one way out to Pipedrive's API. */
export type Door = <T>(call: Call<T>) => Promise<T>;

/** What happened so far to a call that may need several attempts. */
type Story = {
  transients: number;
  limited: number;
  renewed: boolean;
  maybeDone: boolean;
  grant: Grant | null;
};

/**
 * Makes the one door every request to Pipedrive's API goes through: token, daily budget, burst shaping, time-out,
 * one renewal after 401, waiting after 429, repetition of what is safe to repeat, and errors of our own words.
 * Nothing of headers, bodies or tokens is logged.
 */
export function createDoor(deps: DoorDeps): Door {
  return async (call) => {
    const send = await call.request;
    const story: Story = { transients: 0, limited: 0, renewed: false, maybeDone: false, grant: null };
    for (;;) {
      const { grant, outcome } = await sendOnce(deps, call, send, story).catch((error: unknown) => {
        throw story.maybeDone ? maybeDone(error) : error;
      });
      if (outcome.kind === 'answer' && isSuccess(outcome.answer))
        return readAnswer(outcome.answer.body, call.answer, call.endpoint.method !== 'GET');
      await nextMove(deps, call, story, outcome, grant);
    }
  };
}

/** Reserves, waits for its turn, sends, settles and learns. */
async function sendOnce<T>(
  deps: DoorDeps,
  call: Call<T>,
  send: Send,
  story: Story,
): Promise<{ grant: Grant; outcome: Outcome }> {
  const { budget, clock } = deps;
  const { caller, endpoint } = call;
  const grant = story.grant ?? (await deps.tokens.fresh(caller));
  story.grant = null;
  throwIfStopped(caller, clock);
  await budget.reserve(caller, endpoint.cost);
  try {
    const asked = clock.now().getTime();
    await budget.slot(caller);
    deps.watch.waited('turn', clock.now().getTime() - asked);
    throwIfStopped(caller, clock);
  } catch (error) {
    await budget.refund(caller, endpoint.cost);
    throw error;
  }
  const startedAt = clock.now().getTime();
  caller.onSend?.(new Date(startedAt));
  const outcome = await attempt({
    send,
    base: `${grant.apiDomain}/api/${endpoint.version}`,
    accessToken: grant.accessToken,
    userAgent: deps.userAgent,
    timeoutMs: deps.timeoutMs,
    // A write that has left is waited for: its answer tells for free what Pipedrive now holds.
    signal: endpoint.method === 'GET' ? caller.signal : undefined,
  });
  logAttempt(deps, call, outcome, clock.now().getTime() - startedAt);
  const answer = outcome.kind === 'answer' ? outcome.answer : null;
  try {
    if (outcome.kind === 'never_left' || answer?.status === 429) await budget.refund(caller, endpoint.cost);
    else budget.settle(caller, endpoint.cost);
    if (answer) await budget.learn(caller, readLimits(answer.header, clock.now()));
  } catch (error) {
    // The answer is there and counts; the books lag behind until the next call.
    const code = isAppError(error) ? error.code : 'unexpected';
    deps.log.warn({ companyId: caller.companyId, code }, 'The API budget could not be brought up to date');
  }
  return { grant, outcome };
}

/** Prepares one more attempt, or throws what the call ends with. */
async function nextMove<T>(deps: DoorDeps, call: Call<T>, story: Story, outcome: Outcome, grant: Grant) {
  const { caller, endpoint } = call;
  if (outcome.kind === 'stopped') throw pipedriveError('cancelled', doneDetails(story));
  if (outcome.kind !== 'answer' || outcome.answer.status >= 500 || outcome.answer.status === 408) {
    if (outcome.kind !== 'never_left' && endpoint.method !== 'GET') story.maybeDone = true;
    return waitForBetterTimes(deps, call, story);
  }
  const { answer } = outcome;
  if (answer.status === 429) return waitForLimit(deps, call, story, answer);
  // A redirect means that the company has moved to another domain, which comes with the next token.
  if (answer.status === 401 || (answer.status >= 300 && answer.status < 400)) {
    if (story.renewed)
      throw answer.status === 401
        ? pipedriveError('not_connected', doneDetails(story))
        : pipedriveError('bad_answer', { upstreamStatus: answer.status });
    story.renewed = true;
    story.grant = await deps.tokens.afterRejection(caller, grant.accessToken);
    return;
  }
  if (answer.status === 403 && isHtml(answer)) {
    // The firewall in front of Pipedrive closes on clients that do not slow down (pipedrive-api.md 5.5).
    await deps.budget.pause(caller, 60_000);
    deps.watch.refused('firewall');
    deps.log.warn({ companyId: caller.companyId }, 'Pipedrive’s firewall refused a call');
    throw pipedriveError('rate_limited', doneDetails(story));
  }
  throw refusalError({
    status: answer.status,
    body: answer.body,
    about: subjectOf(endpoint),
    sentFields: call.sentFields ?? [],
  });
}

async function waitForBetterTimes<T>(deps: DoorDeps, call: Call<T>, story: Story) {
  const waitMs =
    call.endpoint.method === 'POST' ? undefined : transientWaits[call.caller.lane][story.transients];
  if (waitMs === undefined) throw pipedriveError('pipedrive_unavailable', doneDetails(story));
  story.transients += 1;
  const pauseMs = Math.round(waitMs * (0.75 + deps.random() / 2));
  if (isTooLate(call.caller, deps.clock.now().getTime() + pauseMs))
    throw pipedriveError('too_late', doneDetails(story));
  await deps.clock.sleep(pauseMs, call.caller.signal);
  deps.watch.waited('unavailable', pauseMs);
}

/** A 429 is never carried out, so any method may be repeated; but not before the time Pipedrive names. */
async function waitForLimit<T>(deps: DoorDeps, call: Call<T>, story: Story, answer: Answer) {
  const { budget, clock, log } = deps;
  const { caller } = call;
  const limits: Limits = readLimits(answer.header, clock.now());
  story.limited += 1;
  log.warn({ companyId: caller.companyId, dayRemaining: limits.dayRemaining }, 'Pipedrive limited a call');
  // A call is refused when what is left does not cover it, so the last few tokens may never be spent.
  const ofTheDay = limits.dayRemaining !== null && limits.dayRemaining < call.endpoint.cost;
  deps.watch.refused(ofTheDay ? 'day' : 'burst');
  if (ofTheDay) throw budgetExhausted(await budget.exhausted(caller, 'header'));
  const waitMs = waitAfterLimit(limits, deps.random);
  await budget.pause(caller, waitMs);
  deps.watch.waited('limit', waitMs);
  if (story.limited < 3 && worthWaiting(caller.lane, waitMs)) return;
  if (story.limited >= 3 && limits.dayRemaining === null)
    throw budgetExhausted(await budget.exhausted(caller, 'guess'));
  const resumesAt = new Date(clock.now().getTime() + waitMs).toISOString();
  throw pipedriveError('rate_limited', { resumesAt, ...doneDetails(story) });
}

function subjectOf({ path }: Endpoint): 'webhook' | 'field' | 'record' | null {
  if (path.startsWith('/webhooks')) return 'webhook';
  if (path.includes('{field_code}')) return 'field';
  return path.includes('{') ? 'record' : null;
}

function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

function isHtml(answer: Answer): boolean {
  return /html/i.test(answer.header('content-type') ?? '') || /^\s*</.test(answer.body);
}

function doneDetails(story: Story): { maybeDone: true } | undefined {
  return story.maybeDone ? { maybeDone: true } : undefined;
}

function throwIfStopped(caller: Caller, clock: Clock) {
  if (caller.signal?.aborted) throw pipedriveError('cancelled');
  if (isTooLate(caller, clock.now().getTime())) throw pipedriveError('too_late');
}

function logAttempt<T>(deps: DoorDeps, { caller, endpoint }: Call<T>, outcome: Outcome, ms: number) {
  const correlationId =
    outcome.kind === 'answer'
      ? /^[\w-]{1,64}$/.exec(outcome.answer.header('x-correlation-id') ?? '')?.[0]
      : undefined;
  deps.log.debug(
    {
      companyId: caller.companyId,
      method: endpoint.method,
      path: `/${endpoint.version}${endpoint.path}`,
      outcome: outcome.kind === 'answer' ? outcome.answer.status : outcome.reason,
      cost: endpoint.cost,
      ms,
      correlationId,
    },
    'Pipedrive call',
  );
}
