import type { Connection } from 'mongoose';
import { createRunModel } from './run.model.ts';

/** Lets runs go that are over for long. Their rows belong to the store of runs. */
export function createOldRunStore(db: Connection) {
  const model = createRunModel(db);
  return {
    ensureIndexes: async (): Promise<void> => undefined,

    /** Removes runs of all companies that are counted to the end and ended before. */
    async dangerousRemoveOverAcrossCompanies(before: Date): Promise<number> {
      return (await model.deleteMany({ settled: true, finishedAt: { $lt: before } })).deletedCount;
    },
    /** True for a run that is counted to the end, or not there any more. */
    dangerousIsSettledAcrossCompanies: async (id: string) =>
      (await model.exists({ _id: id, settled: false })) === null,
  };
}

export type OldRunStore = ReturnType<typeof createOldRunStore>;
