import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Candidate,
  orderOf,
  planRelease,
  type ReleaseRun,
  type StoreFacts,
} from '../../server/releases/plan-release.ts';
import { releaseChunks } from '../../server/releases/release-chunks.ts';

const now = new Date('2026-03-02T06:00:00Z');
const week = 7 * 86_400_000;
const run: ReleaseRun = { release: 9, order: 'rank', platformScope: null, now };
const candidate = (given: Partial<Candidate> = {}): Candidate => ({
  orgId: 1,
  storeId: 'shop.example',
  broughtRelease: 8,
  waitingSince: null,
  lastAt: new Date(now.getTime() - week),
  failing: null,
  ...given,
});
const store = (given: Partial<StoreFacts> = {}): StoreFacts => ({
  release: 9,
  platform: 'shopify',
  rank: 100,
  attributes: 3,
  ...given,
});
const planOf = (given: Partial<Candidate>, facts: Partial<StoreFacts> = {}) =>
  planRelease(run, [candidate(given)], new Map([['shop.example', store(facts)]]));

describe('which records a release is brought to', () => {
  test('those whose store changed since it was last brought, and those it was never brought to', () => {
    expect(planOf({}).due).toHaveLength(1);
    expect(planOf({ broughtRelease: null }, { release: 2 }).due).toHaveLength(1);
    expect(planOf({ broughtRelease: 9 })).toMatchObject({ due: [], unchanged: 1 });
    expect(planOf({ broughtRelease: 12 })).toMatchObject({ due: [], unchanged: 1 });
  });

  test('those that failed, until they have failed for too long', () => {
    expect(planOf({ broughtRelease: 9, failing: 'retried' }).due).toHaveLength(1);
    expect(planOf({ failing: 'dead' })).toMatchObject({ due: [], skipped: { dead_letter: 1 } });
  });

  test('none whose store the catalogue does not have', () => {
    expect(planRelease(run, [candidate()], new Map())).toMatchObject({ due: [], skipped: { no_store: 1 } });
  });

  test('none on a platform the plan does not cover, which are due as soon as it does', () => {
    const within = (platformScope: string[] | null) =>
      planRelease({ ...run, platformScope }, [candidate()], new Map([['shop.example', store()]]));
    expect(within(['wix', 'shopify']).due).toHaveLength(1);
    expect(within(['wix'])).toMatchObject({ due: [], newlyWaiting: [], skipped: { out_of_plan: 1 } });
    expect(within([])).toMatchObject({ due: [], skipped: { out_of_plan: 1 } });
  });

  test('only those that did not wait before wait from now on', () => {
    expect(planOf({}).newlyWaiting).toEqual([1]);
    expect(planOf({ waitingSince: 7 }).newlyWaiting).toEqual([]);
  });
});

describe('which of them first', () => {
  const first = (
    order: ReleaseRun['order'],
    better: [Candidate, StoreFacts],
    worse: [Candidate, StoreFacts],
  ) => expect(orderOf({ ...run, order }, ...better)).toBeLessThan(orderOf({ ...run, order }, ...worse));

  test('the best ranked one, and without a rank the last', () => {
    first('rank', [candidate(), store({ rank: 3 })], [candidate(), store({ rank: 30_000 })]);
    first('rank', [candidate(), store({ rank: 9_000_000 })], [candidate(), store({ rank: null })]);
  });

  test('the most changed one, to which a record never filled belongs', () => {
    first('most_changed', [candidate(), store({ attributes: 12 })], [candidate(), store({ attributes: 1 })]);
    first(
      'most_changed',
      [candidate({ broughtRelease: null }), store({ attributes: 0 })],
      [candidate(), store()],
    );
  });

  test('the one that was not updated for longest', () => {
    const since = (weeks: number) => candidate({ lastAt: new Date(now.getTime() - weeks * week) });
    first('longest_waiting', [since(8), store()], [since(1), store()]);
    first('longest_waiting', [candidate({ lastAt: null }), store()], [since(8), store()]);
  });

  test('a record that missed four releases more than another, whatever both are worth', () => {
    const orders = fc.constantFrom<ReleaseRun['order']>('rank', 'most_changed', 'longest_waiting');
    const facts = fc.record({
      release: fc.constant(9),
      platform: fc.constant('shopify'),
      rank: fc.option(fc.integer({ min: 1, max: 50_000_000 })),
      attributes: fc.nat(97),
    });
    const lastAt = fc.option(fc.nat(400).map((weeks) => new Date(now.getTime() - weeks * week)));
    fc.assert(
      fc.property(orders, facts, facts, lastAt, lastAt, fc.nat(30), (order, a, b, lastA, lastB, missed) => {
        const waiter = candidate({ lastAt: lastA, waitingSince: 9 - missed - 4 });
        const other = candidate({ lastAt: lastB, waitingSince: 9 - missed });
        first(order, [waiter, a], [other, b]);
      }),
    );
  });
});

test('every record is in exactly one part, and every due one in exactly one chunk, in the order of the queue', () => {
  const anyone = fc.record({
    broughtRelease: fc.option(fc.integer({ min: 1, max: 9 })),
    waitingSince: fc.option(fc.integer({ min: 1, max: 9 })),
    failing: fc.constantFrom('retried', 'dead', null),
    store: fc.option(
      fc.record({
        release: fc.integer({ min: 1, max: 9 }),
        platform: fc.constantFrom('shopify', 'wix'),
        rank: fc.option(fc.integer({ min: 1, max: 1e6 })),
        attributes: fc.nat(97),
      }),
    ),
  });
  fc.assert(
    fc.property(fc.array(anyone, { maxLength: 120 }), fc.integer({ min: 1, max: 20 }), (all, size) => {
      const candidates = all.map(({ store: _, ...given }, at) =>
        candidate({ ...given, orgId: at + 1, storeId: `s${at}` }),
      );
      const facts = new Map(
        all.flatMap(({ store: found }, at) => (found ? [[`s${at}`, found] as const] : [])),
      );
      const plan = planRelease({ ...run, platformScope: ['shopify'] }, candidates, facts);
      const { due, unchanged, skipped } = plan;
      const passed = skipped.no_store + skipped.out_of_plan + skipped.dead_letter;
      expect(due.length + unchanged + passed).toBe(all.length);
      const chunks = releaseChunks(due, size);
      const places = new Map(due.map(({ orgId, order }) => [orgId, order]));
      const inChunks = chunks.flatMap(({ ids = [] }) => ids);
      expect([...inChunks].sort((a, b) => a - b)).toEqual(due.map(({ orgId }) => orgId));
      let before = Number.NEGATIVE_INFINITY;
      for (const { ids = [], order = 0 } of chunks) {
        const inIt = ids.map((id) => places.get(id) ?? Number.NaN);
        expect(Math.min(...inIt)).toBe(order);
        expect(order).toBeGreaterThanOrEqual(before);
        before = Math.max(...inIt);
      }
      expect(new Set(chunks.map(({ from }) => from)).size).toBe(chunks.length);
      for (const { from, to, count, ids = [] } of chunks) {
        expect([ids[0], ids.at(-1), ids.length]).toEqual([from, to, count]);
        expect(count).toBeLessThanOrEqual(size);
      }
    }),
  );
});
