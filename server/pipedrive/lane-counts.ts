import type { Lane } from './types.ts';

/** Tokens by the lane that took them. */
export type LaneCounts = Record<Lane, number>;

/** Nothing taken by anyone. */
export const noLanes = (): LaneCounts => ({ click: 0, event: 0, create: 0, bulk: 0 });

/** All lanes together. */
export function laneSum({ click, event, create, bulk }: LaneCounts): number {
  return click + event + create + bulk;
}

/** Sum of two, lane by lane; neither is changed. */
export function addLanes(a: LaneCounts, b: LaneCounts): LaneCounts {
  return {
    click: a.click + b.click,
    event: a.event + b.event,
    create: a.create + b.create,
    bulk: a.bulk + b.bulk,
  };
}

/** The first less the second, lane by lane; neither is changed. */
export function lessLanes(a: LaneCounts, b: LaneCounts): LaneCounts {
  return {
    click: a.click - b.click,
    event: a.event - b.event,
    create: a.create - b.create,
    bulk: a.bulk - b.bulk,
  };
}
