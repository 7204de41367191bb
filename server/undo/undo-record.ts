import { readIsGoodForMs } from '../enrichment/enrich-organization.ts';
import { fieldValues } from '../enrichment/field-values.ts';
import { concernsAll } from '../enrichment/interruption.ts';
import type { Link, LinkKey } from '../enrichment/link.ts';
import { lockLink } from '../enrichment/lock-link.ts';
import { timedRead } from '../enrichment/reading/timed-read.ts';
import { createRecordWriter } from '../enrichment/record-writer.ts';
import type { Installation } from '../install/installation.ts';
import { createTagger } from '../mapping/diff/tags.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import type { Caller, FieldValue, Organization } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import { keptMs } from './kept-value.ts';
import { knownAfterUndo } from './known-after-undo.ts';
import { type FieldBack, type FieldLeft, planUndo, type Undoable } from './plan-undo.ts';
import { forgetPassed, replacementsOf } from './replacements.ts';
import type { UndoDeps } from './undo-deps.ts';

type Read = { organization: Organization; readAt: Date };
export type UndoWork = {
  key: LinkKey;
  installation: Installation;
  caller: Caller;
  /** What is undone, and of its fields perhaps only one. */
  undone: Undoable;
  source?: string | undefined;
  /** The run that undoes; null where a person undoes one record. */
  runId: string | null;
  /** The record and its link as they were read before; read anew where somebody worked on it since. */
  read?: { link: Link; record: Read } | undefined;
};

export type Undone = {
  outcome: 'written' | 'unchanged' | 'skipped' | 'failed';
  code: string | null;
  back: { source: string }[];
  left: readonly { source: string; reason: string }[];
  tokens: number;
};

const patienceMs = 10_000;

/**
 * Gives fields of one record back what a run replaced in them, in line with all else that writes to it: as the record
 * stands under its lock, at most a minute after it was read. Afterwards they count as somebody else's. A field Pipedrive
 * refuses to take back is left. Repeatable: what is back already stays.
 * @throws what concerns all records of the company, AppError `record_busy`, `too_late`; nothing is lost then
 */
export async function undoRecord(deps: UndoDeps, work: UndoWork): Promise<Undone> {
  const { key, undone: of, source, read } = work;
  const { link, token } = await lockLink(deps, key, patienceMs);
  try {
    const untouched = read && link.rev === read.link.rev + 1;
    const { organization, readAt } = untouched ? read.record : await readNow(deps, work);
    const tokensRead = untouched ? 0 : endpoints.getOrganization.cost;
    const rows = await deps.undoValues.ofRecords(key, [key.orgId], keptAfter(deps));
    const tagger = createTagger(work.installation.tagKey);
    const live = organization.isDeleted ? {} : fieldValues(organization);
    const replacements = replacementsOf(deps.keys, rows);
    const plan = planUndo({ replacements, live, undone: of, tagger, source });
    deps.atBoundary('undo.read');
    const writer = createRecordWriter(deps, key);
    await writer.stillInstalled();
    const sent = await send(deps, { ...work, readAt }, plan.back);
    deps.atBoundary('undo.answered');
    const left = [...plan.left, ...sent.refused];
    const { entries } = await deps.getMapping(key.companyId);
    const put = new Set(sent.back.map(({ code }) => code));
    const found = new Set(
      plan.left.filter(({ reason }) => reason === 'already_back').map(({ code }) => code),
    );
    const answer = sent.answer ?? (found.size > 0 ? organization : null);
    const knowledge = answer
      ? knownAfterUndo(link.knowledge, { entries, answer, put, found, stood: live, tagger })
      : link.knowledge;
    const undone = summary(sent, left);
    const at = deps.clock.now();
    const notes = left.map(({ source, reason }) => ({ source, code: reason }));
    const sources = sent.back.map(({ source }) => source);
    const { outcome, code } = undone;
    const written = { at, runId: work.runId, outcome, code, fieldsWritten: sources.length, notes };
    // Found to be back counts as put back, for events that tell of it later.
    const isBack = outcome === 'unchanged' && found.size > 0;
    const last = outcome === 'written' ? written : isBack ? { ...written, code: 'undone' } : null;
    const entry = { ...key, cause: 'undo' as const, runId: work.runId, at, outcome, code, field: null };
    await writer.save({
      attempt: { key, token, knowledge, last },
      entry: { ...entry, sources, notes },
    });
    deps.atBoundary('undo.noted');
    await forgetPassed(deps.undoValues, rows, [...sent.back, ...left]);
    return { ...undone, tokens: sent.tokens + tokensRead };
  } catch (error) {
    await deps.links.unlock(key, token);
    throw error;
  }
}

/** What was kept up to this moment is kept no more, whether it is gone from the database yet or not. */
export function keptAfter({ clock }: Pick<UndoDeps, 'clock'>): Date {
  return new Date(clock.now().getTime() - keptMs);
}

async function readNow(deps: UndoDeps, { caller, key }: UndoWork): Promise<Read> {
  const read = (timed: Caller) => deps.pipedrive.getOrganization(timed, key.orgId);
  const { value: organization, readAt } = await timedRead(deps, caller, read);
  return { organization, readAt };
}

type Sent = {
  back: FieldBack[];
  refused: FieldLeft[];
  answer: Organization | null;
  code: string | null;
  tokens: number;
};

/** One PATCH with all that goes back; repeated without a field that is refused. */
async function send(
  deps: UndoDeps,
  work: UndoWork & { readAt: Date },
  wanted: readonly FieldBack[],
): Promise<Sent> {
  const { caller, key, readAt } = work;
  const refused: FieldLeft[] = [];
  let back = [...wanted];
  let tokens = 0;
  while (back.length > 0) {
    const values: Record<string, FieldValue> = Object.fromEntries(
      back.map(({ code, value }) => [code, value]),
    );
    const sendBefore = new Date(readAt.getTime() + readIsGoodForMs);
    const signal = AbortSignal.timeout(Math.ceil(deps.lockMs * 0.8));
    try {
      tokens += endpoints.updateOrganization.cost;
      const by = { ...caller, epoch: key.epoch, signal, sendBefore };
      const answer = await deps.pipedrive.updateOrganization(by, key.orgId, values);
      return { back, refused, answer, code: null, tokens };
    } catch (error) {
      if (!isAppError(error) || concernsAll(error) || error.code === 'too_late') throw error;
      const code = error.code === 'field_refused' ? error.details?.['fieldCode'] : null;
      const one = back.find((field) => field.code === code);
      if (!one) return { back: [], refused, answer: null, code: error.code, tokens };
      back = back.filter((field) => field !== one);
      refused.push({ source: one.source, code: one.code, reason: 'value_refused', passed: [] });
    }
  }
  return { back, refused, answer: null, code: null, tokens };
}

function summary({ back, code }: Sent, left: readonly FieldLeft[]): Omit<Undone, 'tokens'> {
  const found = { back, left };
  if (code !== null && code !== 'record_gone') return { outcome: 'failed', code, ...found };
  if (back.length > 0) return { outcome: 'written', code: 'undone', ...found };
  if (code !== null) return { outcome: 'skipped', code, ...found };
  const reason = left.find((each) => each.reason !== 'already_back')?.reason ?? null;
  return reason === null
    ? { outcome: 'unchanged', code: null, ...found }
    : { outcome: 'skipped', code: reason, ...found };
}
