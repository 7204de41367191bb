import type { LinkStore } from '../../server/enrichment/link.store.ts';
import type { Link } from '../../server/enrichment/link.ts';
import { isEnrichable, type LinkKey, noStore } from '../../server/enrichment/link.ts';
import { type Knowledge, noKnowledge } from '../../server/mapping/diff/knowledge.ts';

/** Told of every write that took, before it is answered. */
export type Watch = {
  /** The link was locked, or marked, with this knowledge. */
  marked(orgId: number, before: Knowledge, after: Knowledge): void;
  /** What became of the record was saved. */
  saved(orgId: number): void;
  /** Somebody else had changed the link. */
  lost(orgId: number): void;
};

/** The links of one company in memory, with the locks and comparisons of the real store. */
export function memoryLinks(links: Map<number, Link>, watch: Watch): LinkStore {
  const mine = ({ orgId, epoch }: LinkKey) => {
    const link = links.get(orgId);
    return link?.epoch === epoch ? link : undefined;
  };
  const isFree = (link: Link, now: Date) => !link.lock || link.lock.until <= now;
  const set = (link: Link, change: Partial<Link>) => {
    const changed = { ...link, ...change, rev: link.rev + 1 };
    links.set(link.orgId, changed);
    return changed;
  };
  const inOrder = () => [...links.values()].sort((a, b) => a.orgId - b.orgId);
  const never = (): never => {
    throw new Error('not part of this story');
  };
  return {
    ensureIndexes: async () => undefined,
    get: async (_, orgId) => links.get(orgId) ?? null,
    inRange: async (_, from, to) => inOrder().filter(({ orgId }) => orgId >= from && orgId <= to),
    ofOrganizations: async (_, ids) => inOrder().filter(({ orgId }) => ids.includes(orgId)),
    enrichableIds: async (_, after, limit) =>
      inOrder()
        .filter((link) => isEnrichable(link) && link.orgId > after)
        .slice(0, limit)
        .map(({ orgId }) => orgId),
    countEnrichable: async () => inOrder().filter(isEnrichable).length,
    count: async () => links.size,
    highestEnrichable: async () => inOrder().filter(isEnrichable).at(-1)?.orgId ?? 0,
    enrichableLinks: async () => never(),
    async insert(link) {
      if (links.has(link.orgId)) return false;
      links.set(link.orgId, link);
      return true;
    },
    async saveScanned(scanned) {
      const taken = scanned.filter((link) => (links.get(link.orgId)?.rev ?? 0) === link.rev);
      for (const link of taken) set(link, {});
      return taken.length === scanned.length;
    },
    forgetMatches: async () => never(),
    async remove(_, ids) {
      for (const id of ids) links.delete(id);
    },
    erase: async () => {
      const erased = links.size;
      links.clear();
      return erased;
    },
    async change(link, changes) {
      const held = mine(link);
      if (held?.rev !== link.rev) return false;
      set(held, changes);
      return true;
    },
    async noteStanding({ link, standing, now }) {
      const held = mine(link);
      if (held?.rev !== link.rev || !isFree(held, now)) return false;
      set(held, { knowledge: { ...held.knowledge, ...standing } });
      return true;
    },
    async lock(key, lock, now) {
      const link = mine(key);
      return link && isFree(link, now) ? set(link, { lock }) : null;
    },
    async savePending(key, token, knowledge) {
      const link = mine(key);
      if (link?.lock?.token !== token) return false;
      watch.marked(link.orgId, link.knowledge, knowledge);
      set(link, { knowledge });
      return true;
    },
    async unlock(key, token) {
      const link = mine(key);
      if (link?.lock?.token === token) set(link, { lock: null });
    },
    lockWithPending: async (wanted, now) =>
      wanted.map(({ link, lock, knowledge }) => {
        const held = mine(link);
        if (!held || held.rev !== link.rev || !isFree(held, now)) {
          watch.lost(link.orgId);
          return false;
        }
        watch.marked(link.orgId, held.knowledge, knowledge);
        set(held, { lock, knowledge });
        return true;
      }),
    async saveAttempts(attempts) {
      for (const { key, token, knowledge, last } of attempts) {
        const link = mine(key);
        if (link?.lock?.token !== token) continue;
        set(link, { knowledge, lock: null, ...(last && { last }) });
        watch.saved(link.orgId);
      }
    },
    async note(noted, now) {
      let taken = 0;
      for (const { link, knowledge, set: change } of noted) {
        const held = mine(link);
        if (!held || held.rev !== link.rev || !isFree(held, now)) {
          watch.lost(link.orgId);
          continue;
        }
        set(held, { ...change, ...(knowledge && { knowledge }) });
        watch.saved(link.orgId);
        taken++;
      }
      return taken;
    },
    async bury(key, token, last, { updateTime, isForgotten }) {
      const link = mine(key);
      const emptied = isForgotten ? { ...noStore, knowledge: noKnowledge } : {};
      if (link?.lock?.token === token) set(link, { ...emptied, updateTime, gone: true, lock: null, last });
    },
  };
}
