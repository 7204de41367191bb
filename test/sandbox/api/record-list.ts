import { indexOfId } from '../state/by-id.ts';
import type { RecordKind, RecordKinds } from '../state/records.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { packCursor, pageSize, unpackCursor } from './cursor.ts';
import { commaList, flag, idList, integer, moment, oneOf, readQuery, text } from './query.ts';
import { type Labels, optionalKeys, recordView } from './record-view.ts';
import { notFound } from './refusal.ts';
import { canSee } from './visibility.ts';

type AnyRecord = RecordKinds[RecordKind];
type Wanted = {
  ids: number[] | undefined;
  owner_id: number | undefined;
  org_id: number | undefined;
  updated_since: string | undefined;
  updated_until: string | undefined;
};

/** `GET /organizations` and `GET /persons`. Deleted and invisible records are left out. */
export function listRecords(kind: RecordKind, call: ApiCall): ApiResult {
  const query = readQuery(call.query, {
    filter_id: integer(1),
    ids: idList,
    owner_id: integer(1),
    ...(kind === 'person' ? { org_id: integer(1), deal_id: integer(1) } : {}),
    updated_since: moment,
    updated_until: moment,
    sort_by: oneOf('id', 'update_time', 'add_time'),
    sort_direction: oneOf('asc', 'desc'),
    include_fields: commaList({ allowed: optionalKeys(kind) }),
    custom_fields: commaList({ max: 15 }),
    include_option_labels: flag,
    include_labels: flag,
    limit: pageSize,
    cursor: text,
  });
  // Saved filters are not part of this company: whatever id is asked for, there is none.
  if (query.filter_id !== undefined) throw notFound('Filter');
  const sortBy = query.sort_by ?? 'id';
  const descending = query.sort_direction === 'desc';
  const order = `${kind}/${sortBy}/${descending ? 'desc' : 'asc'}`;
  const start = query.cursor === undefined ? null : unpackCursor(query.cursor, order, call.world.cursorEpoch);
  const wanted: Wanted = { ...query, org_id: query['org_id'] };
  const nobody = kind === 'person' && query['deal_id'] !== undefined;
  const limit = query.limit ?? 100;

  const rows: AnyRecord[] = [];
  let more = false;
  for (const record of nobody ? [] : ordered(kind, call, sortBy, descending, start)) {
    if (!matches(record, wanted) || !canSee(call.world, call.user, record)) continue;
    more = rows.length === limit;
    if (more) break;
    rows.push(record);
  }
  const last = rows.at(-1);
  const labels: Labels = {
    options: query.include_option_labels ?? false,
    labels: query.include_labels ?? false,
  };
  const view = recordView(kind, call.world, {
    include: query.include_fields,
    custom: query.custom_fields,
    ...labels,
  });
  return {
    data: rows.map(view),
    additional_data: {
      next_cursor:
        more && last ? packCursor({ after: last[sortBy], id: last.id }, order, call.world.cursorEpoch) : null,
    },
  };
}

/** The records after `start`, in order. By id, the list itself is the index. */
function* ordered(
  kind: RecordKind,
  call: ApiCall,
  sortBy: 'id' | 'update_time' | 'add_time',
  descending: boolean,
  start: { after: string | number; id: number } | null,
): Generator<AnyRecord> {
  const all: readonly AnyRecord[] = kind === 'organization' ? call.world.organizations : call.world.persons;
  if (sortBy === 'id') {
    const step = descending ? -1 : 1;
    let index = descending ? all.length - 1 : 0;
    if (start) index = descending ? indexOfId(all, start.id) - 1 : indexOfId(all, start.id + 1);
    for (let record = all[index]; record; index += step, record = all[index]) yield record;
    return;
  }
  const sign = descending ? -1 : 1;
  const compare = (a: { at: string; id: number }, b: { at: string; id: number }) =>
    sign * (a.at === b.at ? a.id - b.id : a.at < b.at ? -1 : 1);
  const place = (record: AnyRecord) => ({ at: record[sortBy], id: record.id });
  const from = start && { at: String(start.after), id: start.id };
  yield* all
    .filter((record) => from === null || compare(place(record), from) > 0)
    .sort((a, b) => compare(place(a), place(b)));
}

function matches(record: AnyRecord, wanted: Wanted): boolean {
  return (
    !record.is_deleted &&
    (wanted.ids === undefined || wanted.ids.includes(record.id)) &&
    (wanted.owner_id === undefined || record.owner_id === wanted.owner_id) &&
    (wanted.org_id === undefined || ('org_id' in record && record.org_id === wanted.org_id)) &&
    (wanted.updated_since === undefined || record.update_time >= wanted.updated_since) &&
    (wanted.updated_until === undefined || record.update_time < wanted.updated_until)
  );
}
