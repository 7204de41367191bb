import type { HostView } from '../host-view.ts';
import { type Html, html } from '../html.ts';
import { appMenu } from './app-menu.ts';

const pageSize = 50;

/** One line of a list; the first cell is the row's heading. */
type ListRow = { id: number; name: string; cells: Html[] };

export type ListPage = {
  kind: 'organization' | 'person';
  title: string;
  /** Path of the list. */
  path: string;
  search: string;
  /** First page: 1. */
  number: number;
  total: number;
  columns: string[];
  rows: ListRow[];
};

/** The part of a list that the asked page shows. A page past the end gives the last one. */
export function sliceOf<T>(records: readonly T[], asked: number): { number: number; shown: readonly T[] } {
  const last = Math.max(1, Math.ceil(records.length / pageSize));
  const number = Math.min(Math.max(1, Math.floor(asked) || 1), last);
  return { number, shown: records.slice((number - 1) * pageSize, number * pageSize) };
}

/** A list of records with search by name, pages, and a menu for what is selected. */
export function listPage(view: HostView, page: ListPage): Html {
  const { title, path, search, rows, total } = page;
  return html`<div class="list-head"><h1>${title}</h1>
<form role="search" method="get" action="${path}">
<input type="search" name="search" value="${search}" aria-label="Search by name" placeholder="Search by name">
<button class="button button-secondary">Search</button>
</form></div>
${
  rows.length === 0
    ? html`<p class="card empty">${search === '' ? `There are no ${title.toLowerCase()} you can see.` : `Nothing is called “${search}”.`}</p>`
    : table(view, page)
}
${pager(page, total)}`;
}

/** A search narrows the list, so the box above all others then selects the rows shown, and not everything. */
function table(view: HostView, { kind, title, search, columns, rows, total }: ListPage): Html {
  return html`<div data-list ${search === '' && html`data-everything="${total}"`}>
<div class="bulk"><span role="status" data-selected-count></span>
<div class="head-tools" data-selected-tools hidden><button type="button" class="button button-secondary" data-action="unselect">Clear selection</button>
${appMenu(view, { kind, recordId: null })}</div></div>
<div class="card table-card" tabindex="0" role="region" aria-label="${title}"><table>
<thead><tr><td class="pick"><input type="checkbox" data-pick-all aria-label="Select all ${title.toLowerCase()}"></td>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(tableRow)}</tbody>
</table></div></div>`;
}

function tableRow({ id, name, cells: [first, ...others] }: ListRow): Html {
  return html`<tr><td class="pick"><input type="checkbox" data-pick value="${id}" aria-label="Select ${name}"></td><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`;
}

function pager({ path, search, number, rows }: ListPage, total: number): Html | false {
  if (rows.length === 0) return false;
  const first = (number - 1) * pageSize + 1;
  const to = (target: number) =>
    `${path}?${new URLSearchParams({ ...(search && { search }), page: String(target) })}`;
  return html`<nav class="pager" aria-label="Pages"><span>${first}–${first + rows.length - 1} of ${total}</span>
${number > 1 && html`<a class="button button-secondary" href="${to(number - 1)}">Previous</a>`}
${first + rows.length - 1 < total && html`<a class="button button-secondary" href="${to(number + 1)}">Next</a>`}</nav>`;
}
