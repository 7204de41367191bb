import { createBatcher } from '../enrichment/batcher.ts';
import { concernsAll, pauseFor } from '../enrichment/interruption.ts';
import type { AtBoundary } from '../platform/boundaries.ts';
import type { Base } from '../platform/deps.ts';
import { isAppError } from '../platform/errors.ts';
import { withHeartbeat } from '../runs/heartbeat.ts';
import { RunPause } from '../runs/run-work.ts';
import type { Slots } from '../runs/slots.ts';
import { type ClaimStore, nameOf } from './claim.store.ts';
import type { WaitingEvent } from './event.model.ts';
import type { EventStore, RecordKey } from './event.store.ts';
import type { InboxEvent } from './inbox-event.ts';

/** What a block is worked on with. */
export type BlockDeps = Base & {
  events: EventStore;
  claims: ClaimStore;
  /**
   * Does what the events of one record ask for, taken together, in order.
   * @throws what concerns all records of the company; anything else it throws is a failure of this record
   */
  answer(work: { key: RecordKey; events: InboxEvent[] }): Promise<{ outcome: string }>;
  /** Told what became of each record, and how long its oldest event had waited. */
  onAnswered(outcome: string, waitedSeconds: number): void;
  atBoundary: AtBoundary;
  randomId(): string;
  leaseMs: number;
  foldMs: number;
};

/** A record whose events wait is taken after so many folding times, however often new ones arrive. */
const longestFolds = 3;
const mostRecords = 100;
/** So often answering may fail; waits double from ten seconds and add up to twenty minutes. */
const patience = 8;
const firstWaitMs = 10_000;

type Item = { key: RecordKey; events: WaitingEvent[] };
/** Until when the company waits, if it does; and whether anything was there to do. */
export type BlockOutcome = { worked: boolean; holdUntil: Date | null };

/** Works on some records of a company that have events due: claims them, answers their events and forgets these. */
export async function workBlock(
  deps: BlockDeps,
  scope: { companyId: number; epoch: string },
  hands: { slots: Slots; stopping: AbortSignal },
): Promise<BlockOutcome> {
  const { clock, claims, events } = deps;
  const now = clock.now();
  const due = await events.dueRecords(scope.companyId, now, mostRecords);
  const dead = new Set(due.flatMap(({ epoch }) => (epoch === scope.epoch ? [] : epoch)));
  for (const epoch of dead) await events.erase(scope.companyId, epoch);
  const token = deps.randomId();
  const lease = () => ({ token, until: new Date(clock.now().getTime() + deps.leaseMs) });
  const taken = await claims.take(
    due.filter(({ epoch }) => epoch === scope.epoch),
    lease(),
    now,
  );
  if (taken.length === 0) return { worked: false, holdUntil: null };
  deps.atBoundary('inbox.claimed');
  let hold: Date | null = null;
  try {
    const items = await readItems(deps, scope, taken, now);
    const all = items.flatMap((item) => item.events);
    await events.postpone(all, lease().until);
    const renew = async () => {
      const claim = lease();
      await events.postpone(all, claim.until);
      return claims.renew(taken, claim);
    };
    const options = { clock, everyMs: Math.max(5, deps.leaseMs / 3), outer: hands.stopping, renew };
    const finish = createBatcher(async (done: Item[]) => {
      await events.finish(
        done.flatMap((item) => item.events),
        clock.now(),
      );
      return done;
    });
    await withHeartbeat(options, async (signal) => {
      await Promise.all(
        items.map((item) =>
          hands.slots.use(async () => {
            if (signal.aborted || hold) return events.postpone(item.events, clock.now());
            const pause = await answerItem(deps, item, finish);
            if (pause) hold = pause;
          }),
        ),
      );
    });
    return { worked: items.length > 0, holdUntil: hold };
  } finally {
    await claims.release(taken, token);
  }
}

/** The events of claimed records, without those records that more events may still come for. */
async function readItems(
  deps: BlockDeps,
  { companyId, epoch }: { companyId: number; epoch: string },
  taken: readonly RecordKey[],
  now: Date,
): Promise<Item[]> {
  const ids = taken.map(({ recordId }) => recordId);
  const items = new Map(taken.map((key) => [nameOf(key), { key, events: [] as WaitingEvent[] }]));
  for (const event of await deps.events.waitingFor(companyId, ids)) {
    if (event.epoch === epoch) items.get(nameOf(event))?.events.push(event);
  }
  const times = (item: Item) => item.events.map(({ receivedAt }) => now.getTime() - receivedAt.getTime());
  return [...items.values()].filter((item) => {
    const ages = times(item);
    if (ages.length === 0) return false;
    return Math.min(...ages) >= deps.foldMs || Math.max(...ages) >= deps.foldMs * longestFolds;
  });
}

/** Answers the events of one record. Gives the moment until which the company waits, when it must. */
async function answerItem(
  deps: BlockDeps,
  { key, events }: Item,
  finish: (item: Item) => Promise<unknown>,
): Promise<Date | null> {
  const now = deps.clock.now();
  const waitedMs = Math.max(...events.map(({ receivedAt }) => now.getTime() - receivedAt.getTime()));
  try {
    const { outcome } = await deps.answer({ key, events });
    deps.atBoundary('inbox.answered');
    await finish({ key, events });
    deps.atBoundary('inbox.deleted');
    deps.onAnswered(outcome, waitedMs / 1000);
    return null;
  } catch (error) {
    if (concernsAll(error)) {
      const pause = pauseFor(error, now);
      await deps.events.postpone(events, now);
      return (pause instanceof RunPause && pause.resumesAt) || new Date(now.getTime() + 60_000);
    }
    await noteFailure(deps, { key, events }, error);
    return null;
  }
}

async function noteFailure(deps: BlockDeps, { key, events }: Item, error: unknown): Promise<void> {
  const code = isAppError(error) ? error.code : 'unexpected_error';
  const name = error instanceof Error ? error.name : typeof error;
  // The newest event counts: it has a right to as many tries as the first had.
  const failures = Math.min(...events.map((event) => event.failures)) + 1;
  const state = failures >= patience ? 'dead' : 'waiting';
  deps.log.warn({ companyId: key.companyId, code, error: name, state }, 'events could not be answered');
  const dueAt = new Date(deps.clock.now().getTime() + firstWaitMs * 2 ** (failures - 1));
  await deps.events.fail(events, { state, dueAt, code });
  deps.onAnswered(state === 'dead' ? 'dead' : 'failed', 0);
}
