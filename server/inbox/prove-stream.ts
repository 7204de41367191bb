import type { Installation } from '../install/installation.ts';
import type { Caller } from '../pipedrive/types.ts';
import type { Subscription } from './subscription.ts';
import type { SubscriptionDeps } from './subscription-deps.ts';

/** An event may take so long to arrive and is not missed yet: Pipedrive's last attempt comes after 223 s. */
const settleMs = 5 * 60_000;
const pageSize = 500;

/**
 * Holds what arrived against what Pipedrive says has changed, with one list call (10 tokens): every record that changed
 * since the last proof must have been told of by an event, or be known as it is in some other way. Where more than a page
 * has changed, its first 500 stand for all: what a ban swallows is never only among the others.
 * @returns `certainUntil` moved on, or null when a change came without its event
 */
export async function proveStream(
  deps: SubscriptionDeps,
  subscription: Subscription,
  { caller, installation }: { caller: Caller; installation: Installation },
): Promise<{ certainUntil: Date } | null> {
  const from = subscription.certainUntil ?? subscription.registeredAt ?? deps.clock.now();
  const until = new Date(deps.clock.now().getTime() - settleMs);
  if (until <= from) return { certainUntil: from };
  const { items } = await deps.pipedrive.listOrganizations(caller, {
    updatedSince: wholeSeconds(from),
    limit: pageSize,
    customFields: [],
  });
  const changed = items.filter(
    ({ updateTime }) => updateTime !== null && timeOf(updateTime) < until.getTime(),
  );
  const ids = changed.map(({ id }) => id);
  if (ids.length === 0) return { certainUntil: until };
  const [told, links] = await Promise.all([
    deps.events.toldOf(subscription, ids),
    deps.links.ofOrganizations(installation, ids),
  ]);
  const known = new Map(
    links.map((link) => [link.orgId, Math.max(timeOf(link.updateTime), timeOf(link.knowledge.asOf))]),
  );
  const missed = changed.filter(({ id, updateTime }) => {
    const at = timeOf(updateTime);
    return (told.get(id) ?? 0) < at && (known.get(id) ?? 0) < at;
  });
  if (missed.length === 0) return { certainUntil: until };
  const { companyId } = installation;
  deps.log.warn(
    { companyId, changed: ids.length, missed: missed.length },
    'changes came without their events',
  );
  return null;
}

const timeOf = (text: string | null): number => (text === null ? 0 : Date.parse(text));

/** Lists take whole seconds only; rounded down nothing is left out. */
function wholeSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
