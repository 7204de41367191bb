import type { DayWindow } from './day-window.ts';
import { nextReset } from './day-window.ts';
import { endpoints } from './endpoints.ts';
import type { Rates } from './hourly-use.ts';
import { capsOf } from './lane-caps.ts';
import { noLanes } from './lane-counts.ts';
import { type BudgetSettings, knownLimit } from './share.ts';

/** What a forecast goes by: the running day, and what everybody used lately. */
export type Outlook = {
  day: DayWindow;
  settings: BudgetSettings;
  rates: Rates;
};

/** What is left to do. `recordsPerSecond`: as fast as it goes while nothing is waited for. */
export type WorkLeft = { records: number; tokensPerRecord: number; recordsPerSecond: number };

type Options = {
  /** When the work goes on; now when left out. */
  from?: Date;
  /** The end of the quiet time a moment lies in; null when work goes on then. */
  quietUntil?: (moment: Date) => Date | null;
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Further ahead nobody wants to know. */
const horizon = 400 * day;
/** Records a second, where none costs a call. */
const fastest = 1000;
/** Days that are looked at in small steps. */
const closely = 3 * day;

/** Records a second that the pace of calls allows: a record is written with one call, many cost none. */
export function paceOfRecords(tokensPerRecord: number, pacePerSecond: number): number {
  const calls = tokensPerRecord / endpoints.updateOrganization.cost;
  return Math.min(fastest, pacePerSecond / Math.max(calls, 1e-6));
}

/**
 * Seconds until work will be done: at its pace, within what bulk work gets of our share today and on the days after,
 * while people, events, creations and other apps go on as lately. Goes through the days by the rules of the governor
 * itself. Pure; at most 400 days.
 */
export function forecast(work: WorkLeft, outlook: Outlook, now: Date, options: Options = {}): number {
  const { settings, rates } = outlook;
  const pace = Math.max(0.001, work.recordsPerSecond);
  const end = now.getTime() + horizon;
  let today = { ...outlook.day, resetsAt: expectedReset(outlook.day, now) };
  let records = work.records;
  let at = now.getTime();

  const goOn = (ms: number) => {
    today = afterHours(today, rates, ms / hour, at);
    at += ms;
  };
  for (const waits = waitsOf(outlook.day, options, now); records > 0 && at < end; ) {
    if (at >= today.resetsAt.getTime()) today = freshDay(today, settings, at);
    const untilReset = today.resetsAt.getTime() - at;
    const waitsFor = waits(new Date(at));
    if (waitsFor > at) {
      goOn(Math.min(waitsFor - at, untilReset, hour));
      continue;
    }
    const step = Math.min(at - now.getTime() < closely ? 10 * minute : hour, untilReset);
    const room = Math.max(0, capsOf(today, settings, rates, new Date(at)).bulk - today.used);
    const payable = work.tokensPerRecord > 0 ? room / work.tokensPerRecord : records;
    const done = Math.min(records, payable, (pace * step) / 1000);
    records -= done;
    if (records <= 0) return Math.ceil((at - now.getTime()) / 1000 + done / pace);
    const tokens = done * work.tokensPerRecord;
    today = {
      ...today,
      used: today.used + tokens,
      lanes: { ...today.lanes, bulk: today.lanes.bulk + tokens },
    };
    goOn(step);
  }
  return Math.ceil((at - now.getTime()) / 1000);
}

/** Until when (milliseconds) work waits at a moment; the moment itself or an earlier one when it does not. */
function waitsOf({ exhaustedUntil }: DayWindow, { from, quietUntil }: Options, now: Date) {
  const start = Math.max(from?.getTime() ?? 0, exhaustedUntil?.getTime() ?? 0, now.getTime());
  return (moment: Date) => Math.max(start, quietUntil?.(moment)?.getTime() ?? 0);
}

/** While every hour is tried in turn, the reset may come in any of them up to midnight: reckoned with is the middle. */
function expectedReset({ reset, resetsAt, resetOffsetMs }: DayWindow, now: Date): Date {
  if (reset !== 'denied') return resetsAt;
  const latest = nextReset(now, resetOffsetMs).getTime();
  return new Date((now.getTime() + latest) / 2);
}

/** What everybody else uses meanwhile. */
function afterHours(today: DayWindow, rates: Rates, hours: number, at: number): DayWindow {
  const [click, event, create] = [rates.click * hours, rates.event * hours, rates.create * hours];
  const { lanes } = today;
  return {
    ...today,
    used: today.used + click + event + create,
    lanes: {
      click: lanes.click + click,
      event: lanes.event + event,
      create: lanes.create + create,
      bulk: lanes.bulk,
    },
    ceiling: today.ceiling === null ? null : today.ceiling - rates.others * hours,
    ceilingAt: today.ceilingAt && new Date(at + hours * hour),
  };
}

function freshDay(ended: DayWindow, settings: BudgetSettings, at: number): DayWindow {
  const limit = knownLimit(ended, settings);
  return {
    ...ended,
    startedAt: new Date(at),
    resetsAt: new Date(at + day),
    reset: ended.reset === 'denied' ? 'seen' : ended.reset,
    used: 0,
    spent: 0,
    lanes: noLanes(),
    ceiling: ended.ceiling === null ? null : limit,
    ceilingAt: new Date(at),
    before: null,
  };
}
