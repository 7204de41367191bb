import type { Tagger } from '../mapping/diff/tags.ts';
import type { FieldValue } from '../pipedrive/types.ts';
import { tagBytes } from './keep-values.ts';

/** What one attempt replaced in one field of a record; `tags`: of what it wrote. */
export type Replacement = {
  rowId: string;
  runId: string | null;
  source: string;
  code: string;
  value: FieldValue;
  tags: readonly Buffer[];
  settled: boolean;
};

/** What is undone in a record: all that a run did there, or one attempt, such as somebody's click. */
export type Undoable = { runId: string } | { attemptId: string };

const isOf = (undone: Undoable, { rowId, runId }: Replacement) =>
  'runId' in undone ? undone.runId === runId : undone.attemptId === rowId;

/** Why a field is left as it is. */
type LeftCode = 'edited_since' | 'already_back' | 'field_gone' | 'value_refused';
/** `passed`: rows that say nothing of the field any more once it is put back. */
export type FieldBack = { source: string; code: string; value: FieldValue; passed: string[] };
export type FieldLeft = { source: string; code: string; reason: LeftCode; passed: string[] };
export type UndoPlan = { back: FieldBack[]; left: FieldLeft[] };

/**
 * Which fields of a record get back what a run replaced in them. Pure.
 *
 * Attempts on a field are a chain: each says what it found and what it wrote. It is walked from the newest back. A field
 * is still ours while the record holds what the newest attempt wrote, that attempt found what the one before it wrote, and
 * so on. The run is undone where the walk reaches it: the field gets what the run's earliest attempt so reached had found.
 * So later runs of ours on top of it are taken back with it. Where the chain is broken somebody wrote in between, and the
 * field is left as it is (`edited_since`). An attempt of which it is not known whether it was sent (a process was killed)
 * is passed over where it does not fit: then it never left. As everywhere, a value equal to ours is ours, whoever typed it.
 */
export function planUndo(input: {
  /** Of all attempts on the record, oldest first. */
  replacements: readonly Replacement[];
  live: Record<string, FieldValue>;
  undone: Undoable;
  tagger: Tagger;
  /** Only this field. */
  source?: string | undefined;
}): UndoPlan {
  const { replacements, live, undone, tagger, source } = input;
  const plan: UndoPlan = { back: [], left: [] };
  const ofRun = replacements.filter((each) => isOf(undone, each) && (source ?? each.source) === each.source);
  for (const code of new Set(ofRun.map((each) => each.code))) {
    const chain = replacements.filter((each) => each.code === code);
    const [first] = ofRun.filter((each) => each.code === code);
    if (!first) continue;
    const about = { source: first.source, code };
    const own = ofRun.filter((each) => each.code === code).map(({ rowId }) => rowId);
    if (!(code in live)) {
      plan.left.push({ ...about, reason: 'field_gone', passed: [] });
      continue;
    }
    const reached = walk(chain, undone, tagBytes(tagger.tag(code, live[code])), tagger);
    if (reached) plan.back.push({ ...about, ...reached });
    else if (ofRun.some((each) => each.code === code && holds(tagger, live[code], each)))
      plan.left.push({ ...about, reason: 'already_back', passed: own });
    else plan.left.push({ ...about, reason: 'edited_since', passed: [] });
  }
  return plan;
}

function holds(tagger: Tagger, value: FieldValue | undefined, each: Replacement): boolean {
  return tagBytes(tagger.tag(each.code, each.value)).equals(tagBytes(tagger.tag(each.code, value)));
}

function walk(chain: readonly Replacement[], undone: Undoable, live: Buffer, tagger: Tagger) {
  let standing = live;
  let passed: string[] = [];
  let found: { value: FieldValue; passed: string[] } | null = null;
  for (const each of chain.toReversed()) {
    if (!each.tags.some((tag) => tag.equals(standing))) {
      if (each.settled) break;
      continue;
    }
    passed = [...passed, each.rowId];
    if (isOf(undone, each)) found = { value: each.value, passed };
    standing = tagBytes(tagger.tag(each.code, each.value));
  }
  return found;
}
