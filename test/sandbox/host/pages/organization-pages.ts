import type { Organization } from '../../world.ts';
import { formatCustomValue, formatText } from '../format-value.ts';
import type { HostView } from '../host-view.ts';
import { type Html, html } from '../html.ts';
import { customRows, organizationRows } from '../record-rows.ts';
import { type ListPage, listPage } from './list-page.ts';
import { type RecordPage, recordPage } from './record-page.ts';

const fieldColumns = 4;

/** The list of organizations: name, website, owner and the custom fields that are filled most often among those shown. */
export function organizationsPage(
  view: HostView,
  list: Omit<ListPage, 'kind' | 'title' | 'path' | 'columns' | 'rows'> & { shown: readonly Organization[] },
): Html {
  const { world } = view;
  const filled = (code: string) =>
    list.shown.filter((record) => record.custom_fields[code] !== undefined).length;
  const fields = world.fields
    .filter(
      (field) =>
        field.entity === 'organization' && field.isCustom && !field.isDeleted && filled(field.code) > 0,
    )
    .sort((one, other) => filled(other.code) - filled(one.code))
    .slice(0, fieldColumns);
  const website = world.settings.websiteField === 'by_default';
  return listPage(view, {
    ...list,
    kind: 'organization',
    title: 'Organizations',
    path: '/organizations',
    columns: ['Name', ...(website ? ['Website'] : []), 'Owner', ...fields.map((field) => field.name)],
    rows: list.shown.map((record) => ({
      id: record.id,
      name: record.name,
      cells: [
        html`<a href="/organization/${record.id}">${record.name}</a>`,
        ...(website ? [record.website ? formatText(record.website) : html`–`] : []),
        html`${world.users.find((user) => user.id === record.owner_id)?.name ?? '–'}`,
        ...fields.map(
          (field) => formatCustomValue(world, field, record.custom_fields[field.code]) ?? html`–`,
        ),
      ],
    })),
  });
}

/** The parts of an organization's detail page. */
function organizationRecord(view: HostView, record: Organization): RecordPage {
  const people = view.world.persons.filter((person) => person.org_id === record.id && !person.is_deleted);
  return {
    kind: 'organization',
    id: record.id,
    title: record.name,
    surface: 'organization_panel',
    standard: organizationRows(view.world, view.user, record),
    custom: customRows(view.world, 'organization', record),
    related: html`<section class="card"><h2>People</h2>${
      people.length === 0
        ? html`<p class="empty">Nobody is linked yet.</p>`
        : html`<ul class="plain">${people.map((person) => html`<li><a href="/person/${person.id}">${person.name}</a></li>`)}</ul>`
    }</section>`,
  };
}

/** The detail page of an organization. */
export const organizationPage = (view: HostView, record: Organization): Html =>
  recordPage(view, organizationRecord(view, record));
