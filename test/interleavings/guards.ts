import type { Guard } from '../write-rules/guards.ts';

const guard = (name: string, file: string, snippet: string, without: string): Guard => ({
  name,
  file: `server/${file}`,
  snippet,
  without,
});

/** Things in the app that keep the promises about events: without any one of them the histories must turn out wrong. */
export const guards: readonly Guard[] = [
  guard(
    'an event older than what is known changes nothing',
    'inbox/judge-event.ts',
    `if (order === 'older') return { kind: 'older' };`,
    ``,
  ),
  guard(
    'in the same second only a look tells',
    'inbox/judge-event.ts',
    `if (order === 'same') return { kind: differing.length === 0 ? 'agrees' : 'doubt' };`,
    `if (order === 'same') return { kind: 'agrees' };`,
  ),
  guard(
    'what happened at the same moment is in doubt',
    'inbox/fold-events.ts',
    `if (other.at.getTime() !== last.at.getTime()) return false;`,
    `return false;`,
  ),
  guard(
    'somebody else’s value is marked by its event',
    'inbox/judge-event.ts',
    `const tag = state === 'empty' ? tagger.tag(code, null) : otherTag;`,
    `const tag = tagger.tag(code, null);`,
  ),
  guard(
    'what an event tells is kept',
    'inbox/answer-held.ts',
    `if (judged.kind === 'news') return judged.knowledge;`,
    ``,
  ),
  guard(
    'an echo shows what was overwritten',
    'inbox/reduce-event.ts',
    `return isEcho && !wasKnown ? [{ index, source, code, value: before, ours: now }] : [];`,
    `return [];`,
  ),
  guard(
    'what a write replaced is remembered',
    'mapping/diff/diff.ts',
    `return before ? [{ index, tag: before.tag }] : [];`,
    `return [];`,
  ),
  guard(
    'only where ours still stands something is put back',
    'inbox/put-back.ts',
    `return !organization.isDeleted && isOurs;`,
    `return !organization.isDeleted;`,
  ),
  guard(
    'a fight is stopped',
    'enrichment/rewrites.ts',
    `return (counts[index] ?? 0) >= mostRewritesADay;`,
    `return false;`,
  ),
];
