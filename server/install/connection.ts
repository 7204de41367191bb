/**
 * Why a connection no longer works: the user withdrew it, was deactivated in Pipedrive, nobody used it for 60 days, or it
 * no longer covers what the app needs.
 */
export type BrokenReason = 'revoked' | 'user_disabled' | 'expired' | 'scopes_changed';

/** One Pipedrive user's grant as stored. Tokens are sealed (see connection-tokens.ts). */
export type UserConnection = {
  companyId: number;
  userId: number;
  epoch: string;
  state: 'ok' | 'broken';
  brokenReason: BrokenReason | null;
  brokenAt: Date | null;
  isAdmin: boolean;
  /** Null: not known yet. */
  canAddFields: boolean | null;
  installedAt: Date;
  accessToken: string;
  refreshToken: string;
  /** When the access token ends. */
  expiresAt: Date;
  apiDomain: string;
  /** Grows with every change of the tokens: who saves must have read the version before. */
  version: number;
  /** The process that is refreshing the tokens, and until when it may. */
  lease: { owner: string; until: Date } | null;
};

export type ConnectionKey = { companyId: number; userId: number };
