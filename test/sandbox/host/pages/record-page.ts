import type { HostView } from '../host-view.ts';
import { type Html, html } from '../html.ts';
import type { Row } from '../record-rows.ts';
import { appMenu } from './app-menu.ts';
import { appPanel, type Surface } from './surface.ts';

export type RecordPage = {
  kind: 'organization' | 'person';
  id: number;
  title: string;
  surface: Surface;
  standard: Row[];
  custom: Row[];
  /** Further cards of the sidebar, such as the people of an organization. */
  related: Html;
};

/** The detail page of a record: app panel and related records in the sidebar, the fields beside it. */
export function recordPage(view: HostView, page: RecordPage): Html {
  const list =
    page.kind === 'organization'
      ? { href: '/organizations', label: 'Organizations' }
      : { href: '/persons', label: 'People' };
  return html`<div class="record-head"><div><a href="${list.href}">${list.label}</a><h1>${page.title}</h1></div>
<div class="head-tools"><button type="button" class="button button-secondary" data-action="refresh">Refresh</button>
${appMenu(view, { kind: page.kind, recordId: page.id })}</div></div>
<div class="record">
<aside class="sidebar" aria-label="Sidebar">${appPanel(view, page.surface, page.id)}${page.related}</aside>
<div class="record-main" data-record="/host/records/${page.kind}/${page.id}">${recordFields(page.standard, page.custom)}</div>
</div>`;
}

/** The fields of a record, empty ones folded away. Also what the page re-reads every few seconds. */
export function recordFields(standard: Row[], custom: Row[]): Html {
  return html`<section class="card"><h2>Details</h2>${rowList(standard)}</section>
<section class="card"><h2>Custom fields</h2>${custom.length === 0 ? html`<p class="empty">This company has no custom fields yet.</p>` : foldedRows(custom)}</section>`;
}

function foldedRows(rows: Row[]): Html {
  const filled = rows.filter((row) => row.value !== undefined);
  const empty = rows.filter((row) => row.value === undefined);
  return html`${filled.length > 0 && rowList(filled)}
${empty.length > 0 && html`<details id="empty-fields" class="folded"><summary>${empty.length} empty ${empty.length === 1 ? 'field' : 'fields'}</summary>${rowList(empty)}</details>`}`;
}

const rowList = (rows: Row[]): Html => html`<dl class="fields">${rows.map(fieldRow)}</dl>`;

function fieldRow({ code, label, value, editable }: Row): Html {
  const edit =
    editable !== undefined &&
    html`<button type="button" class="edit" data-edit="${code}" data-label="${label}" data-value="${editable}" aria-label="Edit ${label}">Edit</button>`;
  return html`<div class="field" data-field="${code}"><dt>${label}</dt><dd><span class="field-value">${value ?? '–'}</span>${edit}</dd></div>`;
}
