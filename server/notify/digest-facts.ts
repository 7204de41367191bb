import { fingerprint } from '../platform/crypto.ts';

/** Numbers by the code of a reason. */
export type ByReason = Record<string, number>;

/** What a daily mail can tell: codes, numbers and labels of our own fields; nothing of the CRM. */
export type DigestFacts = {
  /** Records that failed in the time told of. */
  failedRecords: ByReason;
  /** Runs that failed as a whole in that time. */
  failedRuns: ByReason;
  /** What waits for a person now. */
  waiting: {
    /** Records that failed for so long that nothing tries them again. */
    deadLetters: number;
    /** Fields that are not filled any more, by their label. */
    brokenFields: string[];
    /** Connections that are broken: whose, why, and when each is erased. */
    connections: { userId: number; reason: string; automatic: boolean; erasesAt: Date | null }[];
    /** Code of why Pipedrive does not tell of changes; null when it does, or was not asked to. */
    changesNotTold: string | null;
    /** Runs that wait for API tokens. */
    runsWithoutBudget: number;
  };
};

/** True when something failed. */
export function hasErrors({ failedRecords, failedRuns }: DigestFacts): boolean {
  return [...Object.values(failedRecords), ...Object.values(failedRuns)].some((count) => count > 0);
}

/** What stands for the things that wait, so that the same ones are not told day after day; null when nothing waits. */
export function waitingTag({ waiting }: DigestFacts): string | null {
  const { deadLetters, brokenFields, connections, changesNotTold, runsWithoutBudget } = waiting;
  const nothing =
    deadLetters === 0 &&
    brokenFields.length === 0 &&
    connections.length === 0 &&
    changesNotTold === null &&
    runsWithoutBudget === 0;
  return nothing ? null : fingerprint(JSON.stringify(waiting));
}
