import { createPipedrive } from '../../server/pipedrive/pipedrive.ts';
import type { Budget, Tokens } from '../../server/pipedrive/ports.ts';
import type { Caller } from '../../server/pipedrive/types.ts';
import { AppError } from '../../server/platform/errors.ts';
import { createLog } from '../../server/platform/log.ts';
import { fakeClock } from '../support/fake-clock.ts';

export const click: Caller = { companyId: 7, userId: 11, lane: 'click' };
export const bulk: Caller = { companyId: 7, userId: 11, lane: 'bulk' };

/** A budget without limits that writes down what was asked of it. */
export function openBudget() {
  const events: string[] = [];
  const budget: Budget = {
    reserve: async (_, cost) => void events.push(`reserve ${cost}`),
    refund: async (_, cost) => void events.push(`refund ${cost}`),
    settle: (_, cost) => void events.push(`settle ${cost}`),
    slot: async () => void events.push('slot'),
    learn: async () => {},
    pause: async () => void events.push('pause'),
    exhausted: async () => new Date('2026-11-03T00:00:00.000Z'),
    status: async () => {
      throw new Error('not asked for in these tests');
    },
    release: async () => {},
  };
  return { budget, events };
}

/** Tokens `token-1`, `token-2` …: a rejected one is followed by the next. */
export function countedTokens(apiDomain: string): Tokens & { renewals: string[] } {
  const renewals: string[] = [];
  const grant = async () => ({ accessToken: `token-${renewals.length + 1}`, apiDomain });
  return {
    renewals,
    fresh: grant,
    afterRejection: async (_, rejected) => {
      renewals.push(rejected);
      return grant();
    },
  };
}

/** The gateway before a server of the test's own; time jumps over every wait. */
export function gatewayTo(
  apiDomain: string,
  options: { timeoutMs?: number; tokens?: Tokens; budget?: Budget } = {},
) {
  const lines: string[] = [];
  const clock = fakeClock({ auto: true });
  const free = openBudget();
  const tokens = countedTokens(apiDomain);
  const pipedrive = createPipedrive({
    tokens: options.tokens ?? tokens,
    budget: options.budget ?? free.budget,
    clock,
    log: createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } }),
    timeoutMs: options.timeoutMs ?? 5000,
    random: () => 0,
  });
  return { pipedrive, clock, tokens, events: free.events, log: () => lines.join('') };
}

/** The AppError a call ends with. Anything else fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<AppError> {
  const ended = await call.then(
    () => new Error('The call succeeded'),
    (error: unknown) => error,
  );
  if (ended instanceof AppError) return ended;
  throw ended;
}

/** An organization as REST v2 answers it. */
export function organizationJson(over: Record<string, unknown> = {}) {
  return {
    success: true,
    data: {
      id: 5,
      name: 'Birch Lantern',
      is_deleted: false,
      update_time: '2026-11-01T10:00:00Z',
      custom_fields: {},
      ...over,
    },
  };
}
