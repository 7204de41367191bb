import { buryRecord } from '../enrichment/enrich-organization.ts';
import { insertGuarded } from '../enrichment/epoch-guard.ts';
import { isForgotten, keyOf, type Link, type LinkKey, newLink } from '../enrichment/link.ts';
import { lockLink, recordBusy } from '../enrichment/lock-link.ts';
import type { Installation } from '../install/installation.ts';
import type { AnswerDeps } from './answer-deps.ts';
import { answerLive } from './answer-live.ts';
import type { Answered } from './answering.ts';
import type { Folded } from './fold-events.ts';
import type { InboxEvent } from './inbox-event.ts';
import { compareTimes } from './judge-event.ts';
import { readOne } from './read-one.ts';

type Deletion = Pick<Folded, 'isTied' | 'mergedFrom' | 'changed'> & {
  installation: Installation;
  key: LinkKey;
  link: Link | null;
  deleted: InboxEvent;
};

const patienceMs = 10_000;

/**
 * Leaves a mark in the place of a record that was deleted, with the moment of that: late events and pages do not bring
 * it back, a restored one is matched anew. One that was merged into another is handed on to it first.
 */
export async function forgetRecord(deps: AnswerDeps, deletion: Deletion): Promise<Answered> {
  const { installation, key, link, deleted, isTied } = deletion;
  if (!link) return { outcome: 'unknown', code: null, tokens: 0 };
  const deletedAt = `${deleted.at.toISOString().slice(0, 19)}Z`;
  const order = compareTimes(deletedAt, latest(link.updateTime, link.knowledge.asOf));
  const handsOn = deleted.mergedTo !== null && !isForgotten(link);
  // One that a look found gone still has to give what it had.
  if (order === 'older' && !(link.gone && handsOn)) return { outcome: 'older', code: null, tokens: 0 };
  let tokens = 0;
  // Changed in the same moment: it may have been restored since.
  if (isTied || (order === 'same' && !link.gone)) {
    tokens++;
    const answered = await answerIfThere(deps, deletion, tokens);
    if (answered) return answered;
  } else if (isForgotten(link)) {
    const isLater = order === 'newer';
    if (isLater && !(await deps.links.change(link, { updateTime: deletedAt }))) throw recordBusy();
    return { outcome: 'older', code: null, tokens };
  }
  if (deleted.mergedTo !== null && handsOn)
    tokens += await handOn(deps, installation, link, { survivorId: deleted.mergedTo, deletedAt });
  await bury(deps, key, latest(deletedAt, link.updateTime) ?? deletedAt);
  return { outcome: 'gone', code: null, tokens };
}

const latest = (one: string | null, other: string | null) =>
  compareTimes(one, other) === 'newer' ? one : (other ?? one);

/** Answers by the record as it is, should it not be gone after all. */
async function answerIfThere(
  deps: AnswerDeps,
  { installation, key, mergedFrom, changed }: Deletion,
  tokens: number,
): Promise<Answered | null> {
  const held = await lockLink(deps, key, patienceMs);
  try {
    const live = await readOne(deps, installation, key.orgId);
    if (live.organization) {
      const trigger = { codes: new Set(changed), isFirst: false };
      return await answerLive(deps, { installation, ...held }, { live, losers: mergedFrom, trigger, tokens });
    }
  } catch (error) {
    await deps.links.unlock(key, held.token);
    throw error;
  }
  await deps.links.unlock(key, held.token);
  return null;
}

/** Gives the survivor of a merge what it has of this record. @returns tokens spent */
async function handOn(
  deps: AnswerDeps,
  installation: Installation,
  loser: Link,
  { survivorId, deletedAt }: { survivorId: number; deletedAt: string },
): Promise<number> {
  const key = { ...keyOf(loser), orgId: survivorId };
  const found = await deps.links.get(key.companyId, survivorId);
  if (found?.epoch !== key.epoch) {
    const insert = () => deps.links.insert({ ...newLink(key), rev: 1 });
    await insertGuarded(deps, key, { insert, erase: deps.links.erase });
  }
  const held = await lockLink(deps, key, patienceMs);
  try {
    const live = await readOne(deps, installation, survivorId);
    if (!live.organization) {
      await buryRecord(deps, {
        key,
        token: held.token,
        cause: 'event',
        runId: null,
        updateTime: live.deletedAt ?? deletedAt,
      });
      return 1;
    }
    const trigger = { codes: 'all', isFirst: false } as const;
    const about = { live, losers: [loser.orgId], trigger, tokens: 1 };
    return (await answerLive(deps, { installation, ...held }, about)).tokens;
  } catch (error) {
    await deps.links.unlock(key, held.token);
    throw error;
  }
}

async function bury(deps: AnswerDeps, key: LinkKey, updateTime: string): Promise<void> {
  const { token } = await lockLink(deps, key, patienceMs);
  await buryRecord(deps, { key, token, cause: 'event', runId: null, updateTime, isForgotten: true });
  deps.atBoundary('inbox.buried');
}
