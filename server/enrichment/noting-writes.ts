import type { mongo } from 'mongoose';
import type { Knowledge, Standing } from '../mapping/diff/knowledge.ts';
import { type LinkRow, rowKey, unlocked } from './link.model.ts';
import type { LastAttempt, Link, LinkKey, Seen } from './link.ts';

/** What a writer saves when it is done with a record; the lock is given back with it. */
export type Attempt = {
  key: LinkKey;
  token: string;
  knowledge: Knowledge;
  /** Null: nothing came of it, for reasons that are not the record's. */
  last: LastAttempt | null;
  /** The release that last changed the store. */
  broughtRelease?: number;
};

/** Something to note of a record as it was read; `knowledge` where something was learned of it, too. */
export type Noted = {
  link: Link;
  knowledge: Knowledge | null;
  set: { last: LastAttempt; broughtRelease?: number } | { seen: Seen };
};

/** Of which moment a record is known, by a link as it was read. */
export type Stood = { link: Link; standing: Standing; now: Date };

/** The writes that note of which moment records are known, and nothing else. @param free as for `notingWrites` */
export function standingWrites(
  stood: readonly Stood[],
  free: (now: Date) => object,
): mongo.AnyBulkWriteOperation<LinkRow>[] {
  return stood.map(({ link, standing: { asOf, version }, now }) => ({
    updateOne: {
      filter: { ...rowKey(link), rev: link.rev, ...free(now) },
      update: { $set: { asOf, version, rev: link.rev + 1 } },
    },
  }));
}

/**
 * The writes that note something of records that are not written to. Nearly all get the very same note, and one write of
 * many rows costs the database far less than many writes of one.
 * @param free what a row must be like for nobody to be working on it
 */
export function notingWrites(noted: readonly Noted[], free: object): mongo.AnyBulkWriteOperation<LinkRow>[] {
  const alike = new Map<string, Noted[]>();
  for (const [at, each] of noted.entries()) {
    const { link, knowledge, set } = each;
    const note = knowledge ? `alone ${at}` : JSON.stringify([link.epoch, link.rev, set]);
    const group = alike.get(note);
    if (group) group.push(each);
    else alike.set(note, [each]);
  }
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { link, knowledge, set } = first;
    const { _id, epoch } = rowKey(link);
    const ids = group.length === 1 ? _id : { $in: group.map((each) => rowKey(each.link)._id) };
    const filter = { _id: ids, epoch, rev: link.rev, ...free };
    const outcome = 'last' in set ? outcomeOf(set.last, set.broughtRelease) : { $set: set };
    const update = { ...outcome, $set: { ...knowledge, ...outcome.$set, rev: link.rev + 1 } };
    return [{ updateMany: { filter, update } }];
  });
}

/** What is changed of a row whose record was attempted. `broughtRelease`: the release its store is of, where it is known. */
function outcomeOf(last: LastAttempt, broughtRelease: number | undefined) {
  const $set = { last, waitingSince: null, ...(broughtRelease !== undefined && { broughtRelease }) };
  return { $set, ...failing(last) };
}

/** Keeps the moment from which on a record fails: the first one, until an attempt goes well. */
export function failing({ outcome, at }: LastAttempt) {
  return outcome === 'failed' ? { $min: { failingSince: at } } : { $unset: { failingSince: 1 as const } };
}

/** The writes that save what became of records under their locks, and give these back. */
export function attemptWrites(attempts: readonly Attempt[]): mongo.AnyBulkWriteOperation<LinkRow>[] {
  return attempts.map(({ key, token, knowledge, last, broughtRelease }) => {
    const outcome = last ? outcomeOf(last, broughtRelease) : { $set: {} };
    const $set = { ...outcome.$set, ...knowledge, lock: unlocked };
    const filter = { ...rowKey(key), 'lock.token': token };
    return { updateOne: { filter, update: { ...outcome, $set, $inc: { rev: 1 } } } };
  });
}
