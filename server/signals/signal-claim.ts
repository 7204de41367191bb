import type { SignalChange } from './match-signals.ts';

/**
 * `waiting`: its note is to be added. `sending`: somebody is at it, until `until`; after that nobody knows whether it was
 * added. `dropped`: a person cancelled the run, or nothing would take it for too long.
 */
type ClaimState = 'waiting' | 'sending' | 'sent' | 'skipped' | 'failed' | 'dropped';

/**
 * The one right to tell an organization of what a release changed about its store. The changes are kept in it, because the
 * next release takes their place in the catalogue. They are store data; nothing of the customer's is in here.
 */
export type SignalClaim = {
  companyId: number;
  epoch: string;
  orgId: number;
  release: number;
  releasedAt: Date | null;
  storeId: string;
  changes: SignalChange[];
  /** The run that works on it, or did. */
  runId: string;
  state: ClaimState;
  /** Something may still come of it. */
  open: boolean;
  /** Why it was passed over, or failed. */
  code: string | null;
  /** A note may have been asked for and its answer lost: look before asking again. */
  asked: boolean;
  tries: number;
  token: string;
  until: Date;
  at: Date;
};

/** What became of a claim in the end. */
export type ClaimEnd = Pick<SignalClaim, 'state' | 'open' | 'code'>;

/** How long after its release a change is still told. */
export const toldForDays = 14;
