import type { ReleaseOrder } from '../install/preferences.contract.ts';

/** What is known of a linked record without looking at its store. */
export type Candidate = {
  orgId: number;
  storeId: string;
  broughtRelease: number | null;
  waitingSince: number | null;
  /** When it was last attempted; null: never. */
  lastAt: Date | null;
  /** It failed, and runs still try it again; or it failed for so long that they leave it alone. */
  failing: 'retried' | 'dead' | null;
};

/** What the catalogue says of a store; `attributes`: how many its last release changed. */
export type StoreFacts = { release: number; platform: string; rank: number | null; attributes: number };

/** A record that a run of a release has to look at; of those with a lower `order` it does first. */
type Due = { orgId: number; order: number };

/** What a run of a release makes of a stretch of records: every one of them is in exactly one of the parts. */
export type ReleasePlan = {
  due: Due[];
  /** Of the due ones, those that wait from now on. */
  newlyWaiting: number[];
  unchanged: number;
  skipped: { no_store: number; out_of_plan: number; dead_letter: number };
};

/** The run, as far as its plan hangs on it; `platformScope`: the platforms the account's plan covers, null for all. */
export type ReleaseRun = {
  release: number;
  order: ReleaseOrder;
  platformScope: readonly string[] | null;
  now: Date;
};

/** Values are told apart in so many classes, the best one 0. */
const classes = 24;
/** So many classes a record rises with every release that did not reach it: after four it is above any value. */
const rise = 6;
const week = 7 * 86_400_000;

/**
 * Parts records into those a run of a release looks at, with the order in which, and those it does not: the store has not
 * changed since it was last brought, or is not there, or on a platform the plan does not cover (it is due as soon as the
 * plan does), or the record failed for too long. Pure.
 */
export function planRelease(
  run: ReleaseRun,
  candidates: readonly Candidate[],
  facts: ReadonlyMap<string, StoreFacts>,
): ReleasePlan {
  const plan: ReleasePlan = {
    due: [],
    newlyWaiting: [],
    unchanged: 0,
    skipped: { no_store: 0, out_of_plan: 0, dead_letter: 0 },
  };
  for (const candidate of candidates) {
    const store = facts.get(candidate.storeId);
    if (!store) plan.skipped.no_store++;
    else if (run.platformScope && !run.platformScope.includes(store.platform)) plan.skipped.out_of_plan++;
    else if (candidate.failing === 'dead') plan.skipped.dead_letter++;
    else if (!isDue(candidate, store)) plan.unchanged++;
    else {
      plan.due.push({ orgId: candidate.orgId, order: orderOf(run, candidate, store) });
      if (candidate.waitingSince === null) plan.newlyWaiting.push(candidate.orgId);
    }
  }
  return plan;
}

function isDue({ broughtRelease, failing }: Candidate, store: StoreFacts): boolean {
  return broughtRelease === null || store.release > broughtRelease || failing === 'retried';
}

/**
 * The place of a record in the queue: the class of its value, less what it has risen by waiting. Nothing starves: once a
 * record has missed four releases more than another, it comes first whatever the two are worth.
 */
export function orderOf(run: ReleaseRun, candidate: Candidate, store: StoreFacts): number {
  const { waitingSince } = candidate;
  const missed = waitingSince === null ? 0 : Math.max(0, run.release - waitingSince);
  return valueClass(run, candidate, store) - rise * missed;
}

function valueClass({ order, now }: ReleaseRun, candidate: Candidate, store: StoreFacts): number {
  const last = classes - 1;
  switch (order) {
    case 'rank':
      return store.rank === null ? last : Math.min(last - 1, Math.floor(Math.log2(Math.max(1, store.rank))));
    case 'most_changed':
      // To a record that was never filled, everything is new.
      return candidate.broughtRelease === null ? 0 : last - Math.min(last, store.attributes);
    case 'longest_waiting': {
      if (candidate.lastAt === null) return 0;
      const weeks = Math.floor((now.getTime() - candidate.lastAt.getTime()) / week);
      return last - Math.min(last, Math.max(0, weeks));
    }
  }
}
