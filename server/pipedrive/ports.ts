import type { Outlook } from './forecast.ts';
import type { LaneCounts } from './lane-counts.ts';
import type { Limits } from './limits.ts';
import type { Caller } from './types.ts';

/** A usable access token and where it is good: `apiDomain` is an origin such as `https://acme.pipedrive.com`. */
export type Grant = { accessToken: string; apiDomain: string };

/** Where the gateway gets tokens from. `install` implements it; it throws AppError `not_connected` when there is no grant. */
export type Tokens = {
  /** A token that is good for at least some seconds. Called before every attempt, so it should be cheap. */
  fresh(caller: Caller): Promise<Grant>;
  /** Pipedrive refused `rejected` (401, or moved the company elsewhere): renews, unless somebody already has. */
  afterRejection(caller: Caller, rejected: string): Promise<Grant>;
};

/** What a company may still spend, for settings page and forecasts. */
export type BudgetStatus = {
  /** Tokens of the whole company a day; null while neither headers nor a stated plan tell. */
  dailyLimit: number | null;
  /** Where the limit is from; `assumed`: one seat of the smallest plan. */
  limitFrom: 'headers' | 'stated_plan' | 'assumed';
  /** Tokens reserved by all our processes since the last reset, without what this process holds unused. */
  usedByUsToday: number;
  /** Tokens of the day our share comes to; worked out from the smallest plan while the limit is unknown. */
  allowedToday: number;
  /** Estimate of what the company has left today; null while no header told. */
  remainingCompany: number | null;
  /** The same as `usedByUsToday`, by lane. */
  lanesToday: LaneCounts;
  /** What bulk work may reserve now, of our share and of what the company has left. */
  leftForBulk: number;
  /** Tokens others have spent today as headers showed; null while none told. */
  othersToday: number | null;
  /** When a header last told what is left today; null while none did. */
  headersAt: Date | null;
  resetsAt: Date;
  /** False while nobody has seen the hour of the reset. */
  resetIsKnown: boolean;
  /** Until when Pipedrive refuses all calls, as it said itself; null when it does not. */
  exhaustedUntil: Date | null;
  /** Requests a second that burst shaping lets through for bulk work of one user. */
  pacePerSecond: number;
  /** Requests in 2 seconds that Pipedrive grants one user, as headers told; null before the first. */
  burstLimit: number | null;
  /** What `forecast` goes by. */
  outlook: Outlook;
};

/**
 * The governor of what a company's API allowance is spent on, shared by all processes.
 * Order of a call: `reserve`, `slot`, the request, then `settle` or `refund`, then `learn`.
 */
export type Budget = {
  /** Takes `cost` tokens of the day. Throws AppError `budget_exhausted` with `details.resumesAt`. */
  reserve(caller: Caller, cost: number): Promise<void>;
  /** Gives `cost` reserved tokens back: the call never ran. */
  refund(caller: Caller, cost: number): Promise<void>;
  /** The reserved call ran, or may have run. */
  settle(caller: Caller, cost: number): void;
  /** Resolves when a request of this user may leave. Throws AppError `rate_limited`, `cancelled` or `too_late`. */
  slot(caller: Caller): Promise<void>;
  /** Learns from the headers of an answer. */
  learn(caller: Caller, limits: Limits): Promise<void>;
  /** Pipedrive answered 429: nobody sends with this user's token for `ms` milliseconds, in any process. */
  pause(caller: Caller, ms: number): Promise<void>;
  /** Pipedrive says the day's tokens are gone. Gives the moment to try again. */
  exhausted(caller: Caller, evidence: 'header' | 'guess'): Promise<Date>;
  status(companyId: number): Promise<BudgetStatus>;
  /** Gives back what this process reserved and did not use; to be called at shutdown. */
  release(): Promise<void>;
};
