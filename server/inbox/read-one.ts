import { timedRead } from '../enrichment/reading/timed-read.ts';
import type { Installation } from '../install/installation.ts';
import { isAppError } from '../platform/errors.ts';
import { type AnswerDeps, eventCaller, type LiveRecord } from './answer-deps.ts';

/** A record that is gone, and when it was deleted, where that is told. */
type GoneRecord = { organization: null; deletedAt: string | null };

/** Reads a record as it is now, for one token. Throws what the gateway throws. */
export async function readOne(
  deps: Pick<AnswerDeps, 'pipedrive' | 'clock'>,
  installation: Installation,
  orgId: number,
): Promise<LiveRecord | GoneRecord> {
  try {
    const read = await timedRead(deps, eventCaller(installation), (caller) =>
      deps.pipedrive.getOrganization(caller, orgId),
    );
    // Of a deleted record the update time is that of its deletion.
    if (read.value.isDeleted) return { organization: null, deletedAt: read.value.updateTime };
    return { organization: read.value, readAt: read.readAt };
  } catch (error) {
    if (isAppError(error, 'record_gone')) return { organization: null, deletedAt: null };
    throw error;
  }
}
