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
export function knownLimit(row: Pick<DayWindow, 'limit'>, settings: BudgetSettings): number | null {
  if (row.limit !== null) return row.limit;
  const multiplier = settings.plan === null ? undefined : multipliers[settings.plan.toLowerCase()];
  return multiplier === undefined ? null : multiplier * tokensPerSeat;
}

/** Tokens of the day our share comes to; by one seat of the smallest plan while nothing is known. */
export function allowedOf(row: Pick<DayWindow, 'limit'>, settings: BudgetSettings): number {
  return Math.floor(((knownLimit(row, settings) ?? tokensPerSeat) * settings.sharePercent) / 100);
}

/** The most tokens a lane reserves with one database operation, and so what a crash may waste. */
export function chunkOf(allowed: number): number {
  return Math.min(200, Math.max(20, Math.floor(allowed / 100)));
}
