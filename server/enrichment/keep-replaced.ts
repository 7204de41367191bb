import type { Diff } from '../mapping/diff/diff.ts';
import { confirmedSlot, pendingTag } from '../mapping/diff/knowledge.ts';
import type { Tag } from '../mapping/diff/tags.ts';
import type { Caller, Organization } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import type { Cause } from '../runs/history.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import type { EpochScope } from './epoch-guard.ts';
import { fieldValues } from './field-values.ts';
import type { LinkKey } from './link.ts';
import { timedRead } from './reading/timed-read.ts';
import type { Sent } from './send-changes.ts';

type Work = LinkKey & {
  caller: Caller;
  cause: Cause;
  runId: string | null;
  diff: Diff;
  /** The record as it was read, where it was, and when. */
  live: { organization: Organization; readAt: Date } | null;
};

/** What is kept of an attempt; `readAt`: its PATCH must leave within the time this reading is good for. */
export type Kept = { key: string; at: EpochScope; readAt: Date };

/**
 * Keeps what a PATCH is about to replace, under the lock and before it leaves, so that no crash loses it: what was kept
 * for a PATCH that never left is told apart later, as the record does not hold what it would have written. A record that
 * was not read anyway is read here.
 * @returns null where nothing is to be kept
 * @throws what keeps the record from being read; nothing was kept then
 */
export async function keepReplaced(
  deps: Pick<EnrichmentDeps, 'replaced' | 'pipedrive' | 'clock'>,
  work: Work,
): Promise<Kept | null> {
  const { companyId, epoch, orgId, cause, runId } = work;
  const at = { companyId, epoch };
  if (!deps.replaced || !(await deps.replaced.isOn(at))) return null;
  const live = work.live ?? (await readNow(deps, work.caller, orgId));
  if (!live) return null;
  const values = fieldValues(live.organization);
  const fields = work.diff.fields.flatMap(({ source, code, tag }) => {
    const value = values[code];
    return value === undefined ? [] : [{ source, code, value, tag }];
  });
  const key = await deps.replaced.keep({ ...at, orgId, cause, runId, at: deps.clock.now(), fields });
  return { key, at, readAt: live.readAt };
}

async function readNow(
  deps: Pick<EnrichmentDeps, 'pipedrive' | 'clock'>,
  caller: Caller,
  orgId: number,
): Promise<Work['live']> {
  try {
    const read = (timed: Caller) => deps.pipedrive.getOrganization(timed, orgId);
    const { value: organization, readAt } = await timedRead(deps, caller, read);
    return { organization, readAt };
  } catch (error) {
    // The PATCH will say the same, and what comes of it.
    if (isAppError(error, 'record_gone')) return null;
    throw error;
  }
}

/** Says of what was kept what came of the PATCH. Of one whose answer was lost nothing is known: it stays as it is. */
export async function settleReplaced(
  { replaced }: Pick<EnrichmentDeps, 'replaced'>,
  kept: Kept | null,
  { diff, sent }: { diff: Diff; sent: Sent },
): Promise<void> {
  if (!kept || !replaced) return;
  if (sent.outcome !== 'written') {
    const isOpen = diff.fields.some(({ index }) => pendingTag(sent.knowledge, index) !== null);
    if (!isOpen) await replaced.drop(kept.key, kept.at);
    return;
  }
  const held = new Map<string, Tag>();
  for (const { source, code, index } of diff.fields) {
    const slot = confirmedSlot(sent.knowledge, index);
    if (sent.sources.includes(source) && slot) held.set(code, slot.tag);
  }
  await replaced.settle(kept.key, kept.at, held);
}
