import { isEnrichable, type Link } from '../enrichment/link.ts';
import type { Installation } from '../install/installation.ts';
import type { Knowledge } from '../mapping/diff/knowledge.ts';
import { createTagger } from '../mapping/diff/tags.ts';
import type { AnswerDeps } from './answer-deps.ts';
import type { Folded } from './fold-events.ts';
import type { InboxEvent } from './inbox-event.ts';
import { compareTimes, type Judgement, judgeEvent } from './judge-event.ts';
import { showsOtherWebsite, websiteTextOf } from './website-of-event.ts';

const justNowMs = 5_000;

/** What the events of a record come to, beside its link as it is. */
export type Conclusion = {
  /** The text by which the website they show is matched, and whether it is another than the link was made by. */
  text: string | null;
  other: ReturnType<typeof showsOtherWebsite>;
  judged: Judgement;
  /** Nothing was known of the record before. */
  isNew: boolean;
  /** Only a look at the record tells. */
  needsLook: boolean;
  /** Nothing in them is a reason to write: they are our own echoes, or what an undo gave back. */
  isNoReason: boolean;
  /** What is known with them, as long as no look is needed. */
  knowledge: Knowledge;
};

/** Concludes from the newest payload which store a record is and whose values stand in it, and what of that is in doubt. */
export async function conclude(
  deps: Pick<AnswerDeps, 'clock' | 'getMapping'>,
  { installation, link }: { installation: Installation; link: Link },
  folded: Folded & { newest: InboxEvent },
): Promise<Conclusion> {
  const { newest, mergedFrom } = folded;
  const text = websiteTextOf(newest, installation.websiteField);
  const isNew = link.updateTime === null && link.last === null && link.domains.length === 0;
  const other = isNew && text !== null ? 'yes' : showsOtherWebsite(newest, link, text);
  const mapping = await deps.getMapping(link.companyId);
  const tagger = createTagger(installation.tagKey);
  const judged = judgeEvent(newest, { knowledge: link.knowledge, mapping, tagger });
  const isDoubtful = judged.kind === 'doubt' && (isEnrichable(link) || other !== 'no');
  // Of a record we do not know it is looked up once whether it is still there, unless it was made just now.
  const isJustMade =
    newest.action === 'create' && deps.clock.now().getTime() - newest.at.getTime() < justNowMs;
  const isUnknown = isNew && !isJustMade;
  return {
    ...{ text, other, judged, isNew },
    needsLook: mergedFrom.length > 0 || isUnknown || folded.isTied || other === 'doubt' || isDoubtful,
    isNoReason: folded.isEcho || isUpToUndo(link, newest),
    knowledge: knowledgeAfter(link, judged),
  };
}

function knowledgeAfter({ knowledge }: Link, judged: Judgement): Knowledge {
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

/** Fields that are a reason to write: those the events say were changed, and those in which something else is seen. */
export function reasonsIn({ changed }: Folded, { judged, isNoReason }: Conclusion): ReadonlySet<string> {
  if (isNoReason) return new Set();
  return new Set(judged.kind === 'news' ? [...changed, ...judged.differing] : changed);
}
