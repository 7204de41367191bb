import { describe, expect, it } from 'vitest';
import { firstWindow } from '../../server/pipedrive/day-window.ts';
import { forecast, type Outlook } from '../../server/pipedrive/forecast.ts';
import { ratesOf } from '../../server/pipedrive/hourly-use.ts';
import { aBudgetStatus } from '../support/budget-status.ts';

const now = new Date('2026-11-02T09:00:00Z');
const hour = 3600;
const day = 24 * hour;

function outlook(over: Partial<Outlook['day']> = {}): Outlook {
  const row = { ...firstWindow(7, now), ...over };
  return { ...aBudgetStatus({}, now).outlook, day: row, rates: ratesOf(row.hours, now) };
}

describe('a forecast', () => {
  it('is the pace where tokens suffice', () => {
    expect(forecast({ records: 1000, tokensPerRecord: 5, recordsPerSecond: 10 }, outlook(), now)).toBe(100);
    expect(forecast({ records: 1e6, tokensPerRecord: 0, recordsPerSecond: 1000 }, outlook(), now)).toBe(1000);
    expect(forecast({ records: 0, tokensPerRecord: 5, recordsPerSecond: 10 }, outlook(), now)).toBe(0);
  });

  it('waits for as many resets as our share takes', () => {
    const work = { tokensPerRecord: 5, recordsPerSecond: 20 };
    // 9,000 tokens a day are for bulk work at first.
    const tomorrow = forecast({ ...work, records: 2000 }, outlook(), now);
    expect(tomorrow).toBeGreaterThanOrEqual(15 * hour);
    expect(tomorrow).toBeLessThan(16 * hour);
    const later = forecast({ ...work, records: 2000 + 3 * 1800 }, outlook(), now);
    expect(later).toBeGreaterThanOrEqual(15 * hour + 3 * day);
    expect(later).toBeLessThan(15 * hour + 4 * day);
  });

  it('counts on what others go on spending', () => {
    const work = { records: 1500, tokensPerRecord: 5, recordsPerSecond: 0.1 };
    const free = forecast(work, outlook({ limit: 30_000, ceiling: 15_000, ceilingAt: now }), now);
    const hours = { [String(Math.floor(now.getTime() / 3_600_000) - 1)]: { others: 3000 } };
    const busy = forecast(work, outlook({ limit: 30_000, ceiling: 15_000, ceilingAt: now, hours }), now);
    expect(free).toBeLessThan(5 * hour);
    expect(busy).toBeGreaterThanOrEqual(15 * hour);
  });

  it('waits through quiet hours, and until it may begin', () => {
    const quietUntil = (moment: Date) => {
      const h = moment.getUTCHours();
      return h >= 9 && h < 12 ? new Date('2026-11-02T12:00:00Z') : null;
    };
    const work = { records: 100, tokensPerRecord: 5, recordsPerSecond: 10 };
    expect(forecast(work, outlook(), now, { quietUntil })).toBe(3 * hour + 10);
    const from = new Date(now.getTime() + 7200_000);
    expect(forecast(work, outlook(), now, { from })).toBe(2 * hour + 10);
  });

  it('reckons with the middle of the hours at which an unknown reset may come', () => {
    const all = { used: 12_000, reset: 'denied' as const, resetsAt: new Date('2026-11-02T10:00:00Z') };
    const seconds = forecast({ records: 10, tokensPerRecord: 5, recordsPerSecond: 10 }, outlook(all), now);
    expect(seconds).toBe(7.5 * hour + 1);
  });

  it('ends at 400 days where nothing will ever be left', () => {
    const closed = { ...outlook(), settings: { sharePercent: 0, plan: null } };
    const seconds = forecast({ records: 10, tokensPerRecord: 5, recordsPerSecond: 10 }, closed, now);
    expect(seconds).toBeGreaterThanOrEqual(400 * day);
    expect(seconds).toBeLessThan(401 * day);
  });
});
