import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DayWindow, firstWindow } from '../../server/pipedrive/day-window.ts';
import { type HourlyUse, hourOf, ratesOf } from '../../server/pipedrive/hourly-use.ts';
import { capsOf } from '../../server/pipedrive/lane-caps.ts';
import { noLanes } from '../../server/pipedrive/lane-counts.ts';
import type { BudgetSettings } from '../../server/pipedrive/share.ts';

const now = new Date('2026-11-02T12:00:00Z');
const lite: BudgetSettings = { sharePercent: 40, plan: null };
const hour = 3_600_000;

function caps(over: Partial<DayWindow> = {}, settings = lite) {
  const row = { ...firstWindow(7, now), ...over };
  return capsOf(row, settings, ratesOf(row.hours, now), now);
}

/** The same use in each of the last 23 hours; the running one has just begun. */
function lately(use: HourlyUse[string]): HourlyUse {
  return Object.fromEntries(Array.from({ length: 23 }, (_, back) => [hourOf(now) - 1 - back, use]));
}

describe('what each lane may reserve', () => {
  it.each([
    ['nothing is known: one seat of the smallest plan', {}, lite, [12_000, 7800, 7200, 9000]],
    ['a plan is stated', {}, { sharePercent: 40, plan: 'premium' }, [60_000, 43_000, 40_000, 49_000]],
    ['others have spent most', { limit: 30_000, ceiling: 5000 }, lite, [5000, 2550, 1600, 2000]],
    ['others have spent all', { limit: 30_000, ceiling: 0 }, lite, [0, 0, 0, 0]],
    ['the share is tiny', { limit: 100 }, lite, [40, 0, 0, 0]],
  ])('when %s', (_, over, settings, expected) => {
    const { click, event, create, bulk } = caps(over, settings);
    expect([click, event, create, bulk]).toEqual(expected);
  });

  it('leaves more to a lane that used much lately, and less to one that did not', () => {
    const quiet = caps({ hours: lately({ bulk: 400 }) });
    const busy = caps({ hours: lately({ event: 80, bulk: 400 }) });
    expect(quiet.bulk).toBe(12_000 - 3 * 300);
    expect(busy.bulk).toBeLessThan(quiet.bulk - 2000);
  });

  it('keeps nothing for long of what a lane has used already', () => {
    const used = { used: 1500, lanes: { ...noLanes(), event: 1500 }, hours: lately({ event: 60 }) };
    expect(caps(used).bulk).toBeCloseTo(12_000 - 300 - (60 * 1.5 * 23 + 50 - 1500) - 300, -1);
  });

  it('lets reserves go towards a reset whose hour is known', () => {
    const busy = { hours: lately({ click: 50, event: 80 }), reset: 'seen' as const };
    const early = caps({ ...busy, resetsAt: new Date(now.getTime() + 23 * hour) });
    const late = caps({ ...busy, resetsAt: new Date(now.getTime() + hour) });
    expect(late.bulk).toBeGreaterThan(early.bulk + 2000);
  });

  it('promises bulk work and creations a part of the day that events cannot take', () => {
    const flood = { hours: lately({ event: 10_000 }), used: 9000, lanes: { ...noLanes(), event: 9000 } };
    const { event, create, bulk } = caps(flood);
    expect(event).toBeLessThanOrEqual(9000);
    expect(bulk - 9000).toBe(2400);
    expect(create - 9000).toBeGreaterThanOrEqual(600);
  });

  it('thinks of what others spend while no header tells', () => {
    const row = { limit: 30_000, ceiling: 4000, hours: lately({ others: 1000 }) };
    const fresh = caps({ ...row, ceilingAt: now });
    const stale = caps({ ...row, ceilingAt: new Date(now.getTime() - hour) });
    expect(fresh.bulk - stale.bulk).toBe(1000);
    expect(stale.hopeful.bulk).toBe(fresh.bulk);
    expect(stale.click).toBe(4000);
  });

  it('doubts a reset that nobody has seen, and lets a few calls find out', () => {
    const before = { used: 11_000, spent: 11_000, remaining: 9000, lanes: noLanes() };
    const doubted = caps({ before, startedAt: now });
    expect(doubted).toMatchObject({ click: 1000, bulk: 20 });
    expect(caps({ before: { ...before, used: 12_000 }, startedAt: now })).toMatchObject({
      click: 0,
      bulk: 0,
    });
    expect(caps({ before, startedAt: now, reset: 'seen' }).bulk).toBeGreaterThan(8000);
    expect(caps({ before, startedAt: new Date(now.getTime() - 6 * hour) }).bulk).toBeGreaterThan(8000);
  });

  it('is never more than our share or what is left, and keeps something for clicks, whatever the numbers', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    const use = fc.record({ click: amount, event: amount, create: amount, bulk: amount, others: amount });
    fc.assert(
      fc.property(
        fc.record({ limit: amount, ceiling: amount, used: amount }),
        fc.integer({ min: 1, max: 100 }),
        use,
        fc.constantFrom('seen' as const, 'assumed' as const, 'denied' as const),
        (row, sharePercent, hourly, reset) => {
          const hours = lately(hourly);
          const {
            allowed: _,
            hopeful: __,
            ...each
          } = caps({ ...row, reset, hours }, { sharePercent, plan: null });
          const end = Math.min(row.ceiling, Math.floor((row.limit * sharePercent) / 100));
          for (const cap of Object.values(each)) {
            expect(cap).toBeGreaterThanOrEqual(0);
            expect(cap).toBeLessThanOrEqual(end);
          }
          const kept = Math.min(50, end);
          for (const lane of ['event', 'create', 'bulk'] as const)
            expect(each[lane]).toBeLessThanOrEqual(end - kept);
        },
      ),
    );
  });
});
