import type { StoreRecord } from '../catalog/store.ts';
import { calculateFor } from '../enrichment/calculate-for.ts';
import { enrichOrganization, readIsGoodForMs } from '../enrichment/enrich-organization.ts';
import {
  type EnrichmentContext,
  planRecord,
  planSeen,
  readContext,
  writesAnything,
} from '../enrichment/enrichment-context.ts';
import { isEnrichable, keyOf } from '../enrichment/link.ts';
import { recordBusy } from '../enrichment/lock-link.ts';
import { markGone } from '../enrichment/mark-gone.ts';
import { createMissingOptions } from '../enrichment/missing-options.ts';
import { notesOf } from '../enrichment/notes-of.ts';
import { planCovers } from '../enrichment/plan-covers.ts';
import { createRecordWriter } from '../enrichment/record-writer.ts';
import { countRewrites, isStopped, rewritesNow } from '../enrichment/rewrites.ts';
import { type Diff, withoutFields, writesProtected } from '../mapping/diff/diff.ts';
import type { Knowledge } from '../mapping/diff/knowledge.ts';
import { pipedriveError } from '../pipedrive/errors.ts';
import { type AnswerDeps, eventCaller, type HeldRecord, type LiveRecord } from './answer-deps.ts';
import type { Answered } from './answering.ts';
import { buryGone } from './bury-gone.ts';
import { readOne } from './read-one.ts';
import { saveKnowledge, saveRefrained } from './save-knowledge.ts';

/** Which fields are a reason to write; `isFirst`: nothing was ever written, so nobody can be fighting us. */
export type Trigger = { codes: ReadonlySet<string> | 'all'; isFirst: boolean };

type Seen = {
  knowledge: Knowledge;
  trigger: Trigger;
  /** The record, where it had to be read. */
  live: LiveRecord | null;
  /** The moment the payload shows, where it is the newest there is; what it shows may be written on for a minute. */
  shownAt: Date | null;
};

/**
 * Brings a record in step after events, where one of the fields they concern is out of step and its rule lets it be
 * written: from what they show if that is fresh, else from a look. A field that was put right three times today stays as
 * it is until a run comes by: something else keeps changing it. Gives the lock back, unless it throws.
 */
export async function bringInStep(deps: AnswerDeps, held: HeldRecord, seen: Seen): Promise<Answered> {
  const { installation, link } = held;
  const { knowledge, trigger } = seen;
  const store = await storeOf(deps, held);
  const isDue = trigger.codes === 'all' || trigger.codes.size > 0;
  const mayWrite = store !== null && isDue && (await deps.isAutomatic(installation));
  if (!store || (!mayWrite && !seen.live)) return saveKnowledge(deps, held, knowledge, 'noted');
  const caller = eventCaller(installation);
  const context = await readContext(deps, installation, caller);
  if (!context.mapping.enabled || !writesAnything(context.mapping))
    return saveKnowledge(deps, held, knowledge, 'noted');
  await markGone(deps, context);
  if (!mayWrite && seen.live) {
    const { settled } = planRecord(context, store, knowledge, seen.live.organization);
    return saveKnowledge(deps, held, settled, 'noted');
  }
  await calculateFor(deps, context, [store], deps.clock.now());
  let tokens = context.tokens + (await createMissingOptions(deps, context, caller, [store]));

  let { live } = seen;
  let diff = live
    ? planRecord(context, store, knowledge, live.organization)
    : planKnown(context, store, knowledge);
  const shownAt = isFresh(deps, seen.shownAt) ? seen.shownAt : null;
  const whole = diff.fields.length;
  if (!live && !shownAt) diff = withoutProtected(diff, trigger);
  let isWhole = diff.fields.length === whole;
  if (!live && hasToBeRead(diff, trigger, shownAt)) {
    const look = await readOne(deps, installation, link.orgId);
    tokens++;
    if (!look.organization)
      return buryGone(deps, held, { deletedAt: look.deletedAt, known: knowledge.asOf }, tokens);
    live = look;
    diff = planRecord(context, store, knowledge, live.organization);
    isWhole = true;
  }
  const counts = rewritesNow(link.rewrites, link.last, deps.clock.now());
  const stopped = diff.fields.filter(({ index }) => isStopped(counts, index));
  const stoppedCodes = stopped.map(({ code }) => code);
  const notes = stopped.map(({ source }) => ({ source, note: 'fight_stopped' as const }));
  if (stopped.length > 0) diff = withoutFields({ ...diff, notes: [...diff.notes, ...notes] }, stoppedCodes);
  const wanted = dueIn(diff, trigger);
  if (wanted.length === 0) {
    const isNews = dueIn({ fields: stopped }, trigger).length > 0;
    const answered = isNews
      ? await saveRefrained(deps, held, {
          knowledge: diff.settled,
          code: 'fight_stopped',
          notes: notesOf(diff),
        })
      : await saveKnowledge(deps, held, diff.settled, 'noted');
    return { ...answered, tokens: answered.tokens + tokens };
  }
  if (!trigger.isFirst) {
    const indexes = diff.fields.flatMap(({ index, reason }) => (reason === 'along' ? [] : [index]));
    const rewrites = countRewrites(counts, indexes, deps.clock.now());
    if (!(await deps.links.change(link, { rewrites }))) throw recordBusy();
  }
  // What was left out is still to be brought to it.
  const brought = isWhole && stopped.length === 0 && !diff.needsLive ? { storeRelease: store.release } : {};
  const done = await enrichOrganization(deps, {
    ...brought,
    ...{ key: keyOf(link), token: held.token, caller, context, diff, runId: null, cause: 'event' },
    readAt: live?.readAt ?? shownAt,
    live: live?.organization,
    writer: createRecordWriter(deps, link),
    savePending: () => deps.links.savePending(link, held.token, diff.pending),
  });
  if (done === 'too_late') throw pipedriveError('too_late');
  return { outcome: done.outcome, code: done.code, tokens: tokens + done.tokens };
}

async function storeOf(deps: AnswerDeps, { installation, link }: HeldRecord): Promise<StoreRecord | null> {
  const { storeId } = link.match;
  if (storeId === null || !isEnrichable(link)) return null;
  const store = (await deps.findStores([storeId])).get(storeId);
  return store && planCovers(installation, store) ? store : null;
}

/** By what is known; where that is of all fields of the mapping, events have kept it current. */
function planKnown(context: EnrichmentContext, store: StoreRecord, knowledge: Knowledge): Diff {
  const isWhole = knowledge.version === context.mapping.version;
  return isWhole ? planSeen(context, store, knowledge) : planRecord(context, store, knowledge);
}

function isFresh({ clock }: AnswerDeps, at: Date | null): boolean {
  return at !== null && clock.now().getTime() - at.getTime() < readIsGoodForMs;
}

type Fields = Pick<Diff, 'fields'>;

function dueIn({ fields }: Fields, { codes }: Trigger): Diff['fields'] {
  return fields.filter(({ code, reason }) => reason !== 'along' && (codes === 'all' || codes.has(code)));
}

function hasToBeRead(diff: Diff, trigger: Trigger, shownAt: Date | null): boolean {
  if (trigger.codes === 'all' && diff.needsLive) return true;
  return dueIn(diff, trigger).length > 0 && writesProtected(diff) && shownAt === null;
}

/** What rules protect and nobody asks for need not be read because of another field: a run will see to it. */
function withoutProtected(diff: Diff, trigger: Trigger): Diff {
  if (trigger.codes === 'all' || writesProtected({ fields: dueIn(diff, trigger) })) return diff;
  return withoutFields(
    diff,
    diff.fields.flatMap(({ code, rule }) => (rule === 'always' ? [] : [code])),
  );
}
