import type { Guard } from '../write-rules/guards.ts';

/** `seed`: a history that shows it. Where it no longer does, all others are looked through. */
type Shown = Guard & { seed: number };

const guard = (name: string, file: string, snippet: string, without: string, seed: number): Shown => ({
  name,
  file: `server/${file}`,
  snippet,
  without,
  seed,
});

const judge = 'inbox/judge-event.ts';
const reduce = 'inbox/reduce-event.ts';
const fold = 'inbox/fold-events.ts';
const conclude = 'inbox/conclude.ts';
const forget = 'inbox/forget-record.ts';
const back = 'inbox/put-back.ts';
const website = 'inbox/website-of-event.ts';
const answer = 'mapping/diff/take-answer.ts';

/**
 * Things in the app that keep the promises about events: without any one of them the histories must turn out wrong. Lines
 * that only save a call, or of which another one does the same, are not among them; what a merge hands on is tested with
 * real ones, in `test/inbox/merges.test.ts`.
 */
export const guards: readonly Shown[] = [
  guard(
    'an event older than what is known changes nothing',
    judge,
    `if (order === 'older') return { kind: 'older' };`,
    ``,
    239,
  ),
  guard(
    'in the same second only a look tells',
    judge,
    `if (order === 'same') return { kind: differing.length === 0 ? 'agrees' : 'doubt' };`,
    `if (order === 'same') return { kind: 'agrees' };`,
    671,
  ),
  guard(
    'somebody else’s value is marked by its event',
    judge,
    `const tag = state === 'empty' ? tagger.tag(code, null) : otherTag;`,
    `const tag = tagger.tag(code, null);`,
    19,
  ),
  guard(
    'what happened at the same moment is in doubt',
    fold,
    `if (other.at.getTime() !== last.at.getTime()) return false;`,
    `return false;`,
    228,
  ),
  guard(
    'one deleted and restored at the same moment may be there',
    fold,
    `newest: deleted && !isTied ? null :`,
    `newest: deleted ? null :`,
    367,
  ),
  guard(
    'what an event tells is kept',
    conclude,
    `if (judged.kind === 'news') return judged.knowledge;`,
    ``,
    1,
  ),
  guard('a doubt is resolved by a look', conclude, `|| isDoubtful,`, `,`, 671),
  guard('two at the same moment are resolved by a look', conclude, `|| folded.isTied ||`, `||`, 228),
  guard(
    'one we do not know is looked up once',
    conclude,
    `const isUnknown = isNew && !isJustMade;`,
    `const isUnknown = false;`,
    187,
  ),
  guard(
    'one that was made just now is not looked up',
    conclude,
    `const isUnknown = isNew && !isJustMade;`,
    `const isUnknown = isNew;`,
    1,
  ),
  guard(
    'one we know is not looked up',
    conclude,
    `const isNew = link.updateTime === null && link.last === null && link.domains.length === 0;`,
    `const isNew = true;`,
    4,
  ),
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
  guard(
    'what is known counts only while events come',
    'enrichment/enrichment-context.ts',
    `return isHealthy && version === mapping.version;`,
    `return version === mapping.version;`,
    46,
  ),
  guard(
    'a fight is stopped',
    'enrichment/rewrites.ts',
    `return (counts[index] ?? 0) >= mostRewritesADay;`,
    `return false;`,
    155,
  ),
  guard(
    'a website older than the one known changes nothing',
    website,
    `if (order === 'older') return 'no';`,
    ``,
    373,
  ),
  guard(
    'one that is gone comes back only by something newer',
    website,
    `return link.updateTime !== null && order === 'newer' && text !== null ? 'yes' : 'doubt'`,
    `return text !== null ? 'yes' : 'doubt'`,
    1703,
  ),
  guard(
    'a deletion older than what is known deletes nothing',
    forget,
    `if (order === 'older' && !(link.gone && handsOn)) return { outcome: 'older', code: null, tokens: 0 };`,
    ``,
    427,
  ),
  guard(
    'a deletion at the moment of something else is looked at',
    forget,
    `if (isTied || (order === 'same' && !link.gone)) {`,
    `if (false) {`,
    383,
  ),
  guard('a later deletion moves the mark', forget, `if (isLater && !(`, `if (false && !(`, 1703),
];
