import type { Knowledge } from '../mapping/diff/knowledge.ts';
import type { HistoryEntry } from '../runs/history.ts';
import { createBatcher } from './batcher.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { type EpochScope, insertGuarded, sharedLook } from './epoch-guard.ts';
import type { Lock } from './link.store.ts';
import type { Link } from './link.ts';
import type { Attempt } from './noting-writes.ts';

/** Saves what is known of records, several at a time where several are ready at once. */
export type RecordWriter = {
  /** Throws AppError `not_installed` when the installation is gone. */
  stillInstalled(): Promise<unknown>;
  /** Locks a link as it was read and marks what is about to be sent. False: somebody else has it, or changed it. */
  lock(wanted: { link: Link; lock: Lock; knowledge: Knowledge }): Promise<boolean>;
  /** Saves what became of a record, history first, and gives its lock back. */
  save(saved: { attempt: Attempt; entry: HistoryEntry | null }): Promise<void>;
};

/**
 * A writer for the records of one company.
 * History is written before the link says "done": after a crash the record is done again and its entry replaced.
 */
export function createRecordWriter(
  deps: Pick<EnrichmentDeps, 'links' | 'history' | 'getInstallation' | 'clock'>,
  scope: EpochScope,
): RecordWriter {
  return {
    stillInstalled: sharedLook(deps, scope),
    lock: createBatcher((wanted) => deps.links.lockWithPending(wanted, deps.clock.now())),
    save: createBatcher(async (saved) => {
      const entries = saved.flatMap(({ entry }) => (entry ? [entry] : []));
      if (entries.length > 0) {
        await insertGuarded(deps, scope, {
          insert: () => deps.history.add(entries),
          erase: deps.history.erase,
        });
      }
      await deps.links.saveAttempts(saved.map(({ attempt }) => attempt));
      return saved.map(() => undefined);
    }),
  };
}
