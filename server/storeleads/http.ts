import type { Base } from '../platform/deps.ts';
import { storeLeadsError } from './errors.ts';
import type { PaceStore } from './pace.store.ts';
import { parseBody, readBody, tellsOfError } from './read-body.ts';

export type DoorDeps = Base & {
  /** Base address with the platform scope, such as `https://storeleads.app/json/api/v1/all`. */
  url: string;
  apiKey: string;
  pace: PaceStore;
};

/** How long somebody can wait: a person in front of a screen, or a run. */
export type Patience = 'screen' | 'work';

type Call = {
  path: string;
  body: object;
  patience: Patience;
  signal?: AbortSignal | undefined;
};

/** The one way out to Store Leads. Gives the JSON of a good answer. */
export type Door = (call: Call) => Promise<unknown>;

/** Five calls a second (storeleads.md 2.4), a little apart so that the network cannot push six into one second. */
const gapMs = 210;

/** Milliseconds an attempt may take, before each repetition, and to wait for a pause that Store Leads asked for. */
const patienceOf = {
  screen: { timeoutMs: 4000, waits: [500], longestPauseMs: 3000 },
  work: { timeoutMs: 30_000, waits: [1000, 4000, 10_000], longestPauseMs: 70_000 },
} as const;

/** Asked to wait this often in a row, a call gives up: somebody else uses the key. */
const mostLimited = 5;

/**
 * Makes the door every request to Store Leads goes through: key, a pace shared by all processes, `Retry-After`,
 * time-out, repetition of what may pass, and errors of our own words. Neither names of stores, which are those of
 * customers' organizations, nor the key are logged.
 */
export function createDoor(deps: DoorDeps): Door {
  return async (call) => {
    const { waits, longestPauseMs } = patienceOf[call.patience];
    let failures = 0;
    let limited = 0;
    for (;;) {
      await untilFree(deps, call);
      const outcome = await attempt(deps, call);
      if (outcome.kind === 'good') return outcome.body;
      if (outcome.kind === 'refused') throw storeLeadsError(outcome.code);
      call.signal?.throwIfAborted();
      if (outcome.kind === 'limited') {
        limited += 1;
        await deps.pace.block(new Date(deps.clock.now().getTime() + outcome.waitMs));
        if (limited > mostLimited || outcome.waitMs > longestPauseMs)
          throw storeLeadsError('store_leads_busy');
        continue;
      }
      const wait = waits[failures];
      if (wait === undefined) throw storeLeadsError('store_leads_unavailable');
      failures += 1;
      await deps.clock.sleep(wait, call.signal);
    }
  };
}

/** Waits for the next moment that is free for a call; one that a pause has swallowed meanwhile is given up. */
async function untilFree({ pace, clock }: DoorDeps, { patience, signal }: Call): Promise<void> {
  for (;;) {
    const moment = await pace.reserve(clock.now(), gapMs, patienceOf[patience].longestPauseMs);
    if (moment === null) throw storeLeadsError('store_leads_busy');
    const waitMs = moment.getTime() - clock.now().getTime();
    if (waitMs <= 0) return;
    await clock.sleep(waitMs, signal);
    signal?.throwIfAborted();
    if ((await pace.blockedUntil(clock.now())) === null) return;
  }
}

type Outcome =
  | { kind: 'good'; body: unknown }
  | { kind: 'limited'; waitMs: number }
  | { kind: 'refused'; code: 'store_leads_key_refused' | 'store_leads_refused' }
  | { kind: 'failed' };

/** Sends once. What may pass by itself is `failed`: no answer, 5xx, an error or no JSON in a 200, a firewall's page. */
async function attempt(deps: DoorDeps, call: Call): Promise<Outcome> {
  const begun = performance.now();
  const { status, outcome } = await send(deps, call).catch(() => ({
    status: 0,
    outcome: { kind: 'failed' } as const,
  }));
  const ms = Math.round(performance.now() - begun);
  deps.log.debug({ path: call.path, status, outcome: outcome.kind, ms }, 'Store Leads was asked');
  return outcome;
}

async function send(deps: DoorDeps, call: Call): Promise<{ status: number; outcome: Outcome }> {
  const timeout = AbortSignal.timeout(patienceOf[call.patience].timeoutMs);
  const response = await fetch(deps.url + call.path, {
    method: 'POST',
    redirect: 'manual',
    signal: call.signal ? AbortSignal.any([call.signal, timeout]) : timeout,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${deps.apiKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(call.body),
  });
  const text = await readBody(response);
  return { status: response.status, outcome: outcomeOf(response, text, deps.clock.now()) };
}

function outcomeOf({ status, headers }: Response, text: string | null, now: Date): Outcome {
  const body = parseBody(text);
  if (status === 200)
    return body === undefined || tellsOfError(body) ? { kind: 'failed' } : { kind: 'good', body };
  if (status === 429) return { kind: 'limited', waitMs: retryAfterMs(headers.get('retry-after'), now) };
  if (status === 401) return { kind: 'refused', code: 'store_leads_key_refused' };
  if (status === 403) {
    // A page of HTML comes from a firewall in front, not from the API.
    const isPage = text !== null && /^\s*<(!doctype|html)/i.test(text);
    return isPage ? { kind: 'failed' } : { kind: 'refused', code: 'store_leads_key_refused' };
  }
  return status >= 500 || status === 408
    ? { kind: 'failed' }
    : { kind: 'refused', code: 'store_leads_refused' };
}

/** Milliseconds `Retry-After` asks for, in seconds or as a date; a second where it says nothing. */
function retryAfterMs(header: string | null, now: Date): number {
  const seconds = Number(header ?? '1');
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header ?? '') - now.getTime();
  return Number.isFinite(ms) ? Math.max(1000, ms) : 1000;
}
