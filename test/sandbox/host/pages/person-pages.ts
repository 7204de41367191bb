import type { Person } from '../../world.ts';
import type { HostView } from '../host-view.ts';
import { type Html, html } from '../html.ts';
import { customRows, personRows } from '../record-rows.ts';
import { type ListPage, listPage } from './list-page.ts';
import { type RecordPage, recordPage } from './record-page.ts';

/** The list of people. */
export function personsPage(
  view: HostView,
  list: Omit<ListPage, 'kind' | 'title' | 'path' | 'columns' | 'rows'> & { shown: readonly Person[] },
): Html {
  const { organizations, users } = view.world;
  const names = new Map(organizations.map((record) => [record.id, record.name]));
  return listPage(view, {
    ...list,
    kind: 'person',
    title: 'People',
    path: '/persons',
    columns: ['Name', 'Organization', 'Email', 'Owner'],
    rows: list.shown.map((record) => ({
      id: record.id,
      name: record.name,
      cells: [
        html`<a href="/person/${record.id}">${record.name}</a>`,
        record.org_id === null
          ? html`–`
          : html`<a href="/organization/${record.org_id}">${names.get(record.org_id) ?? '–'}</a>`,
        html`${record.emails[0]?.value ?? '–'}`,
        html`${users.find((user) => user.id === record.owner_id)?.name ?? '–'}`,
      ],
    })),
  });
}

/** The parts of a person's detail page. */
function personRecord(view: HostView, record: Person): RecordPage {
  const organization = view.world.organizations.find((entry) => entry.id === record.org_id);
  return {
    kind: 'person',
    id: record.id,
    title: record.name,
    surface: 'person_panel',
    standard: personRows(view.world, view.user, record),
    custom: customRows(view.world, 'person', record),
    related: html`<section class="card"><h2>Organization</h2>${
      organization
        ? html`<a href="/organization/${organization.id}">${organization.name}</a>`
        : html`<p class="empty">No organization is linked.</p>`
    }</section>`,
  };
}

/** The detail page of a person. */
export const personPage = (view: HostView, record: Person): Html =>
  recordPage(view, personRecord(view, record));
