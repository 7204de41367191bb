import type { RecordKind, RecordKinds } from '../state/records.ts';
import type { CustomValue, Field, World } from '../world.ts';

type AnyRecord = RecordKinds[RecordKind];

/** Whether options and labels are answered as `{ id, label }`. */
export type Labels = { options: boolean; labels: boolean };
export type ViewOptions = Labels & { include: string[] | undefined; custom: string[] | undefined };

const countKeys = [
  'open_deals_count',
  'related_open_deals_count',
  'closed_deals_count',
  'related_closed_deals_count',
  'email_messages_count',
  'activities_count',
  'done_activities_count',
  'undone_activities_count',
  'files_count',
  'notes_count',
  'followers_count',
  'won_deals_count',
  'related_won_deals_count',
  'lost_deals_count',
  'related_lost_deals_count',
];
const personCounts = ['participant_open_deals_count', 'participant_closed_deals_count'];

/** Keys that an answer carries only when `include_fields` asks for them (pipedrive-api.md 2.4). */
export function optionalKeys(kind: RecordKind): readonly string[] {
  const both = ['next_activity_id', 'last_activity_id', ...countKeys, 'smart_bcc_email'];
  if (kind === 'organization') return [...both, 'people_count'];
  return [
    ...both,
    ...personCounts,
    'last_incoming_mail_time',
    'last_outgoing_mail_time',
    'marketing_status',
    'doi_status',
  ];
}

/** Makes the function that writes records of one kind as REST v2 does. */
export function recordView(
  kind: RecordKind,
  world: World,
  options: ViewOptions,
): (record: AnyRecord) => unknown {
  const fields = world.fields.filter((field) => field.entity === kind && !field.isDeleted);
  const custom = fields.filter((f) => f.isCustom && (!options.custom || options.custom.includes(f.code)));
  const labelOptions = fields.find((field) => field.code === 'label_ids')?.options ?? [];
  return (record) => {
    const { custom_fields: values, ...system } = record;
    const view: Record<string, unknown> = { ...system };
    if (kind === 'organization' && world.settings.websiteField === 'absent') delete view['website'];
    if (options.labels)
      view['labels'] = labelOptions.filter((option) => record.label_ids.includes(Number(option.id)));
    for (const key of options.include ?? []) view[key] = optionalValue(key, record, world);
    const entries = custom.map((f) => [f.code, customView(values[f.code], f, options.options)] as const);
    return { ...view, custom_fields: Object.fromEntries(entries) };
  };
}

function customView(value: CustomValue | undefined, field: Field, withLabels: boolean): unknown {
  if (value === undefined) return null;
  return withLabels && (field.type === 'enum' || field.type === 'set') ? labelled(value, field) : value;
}

function labelled(value: unknown, field: Field): unknown {
  if (Array.isArray(value)) return value.map((id) => labelled(id, field));
  const option = field.options?.find((candidate) => candidate.id === value);
  return option ? { id: option.id, label: option.label } : null;
}

/** No deals, activities, mails or files exist in this company: their counts are 0 and their ids null. */
function optionalValue(key: string, record: AnyRecord, world: World): unknown {
  if (key === 'people_count')
    return world.persons.filter((p) => p.org_id === record.id && !p.is_deleted).length;
  if (key === 'smart_bcc_email') return `${world.company.domain}+${record.id}@sandbox-mail.example`;
  if (key === 'marketing_status') return 'no_consent';
  if (key === 'doi_status') return 1;
  return key.endsWith('_count') ? 0 : null;
}
