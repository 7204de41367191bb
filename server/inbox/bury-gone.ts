import { buryRecord } from '../enrichment/enrich-organization.ts';
import { keyOf } from '../enrichment/link.ts';
import type { AnswerDeps, HeldRecord } from './answer-deps.ts';
import type { Answered } from './answering.ts';

/**
 * Leaves a mark in the place of a locked record that a look has found gone. It holds against what happened before the
 * deletion or, where nobody tells when that was, against what is known to have happened.
 * @param tokens spent on it so far
 */
export async function buryGone(
  deps: AnswerDeps,
  { link, token }: HeldRecord,
  { deletedAt, known }: { deletedAt: string | null; known: string | null },
  tokens: number,
): Promise<Answered> {
  const updateTime = deletedAt ?? known;
  await buryRecord(deps, {
    ...({ key: keyOf(link), token, cause: 'event', runId: null } as const),
    ...(updateTime !== null && { updateTime }),
  });
  return { outcome: 'gone', code: 'record_gone', tokens };
}
