import { rematch } from '../enrichment/link.ts';
import { recordBusy } from '../enrichment/lock-link.ts';
import { matchWebsites } from '../enrichment/match-websites.ts';
import { websiteText } from '../enrichment/website-text.ts';
import type { AnswerDeps, HeldRecord, LiveRecord } from './answer-deps.ts';
import type { Answered } from './answering.ts';
import { bringInStep, type Trigger } from './bring-in-step.ts';
import { inherit, type LinkChange } from './inherit.ts';

/**
 * Answers what concerns a record by the record as it was read just now: which store its website leads to, whose values
 * stand in it, what it has of records that were merged into it. Then brings it in step where there is a reason. Gives
 * the lock back, unless it throws.
 */
export async function answerLive(
  deps: AnswerDeps,
  held: HeldRecord,
  about: { live: LiveRecord; losers: readonly number[]; trigger: Trigger; tokens: number },
): Promise<Answered> {
  const { installation, link } = held;
  const { live, losers, trigger, tokens } = about;
  const { websiteField, platformScope } = installation;
  const text = websiteField === null ? '' : websiteText(live.organization, websiteField);
  const [matched] = websiteField === null ? [] : await matchWebsites(deps, [text], platformScope);
  const set: LinkChange = { updateTime: live.organization.updateTime, gone: false };
  if (matched) Object.assign(set, { match: rematch(link, matched.match, link), domains: matched.domains });
  const merged = await inherit(deps, held, { live, losers, set });
  // What the look teaches comes with the plan for a store; without one it is looked at again when there is one.
  const change = { ...set, ...merged.set, knowledge: { ...merged.knowledge, version: null } };
  if (!(await deps.links.change(link, change))) throw recordBusy();
  deps.atBoundary('inbox.noted');
  const after = { ...link, ...change, rev: link.rev + 1 };
  const isAll = after.match.storeId !== link.match.storeId || link.gone || losers.length > 0;
  const answered = await bringInStep(
    deps,
    { ...held, link: after },
    {
      knowledge: after.knowledge,
      trigger: isAll ? { ...trigger, codes: 'all' } : trigger,
      live,
      shownAt: null,
    },
  );
  return { ...answered, tokens: answered.tokens + tokens };
}
