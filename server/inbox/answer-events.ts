import { insertGuarded, requireInstallation } from '../enrichment/epoch-guard.ts';
import { type LinkKey, newLink } from '../enrichment/link.ts';
import { lockLink } from '../enrichment/lock-link.ts';
import type { Installation } from '../install/installation.ts';
import type { AnswerDeps } from './answer-deps.ts';
import { answerFree } from './answer-free.ts';
import { answerHeld } from './answer-held.ts';
import type { Answered } from './answering.ts';
import { foldEvents } from './fold-events.ts';
import { forgetRecord } from './forget-record.ts';
import type { InboxEvent } from './inbox-event.ts';
import { websiteTextOf } from './website-of-event.ts';

const patienceMs = 10_000;
const nothing = { code: null, tokens: 0 };

/**
 * Answers events of one record whose claim the caller holds, in whatever order they come; to answer them again changes
 * nothing. What they tell is kept first; then the record is brought in step where they give a reason to, with at most
 * one PATCH, in line with runs and buttons. Our own echoes cost no call.
 * @throws what concerns all records of the company, AppError `not_installed` and `record_busy`
 */
export async function answerEvents(
  deps: AnswerDeps,
  { key, events }: { key: LinkKey; events: readonly InboxEvent[] },
): Promise<Answered> {
  const installation = await requireInstallation(deps, key.companyId, key.epoch);
  const folded = foldEvents(events);
  const found = await deps.links.get(key.companyId, key.orgId);
  const link = found?.epoch === key.epoch ? found : null;
  const { deleted, isTied, newest } = folded;
  // One we do not know, deleted and restored at the same moment, may be there.
  if (deleted && (link || !newest))
    return forgetRecord(deps, { ...folded, installation, key, link, deleted });
  if (!newest) return { outcome: 'older', ...nothing };
  if (!link && !(await begin(deps, { installation, key, newest, isTied })))
    return { outcome: 'unknown', ...nothing };
  const outcome = link && (await answerFree(deps, { installation, link, folded: { ...folded, newest } }));
  if (outcome) return { outcome, ...nothing };

  const held = await lockLink(deps, key, patienceMs);
  try {
    return await answerHeld(
      deps,
      { installation, link: held.link, token: held.token },
      { ...folded, newest },
    );
  } catch (error) {
    await deps.links.unlock(key, held.token);
    throw error;
  }
}

/** Makes the link of a record that has none and shows a website; false where it shows none: then it is nobody's. */
async function begin(
  deps: AnswerDeps,
  of: { installation: Installation; key: LinkKey; newest: InboxEvent; isTied: boolean },
): Promise<boolean> {
  const { installation, key, newest, isTied } = of;
  const text = websiteTextOf(newest, installation.websiteField);
  // Where the payload does not tell the website, a look does; a merge may have brought one.
  if (installation.websiteField === null || (text === '' && !isTied)) return false;
  const insert = () => deps.links.insert({ ...newLink(key), rev: 1 });
  await insertGuarded(deps, key, { insert, erase: deps.links.erase });
  return true;
}
