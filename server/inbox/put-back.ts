import { readIsGoodForMs } from '../enrichment/enrich-organization.ts';
import { requireInstallation } from '../enrichment/epoch-guard.ts';
import { fieldValues } from '../enrichment/field-values.ts';
import { concernsAll } from '../enrichment/interruption.ts';
import type { LinkKey } from '../enrichment/link.ts';
import { lockLink } from '../enrichment/lock-link.ts';
import { timedRead } from '../enrichment/reading/timed-read.ts';
import { createRecordWriter } from '../enrichment/record-writer.ts';
import {
  confirmedSlot,
  type Knowledge,
  pendingTag,
  withReplaced,
  withSlots,
} from '../mapping/diff/knowledge.ts';
import { createTagger, sameTag } from '../mapping/diff/tags.ts';
import { takeAnswer } from '../mapping/diff/take-answer.ts';
import type { MappingEntry } from '../mapping/mapping.ts';
import type { Caller, FieldValue, Organization } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import { type AnswerDeps, eventCaller } from './answer-deps.ts';
import type { Overwritten } from './reduce-event.ts';

/** A delivery has ten seconds; what is left of them must do for the calls. */
const patienceMs = 3_000;
const callsMs = 6_000;

/**
 * Puts somebody's values back that we wrote over unseen: where ours still stands, which only a look tells. From then on
 * the fields are known as somebody else's. A value Pipedrive will not take back is told of, and left.
 * @returns how many fields were put back
 * @throws what keeps it from being done now; the event must then be delivered again
 */
export async function putBack(
  deps: AnswerDeps,
  { key, overwritten }: { key: LinkKey; overwritten: readonly Overwritten[] },
): Promise<number> {
  const installation = await requireInstallation(deps, key.companyId, key.epoch);
  const caller = { ...eventCaller(installation), signal: AbortSignal.timeout(patienceMs + callsMs) };
  const { entries } = await deps.getMapping(key.companyId);
  const { link, token } = await lockLink(deps, key, patienceMs);
  try {
    const tagger = createTagger(installation.tagKey);
    const { value: organization, readAt } = await timedRead(deps, caller, (timed) =>
      deps.pipedrive.getOrganization(timed, key.orgId),
    );
    const holds = fieldValues(organization);
    // What we wrote there since is ours as well.
    const standing = overwritten.filter(({ index, code, ours }) => {
      const tag = tagger.tag(code, holds[code]);
      const isOurs = [
        tagger.tag(code, ours),
        pendingTag(link.knowledge, index),
        confirmedSlot(link.knowledge, index)?.tag ?? null,
      ].some((known) => sameTag(known, tag));
      return !organization.isDeleted && isOurs;
    });
    deps.atBoundary('put-back.read');
    const writer = createRecordWriter(deps, key);
    await writer.stillInstalled();
    const { answer, code } = await writeBack(deps, caller, { organization, readAt, standing });
    deps.atBoundary('put-back.written');
    const knowledge = knownAfter(link.knowledge, {
      entries,
      answer,
      put: code ? [] : standing,
      stood: holds,
      tagger,
    });
    const put = code === null ? standing : [];
    await writer.save(
      standing.length === 0
        ? { attempt: { key, token, knowledge, last: null }, entry: null }
        : reportOf(key, token, { knowledge, standing, code, at: deps.clock.now() }),
    );
    return put.length;
  } catch (error) {
    await deps.links.unlock(key, token);
    if (isAppError(error, 'record_gone')) return 0;
    throw error;
  }
}

type Back = { organization: Organization; readAt: Date; standing: readonly Overwritten[] };

/** The record as it is afterwards, and the code of why it would not take the values. */
async function writeBack(
  deps: AnswerDeps,
  caller: Caller,
  { organization, readAt, standing }: Back,
): Promise<{ answer: Organization; code: string | null }> {
  if (standing.length === 0) return { answer: organization, code: null };
  const values = Object.fromEntries(standing.map(({ code, value }) => [code, value]));
  const sendBefore = new Date(readAt.getTime() + readIsGoodForMs);
  try {
    const answer = await deps.pipedrive.updateOrganization(
      { ...caller, sendBefore },
      organization.id,
      values,
    );
    return { answer, code: null };
  } catch (error) {
    if (!isAppError(error) || error.retry || concernsAll(error)) throw error;
    return { answer: organization, code: error.code };
  }
}

function knownAfter(
  knowledge: Knowledge,
  after: {
    entries: readonly MappingEntry[];
    answer: Organization;
    put: readonly Overwritten[];
    /** What stood in the fields before. */
    stood: Record<string, FieldValue>;
    tagger: ReturnType<typeof createTagger>;
  },
): Knowledge {
  const { entries, answer, put, stood, tagger } = after;
  // Whose they are then the answer tells.
  const settled = withSlots(
    knowledge,
    put.map(({ index }) => ({ index, pending: null })),
  );
  // This write may have gone over somebody's value, too: its echo is known by what was put back.
  const ours = put.map(({ index, code }) => ({ index, tag: tagger.tag(code, stood[code]) }));
  const theirs = put.map(({ index, code, value }) => ({ index, tag: tagger.tag(code, value) }));
  const replaced = withReplaced(withReplaced(settled, ours), theirs);
  return takeAnswer(replaced, {
    entries,
    values: fieldValues(answer),
    updateTime: answer.updateTime,
    tagger,
  });
}

function reportOf(
  key: LinkKey,
  token: string,
  done: { knowledge: Knowledge; standing: readonly Overwritten[]; code: string | null; at: Date },
) {
  const { knowledge, standing, code: refusal, at } = done;
  const code = refusal === null ? 'put_back' : 'put_back_refused';
  const outcome = refusal === null ? ('written' as const) : ('failed' as const);
  const sources = refusal === null ? standing.map(({ source }) => source) : [];
  const notes = standing.map(({ source }) => ({ source, code }));
  const last = { at, runId: null, outcome, code, fieldsWritten: sources.length, notes };
  const entry = {
    ...key,
    cause: 'event' as const,
    runId: null,
    at,
    outcome,
    code,
    field: null,
    sources,
    notes,
  };
  return { attempt: { key, token, knowledge, last }, entry };
}
