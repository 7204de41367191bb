import { endpoints } from '../pipedrive/endpoints.ts';
import type { Caller, Pipedrive } from '../pipedrive/types.ts';
import type { SignalClaim } from './signal-claim.ts';
import { isNoteOf } from './signal-note.ts';

/** Pages of a hundred notes that are looked through: nobody writes more of them while an answer is lost. */
const mostPages = 3;

/** Looks among the newest notes of an organization for ours about a release. `tokens`: what the look took. */
export async function findNote(
  pipedrive: Pick<Pipedrive, 'listNotes'>,
  caller: Caller,
  claim: SignalClaim,
): Promise<{ isThere: boolean; tokens: number }> {
  let tokens = 0;
  const counting = {
    ...caller,
    onSend: () => {
      tokens += endpoints.listNotes.cost;
    },
  };
  for (let page = 0, start: number | null = 0; page < mostPages && start !== null; page++) {
    const found: Awaited<ReturnType<Pipedrive['listNotes']>> = await pipedrive.listNotes(counting, {
      organizationId: claim.orgId,
      start,
    });
    if (found.items.some(({ content }) => isNoteOf(claim, content))) return { isThere: true, tokens };
    start = found.nextStart;
  }
  return { isThere: false, tokens };
}
