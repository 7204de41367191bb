import type { DayWindow } from './day-window.ts';
import type { Rates } from './hourly-use.ts';
import type { LaneCounts } from './lane-counts.ts';
import { allowedOf, type BudgetSettings } from './share.ts';
import type { Lane } from './types.ts';

/** How far the tokens reserved in a day may go for a call of each lane. */
export type Caps = LaneCounts & {
  /** Our share of the day. */
  allowed: number;
  /** The same caps if others had spent nothing since the last header: above `caps`, only a look at a header helps. */
  hopeful: LaneCounts;
  /** What all lanes together may come to, by what others are thought to have spent: beyond it a call would be refused. */
  likelyEnd: number;
};

type Row = Pick<
  DayWindow,
  'limit' | 'ceiling' | 'ceilingAt' | 'used' | 'lanes' | 'before' | 'reset' | 'resetsAt' | 'startedAt'
>;
type Reserved = Exclude<Lane, 'bulk'>;

const hour = 3_600_000;

/**
 * What is kept for a lane, as parts of our share: at first, at least, and at most whatever it used lately.
 * The most of all three leaves bulk work four tenths, and never less than its own `minimum`.
 */
const reserves: Record<Reserved, { first: number; least: number; most: number }> = {
  click: { first: 0.1, least: 0.025, most: 0.2 },
  event: { first: 0.1, least: 0.025, most: 0.25 },
  create: { first: 0.05, least: 0.025, most: 0.15 },
};
/** What a lane gets over a day whatever the lanes before it want, people excepted. */
const minimum: Partial<Record<Lane, number>> = { create: 0.05, bulk: 0.2 };
/** A few clicks are possible however small the share is, and on a large plan nobody clicks a tenth of it. */
const clickTokens = { least: 50, first: 2000 };
/** More than was used lately is kept: no day is like the other. */
const margin = 1.5;
/** Towards the reset, what nobody took is let go. */
const lettingGoHours = 3;
/** A header younger than this tells what the company has left. */
export const freshMs = 10_000;
/** Tokens with which to find out whether a reset has come; and the part of our share kept for that, for many tries. */
const probe = 20;
const keptForProbes = 0.02;
/** For so long a reset is doubted when nobody knows its hour and no header tells. */
const doubtMs = 6 * hour;

/**
 * How far each lane may go, so that it leaves what more urgent ones may need and what less urgent ones are promised,
 * both of our share and of what the company has left. Pure.
 */
export function capsOf(row: Row, settings: BudgetSettings, rates: Rates, now: Date): Caps {
  const allowed = allowedOf(row, settings);
  // Without headers nothing can be found out.
  const probes = row.ceiling === null || row.reset === 'seen' ? 0 : Math.ceil(allowed * keptForProbes);
  const ours = allowed - probes;
  const hopefulEnd = Math.min(ours, row.ceiling ?? allowed);
  const likelyEnd = Math.min(ours, likelyCeiling(row, rates, now) ?? allowed);
  const hopeful = capsWithin(row, { allowed, end: hopefulEnd }, rates, now);
  const likely = capsWithin(row, { allowed, end: likelyEnd }, rates, now);
  // A person tries: what others may have spent meanwhile is a guess.
  return doubtReset(row, { ...likely, click: hopeful.click, allowed, hopeful, likelyEnd }, now);
}

/** What the ceiling has come to if others went on spending since the last header. */
function likelyCeiling({ ceiling, ceilingAt }: Row, rates: Rates, now: Date): number | null {
  if (ceiling === null || ceilingAt === null) return ceiling;
  const age = now.getTime() - ceilingAt.getTime();
  return age <= freshMs ? ceiling : Math.floor(ceiling - (rates.others * age) / hour);
}

function capsWithin(
  row: Row,
  { allowed, end }: { allowed: number; end: number },
  rates: Rates,
  now: Date,
): LaneCounts {
  const kept = (lane: Reserved) => reserveOf(lane, { row, allowed, rates, now });
  // Where the company itself runs out, so does what is promised: events are answered before bulk work goes on.
  const promised = (lane: Lane) =>
    Math.floor((promisedTo(lane, { row, allowed, now }) * end) / Math.max(1, allowed));
  const click = kept('click');
  const cap = (lane: Lane, left: number) => {
    const room = Math.max(0, end - click - row.used);
    return Math.max(0, end - left, Math.min(promised(lane), room) + Math.min(row.used, end - click));
  };
  return {
    click: Math.max(0, end),
    event: cap('event', click + promised('create') + promised('bulk')),
    create: cap('create', click + kept('event') + promised('bulk')),
    bulk: cap('bulk', click + kept('event') + kept('create')),
  };
}

type Facts = { row: Row; allowed: number; rates: Rates; now: Date };

/** Tokens kept for what a lane may still need until the reset. */
export function reserveOf(lane: Reserved, { row, allowed, rates, now }: Facts): number {
  const { first, least, most } = reserves[lane];
  const firstDay = lane === 'click' ? Math.min(clickTokens.first, allowed * first) : allowed * first;
  const hoursUnknown = 24 - rates.hoursKnown;
  const aDay = rates[lane] * margin * rates.hoursKnown + (firstDay / 24) * hoursUnknown;
  // While nobody knows when the day ends, no reserve is let go but by being used.
  const need = row.reset === 'seen' ? (aDay / 24) * hoursLeft(row, now) : aDay - (row.lanes[lane] ?? 0);
  const atLeast = Math.max(allowed * least, lane === 'click' ? clickTokens.least : 0);
  return Math.min(allowed, Math.floor(Math.max(atLeast, Math.min(need, allowed * most))));
}

/** Tokens a lane is still promised today. */
function promisedTo(lane: Lane, { row, allowed, now }: Omit<Facts, 'rates'>): number {
  const left = Math.max(0, Math.floor(allowed * (minimum[lane] ?? 0)) - row.lanes[lane]);
  return row.reset === 'seen' ? Math.floor(left * Math.min(1, hoursLeft(row, now) / lettingGoHours)) : left;
}

function hoursLeft({ resetsAt }: Row, now: Date): number {
  return Math.min(24, Math.max(0, (resetsAt.getTime() - now.getTime()) / hour));
}

/**
 * A reset that was due at an hour nobody has seen one at may not have come: until a header tells, what the day before
 * left of our share is all there is, and a few calls find out.
 */
function doubtReset(row: Row, caps: Caps, now: Date): Caps {
  const { before } = row;
  if (!before || doubtedUntil(row) <= now) return caps;
  const rest = Math.max(0, caps.allowed - before.used);
  const doubt = (cap: number) => Math.min(cap, Math.max(cap - before.used, Math.min(probe, rest)));
  const all = ({ click, event, create, bulk }: LaneCounts): LaneCounts => ({
    click: Math.min(click, rest),
    event: doubt(event),
    create: doubt(create),
    bulk: doubt(bulk),
  });
  return { ...caps, ...all(caps), hopeful: all(caps.hopeful) };
}

/** Until when it is doubted that the day has begun; a moment that is over when it is not. */
export function doubtedUntil({ before, reset, startedAt }: Row): Date {
  return before && reset !== 'seen' ? new Date(startedAt.getTime() + doubtMs) : startedAt;
}
