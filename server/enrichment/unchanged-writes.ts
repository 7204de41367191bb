import type { mongo } from 'mongoose';
import type { Knowledge } from '../mapping/knowledge.ts';
import { type LinkRow, rowKey } from './link.model.ts';
import type { LastAttempt, Link } from './link.ts';

/** A record that needed no write; `knowledge` where something was learned of it all the same. */
export type Unchanged = { link: Link; knowledge: Knowledge | null; last: LastAttempt };

/**
 * The writes that note records as unchanged. Nearly all get the very same note, and one write of many rows costs the
 * database far less than many writes of one.
 * @param free what a row must be like for nobody to be working on it
 */
export function unchangedWrites(
  links: readonly Unchanged[],
  free: object,
): mongo.AnyBulkWriteOperation<LinkRow>[] {
  const alike = new Map<string, Unchanged[]>();
  for (const [at, unchanged] of links.entries()) {
    const { link, knowledge, last } = unchanged;
    const note = knowledge ? `alone ${at}` : JSON.stringify([link.epoch, link.rev, last]);
    alike.set(note, [...(alike.get(note) ?? []), unchanged]);
  }
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { link, knowledge, last } = first;
    const { _id, epoch } = rowKey(link);
    const ids = group.length === 1 ? _id : { $in: group.map((each) => rowKey(each.link)._id) };
    const filter = { _id: ids, epoch, rev: link.rev, ...free };
    return [{ updateMany: { filter, update: { $set: { ...knowledge, last, rev: link.rev + 1 } } } }];
  });
}
