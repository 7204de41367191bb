import { fieldValues } from '../enrichment/field-values.ts';
import { confirmedSlot, type Knowledge, withReplaced, withSlots } from '../mapping/diff/knowledge.ts';
import { otherTag, sameTag, type Tagger } from '../mapping/diff/tags.ts';
import { takeAnswer } from '../mapping/diff/take-answer.ts';
import type { MappingEntry } from '../mapping/mapping.ts';
import type { FieldValue, Organization } from '../pipedrive/types.ts';

/** What is known of a record after fields were put back: they are somebody else's, as a person decided so. */
export function knownAfterUndo(
  knowledge: Knowledge,
  undo: {
    entries: readonly MappingEntry[];
    answer: Organization;
    /** Codes of the fields that were put back. */
    put: ReadonlySet<string>;
    /** Codes of those that were found to be back: somebody died before it was noted. */
    found: ReadonlySet<string>;
    stood: Record<string, FieldValue>;
    tagger: Tagger;
  },
): Knowledge {
  const { entries, answer, put, found, stood, tagger } = undo;
  const back = entries.flatMap(({ target }, index) =>
    target && (put.has(target.code) || found.has(target.code)) ? [{ index, code: target.code }] : [],
  );
  const other = { confirmed: { tag: otherTag, extra: 0 }, pending: null };
  const marked = withSlots(
    knowledge,
    back.map(({ index }) => ({ index, ...other })),
  );
  const ours = back.flatMap(({ index, code }) => {
    const tag = put.has(code) ? tagger.tag(code, stood[code]) : confirmedSlot(knowledge, index)?.tag;
    return tag && !sameTag(tag, otherTag) ? [{ index, tag }] : [];
  });
  const { updateTime } = answer;
  return takeAnswer(withReplaced(marked, ours), { entries, values: fieldValues(answer), updateTime, tagger });
}
