import type { Connection } from 'mongoose';
import { createLinkModel, type LinkRow, toLink } from './link.model.ts';
import type { Link } from './link.ts';

type Scope = { companyId: number; epoch: string };

/** Looks at the links of records that wait for a person. Their rows belong to the store of links. */
export function createAttentionStore(db: Connection) {
  const model = createLinkModel(db);
  const scopeOf = ({ companyId, epoch }: Scope) => ({ companyId, epoch });

  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex(
        { companyId: 1, epoch: 1, 'match.kind': 1, orgId: 1 },
        { partialFilterExpression: { 'match.kind': 'merged' } },
      );
      await model.collection.createIndex(
        { companyId: 1, epoch: 1, 'rewrites.at': -1 },
        { partialFilterExpression: { 'rewrites.at': { $exists: true } } },
      );
    },
    /** Records that were merged from two stores, by id. */
    async merged(scope: Scope, limit: number): Promise<Link[]> {
      const wanted = { ...scopeOf(scope), 'match.kind': 'merged' as const };
      const rows = await model.find(wanted).sort({ orgId: 1 }).limit(limit).lean<LinkRow[]>();
      return rows.map(toLink);
    },
    /** Records whose fields were written again because of changes in Pipedrive since a moment, the latest first. */
    async rewritten(scope: Scope, since: Date, limit: number): Promise<Link[]> {
      const wanted = { ...scopeOf(scope), 'rewrites.at': { $gte: since } };
      const rows = await model.find(wanted).sort({ 'rewrites.at': -1 }).limit(limit).lean<LinkRow[]>();
      return rows.map(toLink);
    },
  };
}

export type AttentionStore = ReturnType<typeof createAttentionStore>;
