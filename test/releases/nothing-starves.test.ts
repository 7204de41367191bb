import { describe, expect, test } from 'vitest';
import type { ReleaseOrder } from '../../server/install/preferences.contract.ts';
import { type Candidate, planRelease, type StoreFacts } from '../../server/releases/plan-release.ts';
import { releaseChunks } from '../../server/releases/release-chunks.ts';

const week = 7 * 86_400_000;
const records = 1200;
/** So few records a run reaches before the next release takes its place. */
const reached = 100;
const releases = 60;
/** So many runs it takes to go round once; a few more until nobody of a better value is still before the last. */
const bound = records / reached + 6;

/** A store that gets better or worse all the time, a few of them by far the best. */
function factsOf(record: number, release: number): StoreFacts {
  const isGreat = record % 10 === 0;
  return {
    release,
    platform: 'shopify',
    rank: isGreat
      ? 1 + (record % 50)
      : record % 7 === 3
        ? null
        : 100_000 + ((record * 7919 + release * 31) % 900_000),
    attributes: isGreat ? 40 : 1 + ((record + release) % 5),
  };
}

/** Every store changes with every release, and no run ever comes to its end. */
function simulate(order: ReleaseOrder): { longest: number; first: Map<number, number>; missed: number } {
  const links = Array.from({ length: records }, (_, at): Candidate & { reachedAt: number } => ({
    orgId: at + 1,
    storeId: `s${at + 1}`,
    broughtRelease: null,
    waitingSince: null,
    lastAt: null,
    failing: null,
    reachedAt: 0,
  }));
  const byId = new Map(links.map((link) => [link.orgId, link]));
  const first = new Map<number, number>();
  let longest = 0;
  for (let release = 1; release <= releases; release++) {
    const now = new Date(release * week);
    const facts = new Map(links.map(({ orgId, storeId }) => [storeId, factsOf(orgId, release)]));
    const plan = planRelease({ release, order, platformScope: null, now }, links, facts);
    for (const id of plan.newlyWaiting) Object.assign(byId.get(id) ?? {}, { waitingSince: release });
    const chunks = releaseChunks(plan.due, 20).sort(
      (a, b) => (a.order ?? 0) - (b.order ?? 0) || a.from - b.from,
    );
    const ids = chunks.flatMap((chunk) => chunk.ids ?? []).slice(0, reached);
    for (const id of ids) {
      const link = byId.get(id);
      if (!link) throw new Error('not a link');
      longest = Math.max(longest, release - link.reachedAt);
      first.set(id, first.get(id) ?? release);
      Object.assign(link, { broughtRelease: release, waitingSince: null, lastAt: now, reachedAt: release });
    }
  }
  const missed = Math.max(...links.map(({ reachedAt }) => releases - reachedAt));
  return { longest, first, missed };
}

describe('when no run ever finishes, every record is reached within a bounded number of releases', () => {
  test.each(['rank', 'most_changed', 'longest_waiting'] as const)('by %s', (order) => {
    const { longest, first, missed } = simulate(order);
    expect(first.size).toBe(records);
    expect(longest).toBeLessThanOrEqual(bound);
    expect(missed).toBeLessThanOrEqual(bound);
  });
});

test('the most valuable are reached first', () => {
  const { first } = simulate('rank');
  const great = [...first].filter(([id]) => id % 10 === 0);
  expect(great.length).toBe(records / 10);
  expect(Math.max(...great.map(([, release]) => release))).toBeLessThanOrEqual(2);
});
