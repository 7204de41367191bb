import { rematch } from '../enrichment/link.ts';
import { recordBusy } from '../enrichment/lock-link.ts';
import { matchWebsites } from '../enrichment/match-websites.ts';
import type { AnswerDeps, HeldRecord } from './answer-deps.ts';
import { answerLive } from './answer-live.ts';
import type { Answered } from './answering.ts';
import { bringInStep, type Trigger } from './bring-in-step.ts';
import { buryGone } from './bury-gone.ts';
import { conclude, reasonsIn } from './conclude.ts';
import type { Folded } from './fold-events.ts';
import type { InboxEvent } from './inbox-event.ts';
import { readOne } from './read-one.ts';
import { saveKnowledge } from './save-knowledge.ts';

/**
 * Answers the events of a record under its lock: takes in which store it is and whose values stand in it, from the newest
 * payload, or from a look where that is in doubt; then brings it in step where there is a reason. Gives the lock back,
 * unless it throws.
 */
export async function answerHeld(
  deps: AnswerDeps,
  held: HeldRecord,
  folded: Folded & { newest: InboxEvent },
): Promise<Answered> {
  const { installation, link } = held;
  const { newest, mergedFrom } = folded;
  const concluded = await conclude(deps, held, folded);
  const { text, other, judged, isNew, knowledge } = concluded;
  // A mark of what was deleted holds against whatever is older.
  if (link.gone && other === 'no') return saveKnowledge(deps, held, link.knowledge, 'older');
  if (concluded.needsLook) {
    const live = await readOne(deps, installation, link.orgId);
    if (!live.organization)
      return buryGone(deps, held, { deletedAt: live.deletedAt, known: newest.updateTime }, 1);
    const codes = new Set(concluded.isNoReason ? [] : folded.changed);
    return answerLive(deps, held, {
      live,
      losers: mergedFrom,
      trigger: { codes, isFirst: isNew },
      tokens: 1,
    });
  }

  const set = other === 'yes' && text !== null ? await relink(deps, held, newest, text) : {};
  const after = { ...link, ...set, knowledge };
  if (Object.keys(set).length > 0 || knowledge !== link.knowledge) {
    // What is out of step by it is still to be brought to the record, should it not come to that here.
    const anew = judged.kind === 'news' && judged.differing.length > 0 ? { broughtRelease: null } : {};
    if (!(await deps.links.change(link, { ...set, ...anew, knowledge }))) throw recordBusy();
    after.rev++;
  }
  deps.atBoundary('inbox.noted');
  const isOtherStore = after.match.storeId !== link.match.storeId || link.gone;
  const codes: Trigger['codes'] = isOtherStore ? 'all' : reasonsIn(folded, concluded);
  const isShown = judged.kind === 'news' || judged.kind === 'agrees';
  const seenAt = new Date(Math.min(newest.at.getTime(), newest.receivedAt.getTime()));
  return bringInStep(
    deps,
    { ...held, link: after },
    { knowledge, trigger: { codes, isFirst: isNew }, live: null, shownAt: isShown ? seenAt : null },
  );
}

/** Which store the website an event shows leads to. People's decisions last. */
async function relink(
  deps: AnswerDeps,
  { installation, link }: HeldRecord,
  newest: InboxEvent,
  text: string,
) {
  const [matched] = await matchWebsites(deps, [text], installation.platformScope);
  if (!matched) return {};
  return {
    match: rematch(link, matched.match, link),
    domains: matched.domains,
    updateTime: newest.updateTime ?? link.updateTime,
    gone: false,
  };
}
