import { fieldValues } from '../enrichment/field-values.ts';
import { isForgotten, type Link } from '../enrichment/link.ts';
import { whoseKnown } from '../mapping/diff/diff.ts';
import {
  type Change,
  confirmedSlot,
  type Knowledge,
  pendingTag,
  withSlots,
} from '../mapping/diff/knowledge.ts';
import { createTagger, sameTag } from '../mapping/diff/tags.ts';
import type { AnswerDeps, HeldRecord, LiveRecord } from './answer-deps.ts';

/** What events change of a link. */
export type LinkChange = Partial<
  Pick<Link, 'match' | 'domains' | 'updateTime' | 'gone' | 'notStoreIds' | 'chosenStoreId' | 'doNotEnrich'>
>;

/**
 * What a record has of those that were merged into it: a field is ours only where both sides' tags say so, that it was
 * empty here and that the very value was ours there. What people decided about either lasts. Where the two were linked to
 * different stores and the website leads to none, it waits for a person.
 */
export async function inherit(
  deps: AnswerDeps,
  { installation, link }: HeldRecord,
  { live, losers, set }: { live: LiveRecord; losers: readonly number[]; set: LinkChange },
): Promise<{ knowledge: Knowledge; set: LinkChange }> {
  const inherited: LinkChange = {};
  let { knowledge } = link;
  if (losers.length === 0) return { knowledge, set: inherited };
  const { entries } = await deps.getMapping(link.companyId);
  const tagger = createTagger(installation.tagKey);
  const holds = fieldValues(live.organization);
  for (const loser of losers) {
    const lost = await deps.links.get(link.companyId, loser);
    if (!lost || lost.epoch !== link.epoch) continue;
    const notStoreIds = [...new Set([...(inherited.notStoreIds ?? link.notStoreIds), ...lost.notStoreIds])];
    inherited.notStoreIds = notStoreIds;
    if (lost.doNotEnrich) inherited.doNotEnrich = true;
    if (isForgotten(lost)) continue;
    const changes = entries.flatMap(({ target }, index): Change[] => {
      const [here, there] = [confirmedSlot(knowledge, index), confirmedSlot(lost.knowledge, index)];
      if (!target || !here || !there || pendingTag(knowledge, index)) return [];
      const wasEmpty = whoseKnown(target.code, here, tagger) === 'empty';
      const wasOurs = whoseKnown(target.code, there, tagger) === 'ours';
      const isIt = sameTag(there.tag, tagger.tag(target.code, holds[target.code]));
      return wasEmpty && wasOurs && isIt ? [{ index, confirmed: there }] : [];
    });
    if (changes.length > 0) knowledge = withSlots(knowledge, changes);
    if (areTorn(link, lost, set)) inherited.match = { kind: 'merged', storeId: null, key: null };
  }
  return { knowledge, set: inherited };
}

/** Both were stores, not the same one, and the website that is left says nothing. */
function areTorn({ match: here }: Link, { match: there }: Link, { match: now }: LinkChange): boolean {
  if (here.storeId === null || there.storeId === null || here.storeId === there.storeId) return false;
  return !now || (now.storeId === null && now.kind !== 'ambiguous');
}
