import type { Connection } from 'mongoose';
import { createLinkModel, idOf, type LinkRow } from './link.model.ts';

type Scope = { companyId: number; epoch: string };
/** What a run of a release has to know of a link to plan it. */
export type ReleaseLink = {
  orgId: number;
  storeId: string;
  broughtRelease: number | null;
  waitingSince: number | null;
  failingSince: Date | null;
  lastAt: Date | null;
};

/** Links as runs of a release look at them: many at a time, a few bytes of each. */
export function createReleaseLinkStore(db: Connection) {
  const raw = db.collection<LinkRow>(createLinkModel(db).collection.name);
  const projection = {
    _id: 0,
    orgId: 1,
    'match.storeId': 1,
    broughtRelease: 1,
    waitingSince: 1,
    failingSince: 1,
    'last.at': 1,
  };

  return {
    ensureIndexes: async (): Promise<void> => undefined,

    /** Links that bulk work is to look at, by organization id. */
    async page({ companyId, epoch }: Scope, after: number, limit: number): Promise<ReleaseLink[]> {
      const rows = await raw
        .find({ companyId, epoch, enrichable: true, orgId: { $gt: after } }, { projection })
        .sort({ orgId: 1 })
        .limit(limit)
        .toArray();
      return rows.map((row) => ({
        orgId: row.orgId,
        storeId: row.match.storeId ?? '',
        broughtRelease: row.broughtRelease ?? null,
        waitingSince: row.waitingSince ?? null,
        failingSince: row.failingSince ?? null,
        lastAt: row.last?.at ?? null,
      }));
    },
    /** Notes since which release organizations wait; one that waits already does so since then. */
    async noteWaiting(
      { companyId, epoch }: Scope,
      orgIds: readonly number[],
      release: number,
    ): Promise<void> {
      const size = 1000;
      for (let at = 0; at < orgIds.length; at += size) {
        const ids = orgIds.slice(at, at + size).map((orgId) => idOf({ companyId, orgId }));
        // No new revision: whoever has read a link for its work may go on with what was read.
        await raw.updateMany(
          { _id: { $in: ids }, epoch, waitingSince: null },
          { $set: { waitingSince: release } },
        );
      }
    },
  };
}
