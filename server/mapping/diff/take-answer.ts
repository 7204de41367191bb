import type { FieldValue } from '../../pipedrive/types.ts';
import { canonical } from '../convert/canonical.ts';
import type { MappingEntry } from '../mapping.ts';
import { type Change, confirmedSlot, type Knowledge, pendingTag, withSlots } from './knowledge.ts';
import { otherTag, sameTag, type Tagger } from './tags.ts';

/**
 * Knowledge with what the answer to a PATCH tells, for nothing, of the fields that were not written: it holds the whole
 * record. What people did to it up to then is known by that; events of it that come later are old news.
 */
export function takeAnswer(
  knowledge: Knowledge,
  answer: {
    entries: readonly Pick<MappingEntry, 'target'>[];
    values: Record<string, FieldValue>;
    updateTime: string | null;
    tagger: Tagger;
  },
): Knowledge {
  const { entries, values, updateTime, tagger } = answer;
  const changes = entries.flatMap(({ target }, index): Change[] => {
    if (!target || !(target.code in values)) return [];
    const slot = confirmedSlot(knowledge, index);
    if (!slot || pendingTag(knowledge, index)) return [];
    const held = tagger.tag(target.code, values[target.code]);
    const tag = canonical(values[target.code]) === '' || sameTag(slot.tag, held) ? held : otherTag;
    return sameTag(slot.tag, tag) ? [] : [{ index, confirmed: { tag, extra: 0 } }];
  });
  const taken = changes.length === 0 ? knowledge : withSlots(knowledge, changes);
  return { ...taken, asOf: updateTime ?? taken.asOf };
}
