import type { Link } from '../enrichment/link.ts';
import type { Installation } from '../install/installation.ts';
import type { AnswerDeps } from './answer-deps.ts';
import type { Answered } from './answering.ts';
import { conclude, reasonsIn } from './conclude.ts';
import type { Folded } from './fold-events.ts';
import type { InboxEvent } from './inbox-event.ts';

/**
 * Answers events that call for no look and give no reason to write, which are most of them, without a lock: our own
 * echoes, and changes of what is none of our fields. That the record was seen at a later time is noted in one write for
 * all that are answered at this moment.
 * @returns null where it takes the lock: something may have to be done, or somebody else changes the link right now
 */
export async function answerFree(
  deps: AnswerDeps,
  of: { installation: Installation; link: Link; folded: Folded & { newest: InboxEvent } },
): Promise<Extract<Answered['outcome'], 'echo' | 'noted'> | null> {
  const { installation, link, folded } = of;
  if (link.gone) return null;
  const concluded = await conclude(deps, { installation, link }, folded);
  const { judged, knowledge } = concluded;
  if (concluded.needsLook || concluded.other !== 'no') return null;
  const isKnown = judged.kind !== 'news' || judged.knowledge.confirmed.equals(link.knowledge.confirmed);
  if (folded.isEcho && isKnown && judged.kind !== 'doubt') return 'echo';
  if (!isKnown || reasonsIn(folded, concluded).size > 0) return null;
  if (knowledge !== link.knowledge) {
    const { asOf, version } = knowledge;
    const stood = { link, standing: { asOf, version }, now: deps.clock.now() };
    if (!(await deps.links.noteStanding(stood))) return null;
  }
  deps.atBoundary('inbox.noted');
  return 'noted';
}
