import { createHash } from 'node:crypto';
import type { Entity, Field, FieldOption } from '../world.ts';

/** The 40-digit code of a custom field: derived from a name, so that a seed gives the same codes each time. */
export function fieldCode(key: string): string {
  return createHash('sha1').update(key).digest('hex');
}

/** A field with everything at its default. */
export function newField(
  entity: Entity,
  code: string,
  name: string,
  type: string,
  more: Partial<Field> = {},
): Field {
  return {
    entity,
    code,
    name,
    type,
    options: null,
    isCustom: false,
    isOptional: false,
    isDeleted: false,
    uiVisibility: {
      add_visible_flag: false,
      details_visible_flag: true,
      show_in_add_deal_dialog: { show: false, order: null },
      ...(entity === 'organization' ? { show_in_add_person_dialog: { show: false, order: null } } : {}),
    },
    importantFields: { enabled: false, stage_ids: [] },
    requiredFields: { enabled: false },
    ...more,
  };
}

const optional = { isOptional: true };
const labels = (...names: string[]): FieldOption[] =>
  names.map((label, index) => ({ id: index + 1, label, color: ['red', 'green', 'blue'][index] ?? null }));

const counts = (entity: Entity): Field[] =>
  [
    ['next_activity_id', 'Next activity', 'activity'],
    ['open_deals_count', 'Open deals', 'int'],
    ['won_deals_count', 'Won deals', 'int'],
    ['lost_deals_count', 'Lost deals', 'int'],
    ['activities_count', 'Total activities', 'int'],
    ['email_messages_count', 'Email messages count', 'int'],
  ].map(([code = '', name = '', type = '']) => newField(entity, code, name, type, optional));

const shared = (entity: Entity): Field[] => [
  newField(entity, 'id', 'ID', 'int'),
  newField(entity, 'name', 'Name', 'varchar', { requiredFields: { enabled: true } }),
  newField(entity, 'owner_id', 'Owner', 'user'),
  newField(entity, 'label_ids', 'Labels', 'set', { options: labels('Customer', 'Hot lead', 'Supplier') }),
  newField(entity, 'add_time', 'Created', 'date'),
  newField(entity, 'update_time', 'Updated', 'date'),
  newField(entity, 'visible_to', 'Visible to', 'visible_to', {
    options: [
      { id: 1, label: 'Item owner' },
      { id: 3, label: "Item owner's visibility group" },
      { id: 5, label: "Item owner's visibility group and sub-groups" },
      { id: 7, label: 'All users' },
    ],
  }),
];

/** The system fields of organizations and persons. Names of the standard ones as in Pipedrive's documents. */
export function systemFields(): Field[] {
  return [
    ...shared('organization'),
    newField('organization', 'address', 'Address', 'address'),
    newField('organization', 'website', 'Website', 'varchar'),
    newField('organization', 'linkedin', 'LinkedIn profile', 'varchar'),
    newField('organization', 'industry', 'Industry', 'enum', {
      options: ['Apparel', 'Food and drink', 'Home and garden', 'Professional services', 'Transport'].map(
        (label, i) => ({
          id: i + 1,
          label,
        }),
      ),
    }),
    newField('organization', 'annual_revenue', 'Annual revenue', 'double'),
    newField('organization', 'employee_count', 'Number of employees', 'int'),
    newField('organization', 'people_count', 'People', 'int', optional),
    ...counts('organization'),
    ...shared('person'),
    newField('person', 'first_name', 'First name', 'varchar'),
    newField('person', 'last_name', 'Last name', 'varchar'),
    newField('person', 'emails', 'Email', 'varchar_options'),
    newField('person', 'phones', 'Phone', 'varchar_options'),
    newField('person', 'org_id', 'Organization', 'org'),
    newField('person', 'picture_id', 'Profile picture', 'picture'),
    ...counts('person'),
  ];
}

/** What the company's people added over the years: fields of all four record types count towards the plan's cap. */
export function customFields(): Field[] {
  const add = (
    entity: Entity,
    name: string,
    type: string,
    options: string[] | null = null,
    firstOption = 100,
  ): Field =>
    newField(entity, fieldCode(`${entity}/${name}`), name, type, {
      isCustom: true,
      options: options?.map((label, i) => ({ id: firstOption + i, label })) ?? null,
    });
  return [
    add('organization', 'Shop URL', 'varchar'),
    add('organization', 'City', 'varchar'),
    add('organization', 'Customer tier', 'enum', ['Gold', 'Silver', 'Bronze'], 100),
    add('organization', 'Sales channels', 'set', ['Online', 'Wholesale', 'Own stores'], 110),
    add('organization', 'Contract value', 'monetary'),
    add('organization', 'Signed on', 'date'),
    add('organization', 'Discount', 'double'),
    add('organization', 'Remarks', 'text'),
    add('organization', 'Warehouse', 'address'),
    add('organization', 'Hotline', 'phone'),
    add('organization', 'Market segment', 'varchar_auto'),
    add('person', 'Role', 'varchar'),
    add('person', 'Newsletter', 'enum', ['Yes', 'No'], 120),
    add('person', 'Interests', 'set', ['Logistics', 'Payments', 'Design'], 130),
    add('person', 'Direct line', 'phone'),
    add('person', 'Department', 'varchar_auto'),
    add('person', 'Office', 'address'),
    add('person', 'Background', 'text'),
    ...['Source', 'Competitor', 'Expected margin', 'Region'].map((name) => add('deal', name, 'varchar')),
    ...['Supplier code', 'Weight'].map((name) => add('product', name, 'varchar')),
  ];
}
