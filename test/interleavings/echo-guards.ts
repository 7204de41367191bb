import { guard, type Shown } from './shown-guard.ts';

const reduce = 'inbox/reduce-event.ts';
const back = 'inbox/put-back.ts';
const answer = 'mapping/diff/take-answer.ts';

/** Things in the app that tell what our own writes come back as, and put back what they wrote over. */
export const echoGuards: readonly Shown[] = [
  guard(
    'an echo shows what was overwritten',
    reduce,
    `return isEcho && !wasKnown ? [{ index, source, code, value: before, ours: now }] : [];`,
    `return [];`,
    46,
  ),
  guard(
    'what a person did in Pipedrive is no echo',
    reduce,
    `action === 'change' && source === 'api';`,
    `action === 'change';`,
    626,
  ),
  guard(
    'what the last write replaced is not put back',
    reduce,
    `sameTag(replacedLast ?? null, tagBefore) ||`,
    ``,
    1,
  ),
  guard(
    'what the first write replaced is not put back',
    reduce,
    `sameTag(replacedFirst ?? null, tagBefore);`,
    `false;`,
    46,
  ),
  guard(
    'a late echo is known by what was ours before',
    reduce,
    `(sameTag(replacedLast ?? null, tagNow) && !isAnothers(parsed, link, index))`,
    `false`,
    134,
  ),
  guard(
    'a value that was put back is not ours',
    reduce,
    `(sameTag(replacedLast ?? null, tagNow) && !isAnothers(parsed, link, index))`,
    `sameTag(replacedLast ?? null, tagNow)`,
    3306,
  ),
  guard(
    'unless it was us at that very moment',
    reduce,
    `return isTheirs && knowledge.asOf !== record?.updateTime;`,
    `return isTheirs;`,
    134,
  ),
  guard('others may empty a field', reduce, `? wasEmptiedByUs(parsed, judging, index)`, `? true`, 116),
  guard('what we emptied is known', reduce, `? wasEmptiedByUs(parsed, judging, index)`, `? false`, 324),
  guard(
    'emptied by us is only what we emptied at that very moment',
    reduce,
    `!sameTag(replaced, empty) && link.knowledge.asOf === record?.updateTime;`,
    `!sameTag(replaced, empty);`,
    496,
  ),
  guard(
    'emptied by us is only what held something',
    reduce,
    `return replaced !== undefined && !sameTag(replaced, empty) && link.knowledge.asOf`,
    `return link.knowledge.asOf`,
    646,
  ),
  guard(
    'what a write replaced is remembered',
    'mapping/diff/diff.ts',
    `return before ? [{ index, tag: before.tag }] : [];`,
    `return [];`,
    1,
  ),
  guard(
    'only where ours still stands something is put back',
    back,
    `return !organization.isDeleted && isOurs;`,
    `return !organization.isDeleted;`,
    246,
  ),
  guard(
    'what was put back is known by its own echo: ours before',
    back,
    `withReplaced(withReplaced(settled, ours), theirs)`,
    `withReplaced(settled, theirs)`,
    46,
  ),
  guard(
    'what was put back is known by its own echo: theirs after',
    back,
    `withReplaced(withReplaced(settled, ours), theirs)`,
    `withReplaced(settled, ours)`,
    134,
  ),
  guard(
    'what was put back is theirs',
    back,
    `return takeAnswer(replaced, {`,
    `return replaced; takeAnswer(replaced, {`,
    3306,
  ),
  guard(
    'the answer to a write tells of every field',
    answer,
    `if (!slot || pendingTag(knowledge, index)) return [];`,
    `return [];`,
    99,
  ),
  guard(
    'the answer to a write tells as of when',
    answer,
    `asOf: updateTime ?? taken.asOf`,
    `asOf: taken.asOf`,
    134,
  ),
  guard(
    'what an answer shows beside ours is somebody else’s',
    answer,
    `sameTag(slot.tag, held) ? held : otherTag`,
    `true ? held : otherTag`,
    1,
  ),
];
