import type { Connection } from 'mongoose';
import { deadBefore } from './failing.ts';
import { createLinkModel, type LinkRow, toLink } from './link.model.ts';
import type { Link } from './link.ts';

type Scope = { companyId: number; epoch: string };

/** Looks at the links of records that fail. Their rows belong to the store of links. */
export function createFailingStore(db: Connection) {
  const model = createLinkModel(db);
  const inScope = ({ companyId, epoch }: Scope) => ({ companyId, epoch, enrichable: true });
  const dead = (scope: Scope, now: Date) => ({ ...inScope(scope), failingSince: { $lte: deadBefore(now) } });

  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex(
        { companyId: 1, epoch: 1, failingSince: 1 },
        { partialFilterExpression: { failingSince: { $exists: true } } },
      );
    },
    /** Records that runs leave alone because they failed for too long, by id. */
    async dead(scope: Scope, page: { after: number; limit: number }, now: Date): Promise<Link[]> {
      const wanted = { ...dead(scope, now), orgId: { $gt: page.after } };
      const rows = await model.find(wanted).sort({ orgId: 1 }).limit(page.limit).lean<LinkRow[]>();
      return rows.map(toLink);
    },
    async countDead(scope: Scope, now: Date): Promise<number> {
      return model.countDocuments(dead(scope, now));
    },
    /** How many records failed and are tried again by runs. */
    async countRetried(scope: Scope, now: Date): Promise<number> {
      return model.countDocuments({ ...inScope(scope), failingSince: { $gt: deadBefore(now) } });
    },
  };
}

export type FailingStore = ReturnType<typeof createFailingStore>;
