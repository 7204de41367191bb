import { isEnrichable, type Link, rematch } from '../enrichment/link.ts';
import { recordBusy } from '../enrichment/lock-link.ts';
import { matchWebsites } from '../enrichment/match-websites.ts';
import { createTagger } from '../mapping/diff/tags.ts';
import type { AnswerDeps, HeldRecord } from './answer-deps.ts';
import { answerLive } from './answer-live.ts';
import type { Answered } from './answering.ts';
import { bringInStep, type Trigger } from './bring-in-step.ts';
import { buryGone } from './bury-gone.ts';
import type { Folded } from './fold-events.ts';
import type { InboxEvent } from './inbox-event.ts';
import { compareTimes, type Judgement, judgeEvent } from './judge-event.ts';
import { readOne } from './read-one.ts';
import { saveKnowledge } from './save-knowledge.ts';
import { showsOtherWebsite, websiteTextOf } from './website-of-event.ts';

const justNowMs = 5_000;

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
  const text = websiteTextOf(newest, installation.websiteField);
  const isNew = link.updateTime === null && link.last === null && link.domains.length === 0;
  const other = isNew && text !== null ? 'yes' : showsOtherWebsite(newest, link, text);
  // A mark of what was deleted holds against whatever is older.
  if (link.gone && other === 'no') return saveKnowledge(deps, held, link.knowledge, 'older');
  const judged = await judge(deps, held, newest);
  const isDoubtful = judged.kind === 'doubt' && (isEnrichable(link) || other !== 'no');
  // Of a record we do not know it is looked up once whether it is still there, unless it was made just now.
  const isJustMade =
    newest.action === 'create' && deps.clock.now().getTime() - newest.at.getTime() < justNowMs;
  const isUnknown = isNew && !isJustMade;
  const isNoReason = folded.isEcho || isUpToUndo(link, newest);
  if (mergedFrom.length > 0 || isUnknown || folded.isTied || other === 'doubt' || isDoubtful) {
    const live = await readOne(deps, installation, link.orgId);
    if (!live.organization)
      return buryGone(deps, held, { deletedAt: live.deletedAt, known: newest.updateTime }, 1);
    const codes = new Set(isNoReason ? [] : folded.changed);
    return answerLive(deps, held, {
      live,
      losers: mergedFrom,
      trigger: { codes, isFirst: isNew },
      tokens: 1,
    });
  }

  const knowledge = knowledgeAfter(link, judged);
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
  const codes: Trigger['codes'] = isOtherStore ? 'all' : isNoReason ? new Set() : reasons(folded, judged);
  const isShown = judged.kind === 'news' || judged.kind === 'agrees';
  const seenAt = new Date(Math.min(newest.at.getTime(), newest.receivedAt.getTime()));
  return bringInStep(
    deps,
    { ...held, link: after },
    { knowledge, trigger: { codes, isFirst: isNew }, live: null, shownAt: isShown ? seenAt : null },
  );
}

async function judge(deps: AnswerDeps, { installation, link }: HeldRecord, newest: InboxEvent) {
  const mapping = await deps.getMapping(link.companyId);
  const tagger = createTagger(installation.tagKey);
  return judgeEvent(newest, { knowledge: link.knowledge, mapping, tagger });
}

function knowledgeAfter({ knowledge }: Link, judged: Judgement) {
  if (judged.kind === 'news') return judged.knowledge;
  // Of a record nobody enriches, what is in doubt is read once it is enriched.
  return judged.kind === 'doubt' && knowledge.version !== null ? { ...knowledge, version: null } : knowledge;
}

/**
 * What an undo gave back comes back as an event, too: it is no reason to fill the field again, whatever its rule. Later
 * changes are, and runs.
 */
function isUpToUndo({ last, knowledge }: Link, { updateTime }: InboxEvent): boolean {
  const order = compareTimes(updateTime, knowledge.asOf);
  return last?.code === 'undone' && (order === 'same' || order === 'older');
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

/** Fields that are a reason to write: those the events say were changed, and those in which something else is seen. */
function reasons({ changed }: Folded, judged: Judgement): ReadonlySet<string> {
  return new Set(judged.kind === 'news' ? [...changed, ...judged.differing] : changed);
}
