import { type Html, html } from '../html.ts';

const pageSize = 50;

export type ListPage = {
  title: string;
  /** Path of the list. */
  path: string;
  search: string;
  /** First page: 1. */
  number: number;
  total: number;
  columns: string[];
  /** One row of cells per record; the first cell is the row's heading. */
  rows: Html[][];
};

/** The part of a list that the asked page shows. A page past the end gives the last one. */
export function sliceOf<T>(records: readonly T[], asked: number): { number: number; shown: readonly T[] } {
  const last = Math.max(1, Math.ceil(records.length / pageSize));
  const number = Math.min(Math.max(1, Math.floor(asked) || 1), last);
  return { number, shown: records.slice((number - 1) * pageSize, number * pageSize) };
}

/** A list of records with search by name and pages. */
export function listPage(page: ListPage): Html {
  const { title, path, search, columns, rows, total } = page;
  return html`<div class="list-head"><h1>${title}</h1>
<form role="search" method="get" action="${path}">
<input type="search" name="search" value="${search}" aria-label="Search by name" placeholder="Search by name">
<button class="button button-secondary">Search</button>
</form></div>
${
  rows.length === 0
    ? html`<p class="card empty">${search === '' ? `There are no ${title.toLowerCase()} you can see.` : `Nothing is called “${search}”.`}</p>`
    : html`<div class="card table-card" tabindex="0" role="region" aria-label="${title}"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(([first, ...others]) => html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`
}
${pager(page, total)}`;
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
