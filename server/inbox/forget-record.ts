import { buryRecord } from '../enrichment/enrich-organization.ts';
import { insertGuarded } from '../enrichment/epoch-guard.ts';
import { keyOf, type Link, type LinkKey, newLink } from '../enrichment/link.ts';
import { lockLink, recordBusy } from '../enrichment/lock-link.ts';
import type { Installation } from '../install/installation.ts';
import type { AnswerDeps } from './answer-deps.ts';
import { answerLive } from './answer-live.ts';
import type { Answered } from './answering.ts';
import type { InboxEvent } from './inbox-event.ts';
import { compareTimes } from './judge-event.ts';
import { readOne } from './read-one.ts';

type Deletion = {
  installation: Installation;
  key: LinkKey;
  link: Link | null;
  deleted: InboxEvent;
  /** Something else happened at the same moment. */
  isTied: boolean;
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
  if (link.gone) {
    const isLater = compareTimes(deletedAt, link.updateTime) === 'newer';
    if (isLater && !(await deps.links.change(link, { updateTime: deletedAt }))) throw recordBusy();
    return { outcome: 'older', code: null, tokens: 0 };
  }
  const known = latest(link.updateTime, link.knowledge.asOf);
  const order = compareTimes(deletedAt, known);
  if (order === 'older') return { outcome: 'older', code: null, tokens: 0 };
  let tokens = 0;
  if (isTied || (order === 'same' && known !== null)) {
    // Changed in the same moment: it may have been restored since.
    tokens++;
    if (await readOne(deps, installation, key.orgId)) return { outcome: 'older', code: null, tokens };
  }
  if (deleted.mergedTo !== null)
    tokens += await handOn(deps, installation, link, { survivorId: deleted.mergedTo, deletedAt });
  await bury(deps, key, deletedAt);
  return { outcome: 'gone', code: null, tokens };
}

const latest = (one: string | null, other: string | null) =>
  compareTimes(one, other) === 'newer' ? one : (other ?? one);

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
    if (!live) {
      await buryRecord(deps, { key, token: held.token, cause: 'event', runId: null, updateTime: deletedAt });
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
  await buryRecord(deps, { key, token, cause: 'event', runId: null, updateTime });
  deps.atBoundary('inbox.buried');
}
