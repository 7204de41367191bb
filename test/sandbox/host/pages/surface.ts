import type { HostView } from '../host-view.ts';
import { type Html, html } from '../html.ts';

/** The surfaces of the app that the host can show. */
export type Surface = 'organization_panel' | 'person_panel' | 'app_settings' | 'custom_modal';

/** The app's panel in the sidebar of a record; before an install only a hint. */
export function appPanel(view: HostView, surface: Surface, recordId: number): Html {
  const { app, installed } = view;
  if (!installed) {
    return html`<section class="panel install-hint" aria-label="Apps">
<p>${app.name} is not installed for ${view.user.name}.</p>
<a class="button button-secondary" href="${app.marketplacePath}">Install from Marketplace</a>
</section>`;
  }
  return html`<section class="panel" aria-label="${app.name}" data-frame-slot data-state="loading" data-collapsed="false" data-title="${app.name} panel" data-surface="${surface}" data-record-id="${recordId}">
<header class="panel-header">
<span class="app-icon" aria-hidden="true">${app.name.charAt(0)}</span>
<h2>${app.name}</h2>
<button type="button" class="icon-button" data-action="reload" aria-label="Reload ${app.name}">${icons.reload}</button>
<button type="button" class="icon-button" data-action="collapse" aria-expanded="true" aria-label="${app.name} panel">${icons.chevron}</button>
<details class="menu"><summary class="icon-button" aria-label="More of ${app.name}">${icons.dots}</summary>
<ul class="menu-list">
<li><button type="button" data-action="reload">Reload panel</button></li>
<li><a href="${app.settingsPath}">App settings</a></li>
<li><a href="${app.marketplacePath}">Marketplace page</a></li>
</ul></details>
</header>
${frameBody('The panel could not be loaded')}
</section>`;
}

/** Where the frame goes, with what is shown while it loads and when it never does. */
export function frameBody(failure: string): Html {
  return html`<div class="frame-body"><div class="frame"></div>
<div class="frame-loading" role="status">Loading…</div>
<div class="frame-failed" role="alert"><p>${failure}. The app did not answer in time.</p>
<button type="button" class="button button-secondary" data-action="reload">Try again</button></div></div>`;
}

const icon = (path: string, width = 1.6): Html =>
  html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="${path}" fill="none" stroke="currentColor" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

export const icons = {
  reload: icon('M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 2v3h-3'),
  chevron: icon('M4 6l4 4 4-4'),
  dots: icon('M3 8h.01M8 8h.01M13 8h.01', 2.6),
};
