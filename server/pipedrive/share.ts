import type { DayWindow } from './day-window.ts';

/** What the governor needs to know of a company; plan as an admin stated it, null when unknown. */
export type BudgetSettings = { sharePercent: number; plan: string | null };

/** Tokens of one seat of the smallest plan (pipedrive-api.md 5.1). */
const tokensPerSeat = 30_000;

const multipliers: Record<string, number> = {
  lite: 1,
  growth: 2,
  premium: 5,
  ultimate: 7,
  // Plans sold earlier.
  essential: 1,
  advanced: 2,
  professional: 3,
  power: 5,
  enterprise: 7,
};

/** The company's tokens a day: as headers told, else one seat of the stated plan; null when neither is known. */
export function knownLimit(row: DayWindow, settings: BudgetSettings): number | null {
  if (row.limit !== null) return row.limit;
  const multiplier = settings.plan === null ? undefined : multipliers[settings.plan.toLowerCase()];
  return multiplier === undefined ? null : multiplier * tokensPerSeat;
}

export type Caps = {
  /** Our share of the day. */
  allowed: number;
  /** What `used` may come to for a person's click, and for bulk work. */
  click: number;
  event: number;
  create: number;
  bulk: number;
};

/**
 * How far each lane may go. Bulk work leaves a reserve for people's clicks: a tenth of our share, 50 to 2,000 tokens;
 * both of our share and of what the whole company has left.
 */
export function capsOf(row: DayWindow, settings: BudgetSettings): Caps {
  const limit = knownLimit(row, settings) ?? tokensPerSeat;
  const allowed = Math.floor((limit * settings.sharePercent) / 100);
  const reserve = Math.min(allowed, 2000, Math.max(50, Math.floor(allowed / 10)));
  const click = Math.min(allowed, row.ceiling ?? allowed);
  const bulk = Math.max(0, click - reserve);
  return { allowed, click, event: bulk, create: bulk, bulk };
}

/** Tokens bulk work reserves with one database operation; what a crash may waste. */
export function chunkOf(allowed: number): number {
  return Math.min(200, Math.max(20, Math.floor(allowed / 100)));
}
