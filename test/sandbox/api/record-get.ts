import type { RecordKind, RecordKinds } from '../state/records.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { commaList, flag, integer, readQuery } from './query.ts';
import { optionalKeys, recordView } from './record-view.ts';
import { notFound, schemaRefusal } from './refusal.ts';
import { canSee } from './visibility.ts';

const days30 = 30 * 86_400_000;

/** `GET /organizations/{id}` and the like: a deleted record is still answered, as such, for 30 days. */
export function getRecord(kind: RecordKind, call: ApiCall): ApiResult {
  const query = readQuery(call.query, {
    include_fields: commaList({ allowed: optionalKeys(kind) }),
    custom_fields: commaList({ max: 15 }),
    include_option_labels: flag,
    include_labels: flag,
  });
  const record = visibleRecord(kind, call);
  const view = recordView(kind, call.world, {
    include: query.include_fields,
    custom: query.custom_fields,
    options: query.include_option_labels ?? false,
    labels: query.include_labels ?? false,
  });
  return { data: view(record) };
}

/** The answer to a write: the record as Pipedrive now holds it. */
export function wholeRecord(kind: RecordKind, call: ApiCall, record: RecordKinds[RecordKind]): ApiResult {
  return {
    data: recordView(kind, call.world, {
      include: undefined,
      custom: undefined,
      options: false,
      labels: false,
    })(record),
  };
}

/**
 * The record of the path, as far as this user may see it.
 * @throws Refusal 404, also for a record that is only invisible; 400 when the id is no number
 */
export function visibleRecord<K extends RecordKind>(kind: K, call: ApiCall): RecordKinds[K] {
  const record = call.records.find(kind, pathId(call));
  if (!record || !canSee(call.world, call.user, record) || gone(record, call.clock.now())) {
    throw notFound(kind === 'organization' ? 'Organization' : 'Person');
  }
  return record;
}

function gone(record: RecordKinds[RecordKind], now: Date): boolean {
  return record.is_deleted && now.getTime() - Date.parse(record.update_time) > days30;
}

/** The numeric `{id}` of the path. */
export function pathId(call: ApiCall): number {
  try {
    return integer(1)(call.params['id'] ?? '');
  } catch {
    throw schemaRefusal('id', 'must be an integer');
  }
}
