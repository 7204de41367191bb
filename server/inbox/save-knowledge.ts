import { keyOf, type LastAttempt } from '../enrichment/link.ts';
import { createRecordWriter } from '../enrichment/record-writer.ts';
import type { Knowledge } from '../mapping/diff/knowledge.ts';
import type { RecordNote } from '../runs/history.ts';
import type { AnswerDeps, HeldRecord } from './answer-deps.ts';
import type { Answered } from './answering.ts';

/** Gives the lock of a record back with what is known of it; nothing was written. */
export async function saveKnowledge(
  deps: Pick<AnswerDeps, 'links'>,
  { link, token }: HeldRecord,
  knowledge: Knowledge,
  outcome: Answered['outcome'],
): Promise<Answered> {
  if (knowledge === link.knowledge) await deps.links.unlock(link, token);
  else await deps.links.saveAttempts([{ key: keyOf(link), token, knowledge, last: null }]);
  return { outcome, code: null, tokens: 0 };
}

/** The same where something kept it from being written, which people are told of. */
export async function saveRefrained(
  deps: AnswerDeps,
  { link, token }: HeldRecord,
  refrained: { knowledge: Knowledge; code: string; notes: RecordNote[] },
): Promise<Answered> {
  const { knowledge, code, notes } = refrained;
  const key = keyOf(link);
  const at = deps.clock.now();
  const last: LastAttempt = { at, runId: null, outcome: 'skipped', code, fieldsWritten: 0, notes };
  const entry = { ...key, cause: 'event' as const, runId: null, at, outcome: 'skipped' as const, code };
  await createRecordWriter(deps, key).save({
    attempt: { key, token, knowledge, last },
    entry: { ...entry, field: null, sources: [], notes },
  });
  return { outcome: 'skipped', code, tokens: 0 };
}
