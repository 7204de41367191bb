import { describe, expect, it } from 'vitest';
import {
  type DayWindow,
  firstWindow,
  judgeDay,
  nextReset,
  nextWindow,
} from '../../server/pipedrive/day-window.ts';
import { chunkOf, knownLimit } from '../../server/pipedrive/share.ts';

const at = (time: string) => new Date(`2026-11-${time}Z`);
const noon = at('02T12:00:00');
const day = (over: Partial<DayWindow> = {}): DayWindow => ({ ...firstWindow(7, noon), ...over });
const settings = { sharePercent: 40, plan: null };

describe('the share of the day', () => {
  it('tells the limit only when it is known', () => {
    expect(knownLimit(day(), settings)).toBeNull();
    expect(knownLimit(day(), { ...settings, plan: 'Growth' })).toBe(60_000);
    expect(knownLimit(day(), { ...settings, plan: 'something new' })).toBeNull();
    expect(knownLimit(day({ limit: 5 }), { ...settings, plan: 'growth' })).toBe(5);
  });

  it('is handed out in chunks that suit it', () => {
    expect([chunkOf(100), chunkOf(12_000), chunkOf(1_000_000)]).toEqual([20, 120, 200]);
  });
});

describe('the reset of the day', () => {
  it('is midnight UTC at first', () => {
    expect(day().resetsAt).toEqual(at('03T00:00:00'));
    expect(nextReset(at('03T00:00:00'), 0)).toEqual(at('04T00:00:00'));
    expect(nextReset(at('03T07:00:00'), 8 * 3_600_000)).toEqual(at('03T08:00:00'));
  });

  it('is seen when the remaining tokens jump up, and tells the hour of the next', () => {
    const row = day({ limit: 30_000, used: 9000, spent: 8900, ceiling: 14_000 });
    const next = judgeDay(row, { limit: 30_000, remaining: 29_990 }, at('02T12:20:00'));
    expect(next).toMatchObject({
      window: row.window + 1,
      reset: 'seen',
      used: 100,
      spent: 0,
      ceiling: 29_990,
      resetsAt: at('03T12:00:00'),
    });
  });

  it('is not seen in what answers out of order explain', () => {
    const row = day({ limit: 30_000, used: 100, spent: 100, ceiling: 20_000 });
    expect(judgeDay(row, { limit: 30_000, remaining: 21_500 }, noon)).toBeNull();
    expect(judgeDay(row, { limit: 30_000, remaining: 10 }, noon)).toBeNull();
    expect(judgeDay(row, { limit: null, remaining: null }, noon)).toBeNull();
  });

  it('does not come twice: a late answer of the day before only had lowered the ceiling', () => {
    const started = day({
      limit: 30_000,
      reset: 'seen',
      startedAt: noon,
      used: 5000,
      spent: 5000,
      ceiling: 5300,
    });
    const next = judgeDay(started, { limit: 30_000, remaining: 25_000 }, at('02T15:00:00'));
    expect(next).toMatchObject({ window: started.window, used: 5000, ceiling: 30_000 });
  });

  it('is taken for granted when no header ever told anything', () => {
    const ended = day({ used: 500, spent: 500 });
    const next = nextWindow(ended, at('03T00:00:01'));
    expect(next).toMatchObject({
      window: ended.window + 1,
      used: 0,
      before: null,
      resetsAt: at('04T00:00:00'),
    });
  });

  it('is confirmed by a full allowance', () => {
    const ended = day({ limit: 30_000, used: 12_000, spent: 12_000, ceiling: 20_000 });
    const due = nextWindow(ended, at('03T00:00:01'));
    const next = judgeDay(
      { ...due, used: 50, spent: 10 },
      { limit: 30_000, remaining: 29_990 },
      at('03T00:00:02'),
    );
    expect(next).toMatchObject({ reset: 'assumed', used: 50, ceiling: 30_000, before: null });
  });

  it('is denied by an allowance that is no fuller, then tried every hour until it is seen', () => {
    const ended = day({ limit: 30_000, used: 12_000, spent: 12_000, ceiling: 20_000 });
    const due = nextWindow(ended, at('03T00:00:01'));
    const denied = judgeDay(
      { ...due, used: 50, spent: 10 },
      { limit: 30_000, remaining: 7990 },
      at('03T00:00:02'),
    );
    expect(denied).toMatchObject({
      reset: 'denied',
      used: 12_050,
      spent: 12_010,
      ceiling: 20_000,
      resetsAt: at('03T01:00:00'),
    });
    if (!denied) throw new Error('The reset was believed');
    const again = nextWindow(denied, at('03T01:00:03'));
    const confirmed = judgeDay(again, { limit: 30_000, remaining: 29_000 }, at('03T01:00:04'));
    expect(confirmed).toMatchObject({ reset: 'seen', used: 0, resetsAt: at('04T01:00:00') });
  });

  it('needs no confirmation after more than a day', () => {
    const ended = day({ limit: 30_000, used: 12_000, spent: 12_000, ceiling: 20_000 });
    expect(nextWindow(ended, at('05T09:00:00'))).toMatchObject({ before: null, resetsAt: at('06T00:00:00') });
  });

  it('is not mistaken for tokens bought in between', () => {
    const row = day({ limit: 30_000, used: 9000, spent: 9000, ceiling: 10_000 });
    const next = judgeDay(row, { limit: 60_000, remaining: 31_000 }, noon);
    expect(next).toMatchObject({ window: row.window, limit: 60_000, used: 9000, ceiling: 40_000 });
  });
});
