import { createBatcher } from '../enrichment/batcher.ts';
import { insertGuarded } from '../enrichment/epoch-guard.ts';
import type { GetInstallation } from '../install/installation.ts';
import type { AtBoundary } from '../platform/boundaries.ts';
import type { EventStore } from './event.store.ts';
import type { InboxEvent } from './inbox-event.ts';

type Deps = {
  events: Pick<EventStore, 'insert' | 'erase'>;
  getInstallation: GetInstallation;
  atBoundary: AtBoundary;
  /** How long an event waits for others of its record. */
  foldMs: number;
};

/**
 * Stores events, those of one moment in one go. Resolves when the event is safe on disk: true when it is new, false when
 * it was there already.
 * @throws AppError `not_installed` (404) when the company was erased meanwhile; nothing of it is left then.
 */
export function createStoreEvent(deps: Deps): (event: InboxEvent) => Promise<boolean> {
  type Outcome = { isNew: boolean } | { error: unknown };

  async function storeOf(events: InboxEvent[]): Promise<Outcome[]> {
    const [first] = events;
    if (!first) return [];
    try {
      const stored = await insertGuarded(deps, first, {
        insert: () => deps.events.insert(events, deps.foldMs),
        erase: deps.events.erase,
      });
      return stored.map((isNew) => ({ isNew }));
    } catch (error) {
      // What went wrong for one company is not the trouble of the others.
      return events.map(() => ({ error }));
    }
  }

  const store = createBatcher(async (events: InboxEvent[]): Promise<Outcome[]> => {
    const groups = new Map<string, number[]>();
    for (const [at, { companyId, epoch }] of events.entries()) {
      const name = `${companyId}:${epoch}`;
      groups.set(name, [...(groups.get(name) ?? []), at]);
    }
    const outcomes: Outcome[] = [];
    await Promise.all(
      [...groups.values()].map(async (places) => {
        const stored = await storeOf(places.flatMap((at) => events[at] ?? []));
        for (const [n, at] of places.entries()) outcomes[at] = stored[n] ?? { isNew: false };
      }),
    );
    return outcomes;
  });

  return async (event) => {
    const outcome = await store(event);
    if ('error' in outcome) throw outcome.error;
    deps.atBoundary('inbox.stored');
    return outcome.isNew;
  };
}
