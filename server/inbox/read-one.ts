import { timedRead } from '../enrichment/reading/timed-read.ts';
import type { Installation } from '../install/installation.ts';
import { isAppError } from '../platform/errors.ts';
import { type AnswerDeps, eventCaller, type LiveRecord } from './answer-deps.ts';

/** Reads a record as it is now, for one token; null when it is gone. Throws what the gateway throws. */
export async function readOne(
  deps: Pick<AnswerDeps, 'pipedrive' | 'clock'>,
  installation: Installation,
  orgId: number,
): Promise<LiveRecord | null> {
  try {
    const read = await timedRead(deps, eventCaller(installation), (caller) =>
      deps.pipedrive.getOrganization(caller, orgId),
    );
    return read.value.isDeleted ? null : { organization: read.value, readAt: read.readAt };
  } catch (error) {
    if (isAppError(error, 'record_gone')) return null;
    throw error;
  }
}
