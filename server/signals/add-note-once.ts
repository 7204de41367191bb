import { concernsAll } from '../enrichment/interruption.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import type { Caller } from '../pipedrive/types.ts';
import { type AppError, isAppError } from '../platform/errors.ts';
import { findNote } from './find-note.ts';
import type { ClaimEnd, SignalClaim } from './signal-claim.ts';
import { noteContent } from './signal-note.ts';
import type { SignalsDeps } from './signals-deps.ts';

type Deps = Pick<SignalsDeps, 'claims' | 'pipedrive' | 'clock' | 'randomId' | 'atBoundary' | 'leaseMs'>;

/** `again`: it is to be tried once more, soon: somebody else is at it, or the answer was lost. */
export type NoteResult = { ended: boolean; again: boolean; tokens: number };

const sent: ClaimEnd = { state: 'sent', open: false, code: null };
/** How often in one run a note is asked for whose answers are lost. */
const mostTries = 3;

/**
 * Adds the note of a claim, once in effect: the claim says before the call that the note may be there, and whoever takes
 * such a claim again looks among the newest notes first. The call leaves in the first half of the lease or not at all, so
 * nobody looks while it is under way.
 * @throws what concerns all records of the company, such as AppError `budget_exhausted`; the claim is free again then
 */
export async function addNoteOnce(deps: Deps, claim: SignalClaim, caller: Caller): Promise<NoteResult> {
  const { claims, clock, leaseMs } = deps;
  const now = clock.now();
  const token = deps.randomId();
  const taken = await claims.take(claim, { token, until: new Date(now.getTime() + leaseMs) }, now);
  if (!taken) return { ended: false, again: true, tokens: 0 };
  deps.atBoundary('signals.claimed');
  let tokens = 0;
  let mayBeThere = taken.asked;
  const inTime = { ...caller, sendBefore: new Date(now.getTime() + leaseMs / 2) };
  try {
    if (taken.asked) {
      const found = await findNote(deps.pipedrive, inTime, claim);
      tokens += found.tokens;
      if (found.isThere) {
        await claims.end(claim, token, sent);
        return { ended: true, again: false, tokens };
      }
    }
    mayBeThere = false;
    await deps.pipedrive.addNote(
      {
        ...inTime,
        onSend: () => {
          tokens += endpoints.addNote.cost;
        },
      },
      { organizationId: claim.orgId, content: noteContent(claim) },
    );
    deps.atBoundary('signals.note-added');
    await claims.end(claim, token, sent);
    return { ended: true, again: false, tokens };
  } catch (error) {
    const lost = !isAppError(error) || error.details?.['maybeDone'] === true;
    const outcome = await afterTrouble(
      deps,
      { ...taken, runId: claim.runId },
      token,
      error,
      mayBeThere || lost,
    );
    return { ...outcome, tokens };
  }
}

/** Gives the claim back, or ends it where another try would come to the same. */
async function afterTrouble(
  { claims }: Pick<Deps, 'claims'>,
  claim: SignalClaim,
  token: string,
  error: unknown,
  mayBeThere: boolean,
): Promise<Omit<NoteResult, 'tokens'>> {
  if (!isAppError(error) || concernsAll(error) || error.code === 'cancelled') {
    await claims.giveBack(claim, token, mayBeThere);
    throw error;
  }
  if (isWorthAnother(error) && claim.tries < mostTries) {
    await claims.giveBack(claim, token, mayBeThere);
    return { ended: false, again: true };
  }
  await claims.giveBack(claim, token, mayBeThere);
  await claims.end(claim, token, { state: 'failed', open: error.retry, code: error.code });
  return { ended: true, again: false };
}

/** Lost answers, Pipedrive out of order for a moment, and a turn that came too late. */
function isWorthAnother(error: AppError): boolean {
  return error.details?.['maybeDone'] === true || error.code === 'too_late';
}
