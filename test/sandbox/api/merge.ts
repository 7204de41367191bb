import { mergeRecords } from '../state/merge-records.ts';
import type { RecordKind } from '../state/records.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { readBody, wholeNumber } from './body.ts';
import { mergedPersonView } from './merged-person-view.ts';
import { readQuery } from './query.ts';
import { visibleRecord } from './record-get.ts';
import { notFound, schemaRefusal } from './refusal.ts';

/**
 * `PUT /organizations/{id}/merge` and that of persons: the record of the path goes, `merge_with_id` stays.
 * @throws Refusal 404 unless both are there, alive and visible; 400 for a record with itself
 */
export function mergeInto(kind: RecordKind, call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const body = readBody(call.body, { merge_with_id: wholeNumber });
  if (body.merge_with_id === undefined) throw schemaRefusal('merge_with_id', 'is required');
  const loser = visibleRecord(kind, call);
  const survivor = visibleRecord(kind, { ...call, params: { id: String(body.merge_with_id) } });
  if (loser.is_deleted || survivor.is_deleted)
    throw notFound(kind === 'organization' ? 'Organization' : 'Person');
  if (loser === survivor) throw schemaRefusal('merge_with_id', 'must be another record');
  mergeRecords(call, { kind, loserId: loser.id, survivorId: survivor.id, actor: call.actor });
  return { data: 'emails' in survivor ? mergedPersonView(survivor, loser.id, call) : { id: survivor.id } };
}
