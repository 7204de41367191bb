import type { Field, Organization, Person, User, World } from '../world.ts';
import {
  formatAddress,
  formatCustomValue,
  formatMoment,
  formatNumber,
  formatText,
  optionLabels,
} from './format-value.ts';
import { type Html, html } from './html.ts';

/** One line of a record's details. */
export type Row = {
  code: string;
  label: string;
  /** Undefined: the field is empty. */
  value: Html | undefined;
  /** Present on fields a person can edit in place: the text to edit. */
  editable?: string;
};

const visibility: Record<number, string> = {
  1: 'Owner only',
  3: "Owner's group",
  5: "Owner's group and sub-groups",
  7: 'Everyone',
};

/** The standard fields of an organization, in the order Pipedrive shows them. */
export function organizationRows(world: World, user: User, record: Organization): Row[] {
  const field = (code: string) =>
    world.fields.find((entry) => entry.entity === 'organization' && entry.code === code);
  const rows: (Row | undefined)[] = [
    { code: 'name', label: 'Name', value: html`${record.name}`, editable: record.name },
    world.settings.websiteField === 'absent' ? undefined : websiteRow(record),
    { code: 'label_ids', label: 'Labels', value: optionLabels(field('label_ids'), record.label_ids) },
    { code: 'address', label: 'Address', value: record.address ? formatAddress(record.address) : undefined },
    { code: 'linkedin', label: 'LinkedIn', value: textOrNothing(record.linkedin) },
    {
      code: 'industry',
      label: 'Industry',
      value: record.industry === null ? undefined : optionLabels(field('industry'), [record.industry]),
    },
    { code: 'annual_revenue', label: 'Annual revenue', value: numberOrNothing(record.annual_revenue) },
    { code: 'employee_count', label: 'Employees', value: numberOrNothing(record.employee_count) },
    ...commonRows(world, user, record),
  ];
  return rows.filter((row) => row !== undefined);
}

/** The standard fields of a person. */
export function personRows(world: World, user: User, record: Person): Row[] {
  const organization = world.organizations.find((entry) => entry.id === record.org_id);
  const contact = (points: Person['emails']) =>
    points.length === 0
      ? undefined
      : html`${points.map((point) => html`<span class="lines">${point.value} <small>(${point.label})</small></span> `)}`;
  return [
    { code: 'name', label: 'Name', value: html`${record.name}`, editable: record.name },
    {
      code: 'org_id',
      label: 'Organization',
      value: organization && html`<a href="/organization/${organization.id}">${organization.name}</a>`,
    },
    { code: 'emails', label: 'Email', value: contact(record.emails) },
    { code: 'phones', label: 'Phone', value: contact(record.phones) },
    ...commonRows(world, user, record),
  ];
}

/** The custom fields of a record, those of text editable. */
export function customRows(world: World, entity: Field['entity'], record: Organization | Person): Row[] {
  return world.fields
    .filter((field) => field.entity === entity && field.isCustom && !field.isDeleted)
    .map((field) => {
      const value = record.custom_fields[field.code];
      const row = { code: field.code, label: field.name, value: formatCustomValue(world, field, value) };
      return textTypes.has(field.type) ? { ...row, editable: typeof value === 'string' ? value : '' } : row;
    });
}

/** Types of custom fields a person edits in place here. */
export const textTypes: ReadonlySet<string> = new Set(['varchar', 'varchar_auto', 'text', 'phone']);

function commonRows(world: World, user: User, record: Organization | Person): Row[] {
  const owner = world.users.find((entry) => entry.id === record.owner_id);
  return [
    { code: 'owner_id', label: 'Owner', value: html`${owner?.name ?? `User ${record.owner_id}`}` },
    {
      code: 'visible_to',
      label: 'Visible to',
      value: html`${visibility[record.visible_to] ?? record.visible_to}`,
    },
    { code: 'add_time', label: 'Added', value: html`${formatMoment(record.add_time, user.timezone)}` },
    {
      code: 'update_time',
      label: 'Updated',
      value: html`${formatMoment(record.update_time, user.timezone)}`,
    },
  ];
}

const websiteRow = ({ website }: Organization): Row => ({
  code: 'website',
  label: 'Website',
  value: textOrNothing(website),
  editable: website ?? '',
});

const textOrNothing = (text: string | null): Html | undefined => (text ? formatText(text) : undefined);
const numberOrNothing = (value: number | null): Html | undefined =>
  value === null ? undefined : html`${formatNumber(value)}`;
