import { echoGuards } from './echo-guards.ts';
import { guard, type Shown } from './shown-guard.ts';

const judge = 'inbox/judge-event.ts';
const fold = 'inbox/fold-events.ts';
const free = 'inbox/answer-free.ts';
const conclude = 'inbox/conclude.ts';
const forget = 'inbox/forget-record.ts';
const website = 'inbox/website-of-event.ts';

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
    'what needs a look is not answered without one',
    free,
    `if (concluded.needsLook || concluded.other !== 'no') return null;`,
    ``,
    1,
  ),
  guard(
    'what tells of other values is not answered without a lock',
    free,
    `if (!isKnown || reasonsIn(folded, concluded).size > 0) return null;`,
    ``,
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
  ...echoGuards,
];
