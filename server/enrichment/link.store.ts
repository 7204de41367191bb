import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { type Knowledge, noKnowledge } from '../mapping/diff/knowledge.ts';
import { createBatcher } from './batcher.ts';
import { createLinkModel, idOf, type LinkRow, rowKey, toLink, toRow, unlocked } from './link.model.ts';
import { type Burial, isEnrichable, type LastAttempt, type Link, type LinkKey, noStore } from './link.ts';
import {
  type Attempt,
  attemptWrites,
  failing,
  type Noted,
  notingWrites,
  type Stood,
  standingWrites,
} from './noting-writes.ts';

type Scope = { companyId: number; epoch: string };
export type Lock = { token: string; until: Date };

/**
 * Where links are kept. Rows are changed by compare-and-set on `rev` or under a lock, and every write names the
 * installation's epoch, so that nothing comes back after an erase.
 */
export function createLinkStore(db: Connection) {
  const model = createLinkModel(db);
  // Straight to the driver where many are written or read: the rows are made right here, and casting costs more than writing.
  const raw = db.collection<LinkRow>(model.collection.name);
  const free = (now: Date) => ({ 'lock.until': { $lte: now } });
  const one = createBatcher(async (keys: Omit<LinkKey, 'epoch'>[]): Promise<(Link | null)[]> => {
    const found = new Map<string, Link>();
    for (const companyId of new Set(keys.map((key) => key.companyId))) {
      const ids = keys.filter((key) => key.companyId === companyId).map(idOf);
      // In order of the ids: SecantusDB goes by these then, not by the company.
      for (const row of await raw.find({ _id: { $in: ids }, companyId }, { sort: { _id: 1 } }).toArray())
        found.set(row._id, toLink(row));
    }
    return keys.map((key) => found.get(idOf(key)) ?? null);
  });
  const stood = createBatcher(async (seen: Stood[]): Promise<boolean[]> => {
    const { matchedCount } = await raw.bulkWrite(standingWrites(seen, free), { ordered: false });
    return seen.map(() => matchedCount === seen.length);
  });

  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex({ companyId: 1, epoch: 1, enrichable: 1, orgId: 1 });
    },

    /** One link as it is; those of a company that are asked for at the same moment are read in one go. */
    get: (companyId: number, orgId: number): Promise<Link | null> => one({ companyId, orgId }),
    /** Links with `from` ≤ organization id ≤ `to`, by id. */
    async inRange(scope: Scope, from: number, to: number): Promise<Link[]> {
      const { companyId, epoch } = scope;
      const range = { $gte: idOf({ companyId, orgId: from }), $lte: idOf({ companyId, orgId: to }) };
      const rows = await raw.find({ _id: range, epoch }, { sort: { _id: 1 } }).toArray();
      return rows.map(toLink);
    },
    /** Links of organizations, by id; those without one are missing. */
    async ofOrganizations({ companyId, epoch }: Scope, orgIds: readonly number[]): Promise<Link[]> {
      const ids = orgIds.map((orgId) => idOf({ companyId, orgId }));
      const rows = await raw.find({ _id: { $in: ids }, epoch }, { sort: { _id: 1 } }).toArray();
      return rows.map(toLink);
    },
    /** Ids of organizations that bulk work is to look at, by id. */
    async enrichableIds(scope: Scope, after: number, limit: number): Promise<number[]> {
      const wanted = { ...scopeOf(scope), enrichable: true, orgId: { $gt: after } };
      const rows = await model
        .find(wanted, { _id: 0, orgId: 1 })
        .sort({ orgId: 1 })
        .limit(limit)
        .lean<LinkRow[]>();
      return rows.map((row) => row.orgId);
    },
    /** The same, whole. */
    async enrichableLinks(scope: Scope, after: number, limit: number): Promise<Link[]> {
      const wanted = { ...scopeOf(scope), enrichable: true, orgId: { $gt: after } };
      const rows = await raw.find(wanted, { sort: { orgId: 1 }, limit }).toArray();
      return rows.map(toLink);
    },
    async countEnrichable(scope: Scope): Promise<number> {
      return model.countDocuments({ ...scopeOf(scope), enrichable: true });
    },
    /** How many organizations of an installation are known: all that have a website. */
    async count(scope: Scope): Promise<number> {
      return model.countDocuments(scopeOf(scope));
    },
    /** Highest id of an organization that bulk work is to look at; 0 without any. */
    async highestEnrichable(scope: Scope): Promise<number> {
      const row = await model
        .findOne({ ...scopeOf(scope), enrichable: true }, { _id: 0, orgId: 1 })
        .sort({ orgId: -1 })
        .lean<LinkRow>();
      return row?.orgId ?? 0;
    },

    /**
     * Notes as of when it is known whose values stand in a record, unless its link has changed since it was read or
     * somebody works on it; those of the same moment in one go.
     * @returns false where it may not have been noted: read it again
     */
    noteStanding: (seen: Stood): Promise<boolean> => stood(seen),

    /** Adds a link; false when the record has one already. */
    async insert(link: Link): Promise<boolean> {
      const { _id, ...row } = toRow(link);
      const result = await model.updateOne({ _id }, { $setOnInsert: row }, { upsert: true });
      return result.upsertedCount === 1;
    },
    /** Changes what is matched or decided, unless the link has changed since it was read. False then. */
    async change(
      link: Link,
      set: Partial<
        Pick<
          Link,
          | 'domains'
          | 'updateTime'
          | 'match'
          | 'notStoreIds'
          | 'chosenStoreId'
          | 'doNotEnrich'
          | 'gone'
          | 'knowledge'
          | 'broughtRelease'
          | 'rewrites'
        >
      >,
    ): Promise<boolean> {
      const { knowledge, ...plain } = set;
      const enrichable = isEnrichable({ ...link, ...set });
      const isOtherStore = set.match !== undefined && set.match.storeId !== link.match.storeId;
      const anew = isOtherStore ? { broughtRelease: null } : {};
      const update = { $set: { ...plain, ...knowledge, ...anew, enrichable, rev: link.rev + 1 } };
      return (await model.updateOne({ ...rowKey(link), rev: link.rev }, update)).matchedCount === 1;
    },
    /**
     * Writes what a scan found, all in one go: links with `rev` 0 are new, others are changed by compare-and-set.
     * False when somebody else wrote one of them meanwhile: look again and repeat.
     */
    async saveScanned(links: Link[]): Promise<boolean> {
      if (links.length === 0) return true;
      const writes = links.map((link) => {
        const row = toRow(link);
        // Plain inserts: the driver sends them as one, several times faster than upserts.
        if (link.rev === 0) return { insertOne: { document: { ...row, rev: 1 } } };
        const { domains, updateTime, match, gone, scanRunId, enrichable, broughtRelease } = row;
        const found = { domains, updateTime, match, gone, scanRunId, enrichable, broughtRelease };
        const set = { ...found, rev: link.rev + 1 };
        return { updateOne: { filter: { ...rowKey(link), rev: link.rev }, update: { $set: set } } };
      });
      try {
        const result = await raw.bulkWrite(writes, { ordered: false });
        return result.insertedCount + result.modifiedCount === links.length;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    /** Forgets which stores the links of an installation are, and by which website; decisions and knowledge stay. */
    async forgetMatches(scope: Scope): Promise<void> {
      const set = { ...noStore, enrichable: false, broughtRelease: null };
      await model.updateMany(scopeOf(scope), { $set: set, $inc: { rev: 1 } });
    },
    /** Removes links of records that are gone; those with decisions stay as empty marks. */
    async remove(scope: Scope, orgIds: number[]): Promise<void> {
      const ids = orgIds.map((orgId) => idOf({ companyId: scope.companyId, orgId }));
      if (ids.length > 0) await model.deleteMany({ _id: { $in: ids }, epoch: scope.epoch });
    },

    /** Takes the lock of a record; null when somebody else holds it or the link is gone. */
    async lock(key: LinkKey, lock: Lock, now: Date): Promise<Link | null> {
      const taken = { $set: { lock }, $inc: { rev: 1 } };
      const row = await raw.findOneAndUpdate({ ...rowKey(key), ...free(now) }, taken, {
        returnDocument: 'after',
      });
      return row && toLink(row);
    },
    /** Saves what is about to be sent, under the lock. False when the lock is lost. */
    async savePending(key: LinkKey, token: string, knowledge: Knowledge): Promise<boolean> {
      const result = await model.updateOne(
        { ...rowKey(key), 'lock.token': token },
        { $set: knowledge, $inc: { rev: 1 } },
      );
      return result.matchedCount === 1;
    },
    async unlock(key: LinkKey, token: string): Promise<void> {
      await model.updateOne(
        { ...rowKey(key), 'lock.token': token },
        { $set: { lock: unlocked }, $inc: { rev: 1 } },
      );
    },
    /** Locks links as they were read and marks what is about to be sent, in one go. Says for each whether it took. */
    async lockWithPending(
      wanted: { link: Link; lock: Lock; knowledge: Knowledge }[],
      now: Date,
    ): Promise<boolean[]> {
      const result = await raw.bulkWrite(
        wanted.map(({ link, lock, knowledge }) => ({
          updateOne: {
            filter: { ...rowKey(link), rev: link.rev, ...free(now) },
            update: {
              $set: { ...knowledge, lock, rev: link.rev + 1 },
            },
          },
        })),
        { ordered: false },
      );
      if (result.matchedCount === wanted.length) return wanted.map(() => true);
      const ids = wanted.map(({ link }) => rowKey(link)._id);
      const rows = await model.find({ _id: { $in: ids } }, { lock: 1 }).lean<LinkRow[]>();
      const holders = new Map(rows.map((row) => [row._id, row.lock.token]));
      return wanted.map(({ link, lock }) => holders.get(rowKey(link)._id) === lock.token);
    },
    /** Saves what became of records and gives their locks back, in one go. A lost lock is somebody else's record now. */
    async saveAttempts(attempts: Attempt[]): Promise<void> {
      if (attempts.length === 0) return;
      await raw.bulkWrite(attemptWrites(attempts), { ordered: false });
    },
    /**
     * Notes something of records that are not written to, in one go. Links that changed since they were read, or that
     * somebody works on, are left alone: says how many were not.
     */
    async note(noted: Noted[], now: Date): Promise<number> {
      if (noted.length === 0) return 0;
      const result = await raw.bulkWrite(notingWrites(noted, free(now)), { ordered: false });
      return result.matchedCount;
    },
    /**
     * Leaves a mark in the place of a record that is gone, so that what was done stays counted; with the moment it went,
     * where that is known, late events do not bring it back.
     */
    async bury(key: LinkKey, token: string, last: LastAttempt, how: Burial): Promise<void> {
      const emptied = how.isForgotten ? { ...noStore, ...noKnowledge } : {};
      const set = {
        ...{ updateTime: how.updateTime, gone: true, enrichable: false, last },
        ...{ ...emptied, lock: unlocked },
      };
      const update = { $set: set, $inc: { rev: 1 }, ...failing(last) };
      await model.updateOne({ ...rowKey(key), 'lock.token': token }, update);
    },
    /** Removes the rows of a company, or only those of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type LinkStore = ReturnType<typeof createLinkStore>;

const scopeOf = ({ companyId, epoch }: Scope) => ({ companyId, epoch });
