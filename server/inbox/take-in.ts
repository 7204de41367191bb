import { createBatcher } from '../enrichment/batcher.ts';
import { requireInstallation } from '../enrichment/epoch-guard.ts';
import type { Link, LinkKey } from '../enrichment/link.ts';
import type { GetInstallation, Installation } from '../install/installation.ts';
import { createTagger, type Tagger } from '../mapping/diff/tags.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Clock } from '../platform/clock.ts';
import type { PutBack } from './answering.ts';
import type { InboxEvent } from './inbox-event.ts';
import type { ParsedEvent } from './read-event.ts';
import { reduceEvent } from './reduce-event.ts';

type Deps = {
  clock: Clock;
  getInstallation: GetInstallation;
  getMapping(companyId: number): Promise<Mapping>;
  linksOf(scope: { companyId: number; epoch: string }, orgIds: readonly number[]): Promise<Link[]>;
  putBack: PutBack;
  /** Whether the event is stored, or was: asked only where something would be put back. */
  hasArrived(event: InboxEvent): Promise<boolean>;
};
type Facts = { installation: Installation; mapping: Mapping; tagger: Tagger };

/** A mapping that was saved in another process judges events from then on: the events carry its version. */
const factsLiveMs = 5000;

/**
 * Reduces events to what may be kept of them, and puts back at once what we are seen to have written over. What this
 * hangs on is read every few seconds only, links many in one go: events come by the hundred a second. That the
 * installation still is what it was is seen when the event has been stored.
 */
export function createTakeIn(
  deps: Deps,
): (parsed: ParsedEvent, at: { epoch: string; receivedAt: Date }) => Promise<InboxEvent> {
  const factsOf = createFacts(deps);
  const linkOf = createBatcher(async (keys: LinkKey[]): Promise<(Link | null)[]> => {
    const found = new Map<string, Link>();
    const groups = new Map<string, LinkKey[]>();
    for (const key of keys) groups.set(scopeName(key), [...(groups.get(scopeName(key)) ?? []), key]);
    for (const [name, group] of groups) {
      const [scope] = group;
      if (!scope) continue;
      const links = await deps.linksOf(
        scope,
        group.map(({ orgId }) => orgId),
      );
      for (const link of links) found.set(`${name}:${link.orgId}`, link);
    }
    return keys.map((key) => found.get(`${scopeName(key)}:${key.orgId}`) ?? null);
  });

  return async (parsed, { epoch, receivedAt }) => {
    const { companyId, recordId: orgId } = parsed;
    const key = { companyId, epoch, orgId };
    const [facts, link] = await Promise.all([factsOf(key), linkOf(key)]);
    const { event, overwritten } = reduceEvent(parsed, { ...facts, link, receivedAt });
    // One that is stored has had its values put back before; what people did since is not to be undone.
    if (overwritten.length > 0 && !(await deps.hasArrived(event))) await deps.putBack({ key, overwritten });
    return event;
  };
}

const scopeName = ({ companyId, epoch }: { companyId: number; epoch: string }) => `${companyId}:${epoch}`;

function createFacts(deps: Deps): (scope: { companyId: number; epoch: string }) => Promise<Facts> {
  const known = new Map<string, { until: number; facts: Promise<Facts> }>();

  async function read(companyId: number, epoch: string): Promise<Facts> {
    const [installation, mapping] = await Promise.all([
      requireInstallation(deps, companyId, epoch),
      deps.getMapping(companyId),
    ]);
    return { installation, mapping, tagger: createTagger(installation.tagKey) };
  }

  return (scope) => {
    const now = deps.clock.now().getTime();
    const name = scopeName(scope);
    const found = known.get(name);
    if (found && found.until > now) return found.facts;
    for (const [other, { until }] of known) if (until <= now) known.delete(other);
    const facts = read(scope.companyId, scope.epoch);
    known.set(name, { until: now + factsLiveMs, facts });
    facts.catch(() => known.delete(name));
    return facts;
  };
}
