import { randomUUID } from 'node:crypto';

/** The body of a delivery as Pipedrive makes it: a person changed the name of an organization. */
export function payload(of: {
  companyId: number;
  recordId?: number;
  id?: string;
  at?: Date;
  entity?: string;
  name?: string;
}) {
  const { companyId, recordId = 1, id = randomUUID(), at = new Date(), name = 'New name' } = of;
  const time = `${at.toISOString().slice(0, 19)}Z`;
  return {
    meta: {
      action: 'change',
      entity: of.entity ?? 'organization',
      entity_id: String(recordId),
      id,
      correlation_id: randomUUID(),
      company_id: String(companyId),
      user_id: '9001',
      webhook_id: '1',
      webhook_owner_id: '9001',
      type: 'application',
      version: '2.0',
      timestamp: at.toISOString(),
      change_source: 'app',
      is_bulk_edit: false,
      attempt: 1,
      host: 'acme.pipedrive.com',
      permitted_user_ids: ['9001'],
    },
    data: {
      id: recordId,
      name,
      owner_id: 9001,
      add_time: time,
      update_time: time,
      visible_to: '3',
      website: 'https://shop.example',
      custom_fields: {},
    },
    previous: { name: 'Old name' },
  };
}
