import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quietUntil } from '../../server/install/quiet-hours.ts';

const minute = 60_000;
const day = 86_400_000;
const zones = [
  'UTC',
  'Europe/Lisbon',
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Asia/Kathmandu',
];

const until = (hours: string, timeZone: string, now: string) => {
  const [from = '', to = ''] = hours.split('-');
  return quietUntil({ from, until: to, timeZone }, new Date(now))?.toISOString() ?? null;
};

describe('quiet hours', () => {
  test('are none where none are chosen', () => {
    expect(quietUntil(null, new Date())).toBeNull();
  });

  test.each([
    ['within a day', '09:00-17:00', 'UTC', '2026-05-04T12:00:00Z', '2026-05-04T17:00:00.000Z'],
    ['at their first moment', '09:00-17:00', 'UTC', '2026-05-04T09:00:00Z', '2026-05-04T17:00:00.000Z'],
    ['at their end', '09:00-17:00', 'UTC', '2026-05-04T17:00:00Z', null],
    ['a moment before', '09:00-17:00', 'UTC', '2026-05-04T08:59:59.999Z', null],
    ['before midnight', '22:00-06:30', 'Europe/Lisbon', '2026-07-01T22:00:00Z', '2026-07-02T05:30:00.000Z'],
    ['after midnight', '22:00-06:30', 'Europe/Lisbon', '2026-07-02T05:29:00Z', '2026-07-02T05:30:00.000Z'],
    [
      'in a zone of quarter hours',
      '22:00-06:00',
      'Asia/Kathmandu',
      '2026-01-01T16:15:00Z',
      '2026-01-02T00:15:00.000Z',
    ],
    [
      'through a night that is an hour shorter',
      '22:00-06:00',
      'America/New_York',
      '2026-03-08T04:00:00Z',
      '2026-03-08T10:00:00.000Z',
    ],
    [
      'through a night that is an hour longer',
      '22:00-06:00',
      'America/New_York',
      '2026-11-01T04:00:00Z',
      '2026-11-01T11:00:00.000Z',
    ],
    [
      'until a time the clock skips',
      '22:00-02:30',
      'America/New_York',
      '2026-03-08T06:00:00Z',
      '2026-03-08T07:00:00.000Z',
    ],
    [
      'from a time the clock skips',
      '02:30-04:00',
      'America/New_York',
      '2026-03-08T07:00:00Z',
      '2026-03-08T08:00:00.000Z',
    ],
    ['within what the clock skips', '02:15-02:45', 'America/New_York', '2026-03-08T07:00:00Z', null],
    [
      'within what the clock shows twice',
      '01:15-01:45',
      'America/New_York',
      '2026-11-01T05:50:00Z',
      '2026-11-01T06:45:00.000Z',
    ],
    [
      'until a time the clock shows twice',
      '22:00-01:30',
      'America/New_York',
      '2026-11-01T05:45:00Z',
      '2026-11-01T06:30:00.000Z',
    ],
    [
      'until a midnight that does not exist',
      '20:00-00:00',
      'America/Santiago',
      '2026-09-06T03:30:00Z',
      '2026-09-06T04:00:00.000Z',
    ],
    [
      'all but moments the clock skips',
      '00:10-00:05',
      'America/Santiago',
      '2026-09-06T03:30:00Z',
      '2026-09-07T03:05:00.000Z',
    ],
    [
      'over a day that never was',
      '22:00-06:00',
      'Pacific/Apia',
      '2011-12-30T09:00:00Z',
      '2011-12-30T16:00:00.000Z',
    ],
  ])('%s', (_, hours, zone, now, expected) => {
    expect(until(hours, zone, now)).toBe(expected);
  });

  const time = fc
    .integer({ min: 0, max: 1439 })
    .map((of) => `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`);
  const cases = fc
    .record({
      from: time,
      until: time,
      timeZone: fc.constantFrom(...zones),
      now: fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
    })
    .filter(({ from, until }) => from !== until);

  test('end where it is no longer quiet, and are quiet all the way until then', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), ({ now, ...hours }, share) => {
        const end = quietUntil(hours, now);
        if (!end) return;
        const left = end.getTime() - now.getTime();
        expect(left).toBeGreaterThan(0);
        expect(quietUntil(hours, end)).toBeNull();
        const between = new Date(now.getTime() + Math.floor(left * share * 0.999));
        expect(quietUntil(hours, between)).toEqual(end);
      }),
      { numRuns: 400 },
    );
  });

  test('are whenever the clock shows a time within them, and else only around a change of the clock', () => {
    fc.assert(
      fc.property(cases, ({ now, ...hours }) => {
        const shows = shown(now, hours.timeZone);
        const within =
          hours.from < hours.until
            ? hours.from <= shows && shows < hours.until
            : shows >= hours.from || shows < hours.until;
        const isQuiet = quietUntil(hours, now) !== null;
        if (within) expect(isQuiet).toBe(true);
        else if (isQuiet) expect(clockChangesAround(now, hours.timeZone)).toBe(true);
      }),
      { numRuns: 800 },
    );
  });
});

function shown(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
}

function clockChangesAround(at: Date, timeZone: string): boolean {
  const before = new Date(at.getTime() - day);
  const after = new Date(at.getTime() + day);
  const offset = (of: Date) => {
    const wall = new Date(of.toLocaleString('en-US', { timeZone })).getTime();
    return Math.round((wall - new Date(of.toLocaleString('en-US', { timeZone: 'UTC' })).getTime()) / minute);
  };
  return offset(before) !== offset(after);
}
