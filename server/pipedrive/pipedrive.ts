import type { Base } from '../platform/deps.ts';
import { currencyCalls } from './currencies.ts';
import { fieldCalls } from './fields.ts';
import { createDoor, type DoorWatch } from './http.ts';
import { noteCalls } from './notes.ts';
import { organizationCalls } from './organizations.ts';
import { personCalls } from './persons.ts';
import type { Budget, Tokens } from './ports.ts';
import type { Pipedrive } from './types.ts';
import { userCalls } from './users.ts';
import { webhookCalls } from './webhooks.ts';

const defaultUserAgent = 'store-leads-for-pipedrive';

export type PipedriveDeps = Base & {
  tokens: Tokens;
  budget: Budget;
  userAgent?: string;
  /** Milliseconds one attempt may take; 30,000 when left out. */
  timeoutMs?: number;
  /** A number from 0 to 1 that spreads waits; tests pass a constant. */
  random?: () => number;
  /** Told what held calls up. */
  watch?: DoorWatch;
};

/**
 * Makes the gateway: every call the app makes to Pipedrive's API.
 * Requests are built by the official client and sent through our own door.
 * @throws (each call) AppError with one of the codes of `errors.ts`, or what `tokens` throws.
 */
export function createPipedrive(deps: PipedriveDeps): Pipedrive {
  const door = createDoor({
    tokens: deps.tokens,
    budget: deps.budget,
    clock: deps.clock,
    log: deps.log,
    userAgent: deps.userAgent ?? defaultUserAgent,
    timeoutMs: deps.timeoutMs ?? 30_000,
    random: deps.random ?? Math.random,
    watch: deps.watch ?? { refused: () => undefined, waited: () => undefined },
  });
  return {
    ...organizationCalls(door),
    ...personCalls(door),
    ...fieldCalls(door),
    ...userCalls(door),
    ...currencyCalls(door),
    ...webhookCalls(door),
    ...noteCalls(door),
  };
}
