import type { Snapshot, Told } from './told.ts';

/** The body of a delivery, as Pipedrive makes it (webhooks v2). */
export function payloadOf(event: Told, companyId: number) {
  const { id, action, record, at, userId, source, data, previous, mergedTo, mergedFrom } = event;
  return {
    meta: {
      action,
      entity: 'organization',
      entity_id: String(record),
      id,
      company_id: String(companyId),
      user_id: String(userId),
      timestamp: new Date(at).toISOString(),
      change_source: source,
      attempt: 1,
      version: '2.0',
      ...(mergedTo !== null && { merged_to_id: String(mergedTo) }),
      ...(mergedFrom !== null && { merged_from_id: String(mergedFrom) }),
    },
    data: data && { id: record, ...shapeOf(data) },
    // Of a change it is only what was changed; of a deletion the whole record.
    previous: previous && { ...(action === 'delete' && { id: record }), ...shapeOf(previous) },
  };
}

function shapeOf({ fields, updateTime }: Snapshot) {
  const entries = Object.entries(fields);
  const custom = entries.filter(([code]) => code.length === 40);
  const wrapped = custom.map(([code, value]) => [code, value === null ? null : { type: 'varchar', value }]);
  return {
    update_time: updateTime,
    ...Object.fromEntries(entries.filter(([code]) => code.length !== 40)),
    custom_fields: Object.fromEntries(wrapped),
  };
}
