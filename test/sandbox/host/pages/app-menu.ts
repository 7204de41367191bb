import type { HostView } from '../host-view.ts';
import { type Html, html } from '../html.ts';
import { icons } from './surface.ts';

/** What a menu stands for: one record's page, or the selection of a list. */
type MenuPlace = { kind: 'organization' | 'person'; recordId: number | null };

const listLocations = { organization: 'organizations_list', person: 'people_list' };

/** The three-dot menu with the app's modals for this place; nothing where the app has none. */
export function appMenu(view: HostView, { kind, recordId }: MenuPlace): Html | false {
  const location = recordId === null ? listLocations[kind] : `${kind}_details`;
  const entries = view.app.modals.filter((modal) => modal.locations.includes(location));
  if (entries.length === 0) return false;
  return html`<details class="menu"><summary class="icon-button icon-button-framed" aria-label="More actions">${icons.dots}</summary>
<ul class="menu-list">${entries.map(
    ({ id, name }) =>
      html`<li><button type="button" data-open-modal="${id}" data-resource="${kind}" ${recordId !== null && html`data-record-id="${recordId}"`}>${name} <small>${view.app.name}</small></button></li>`,
  )}</ul></details>`;
}
