import type { HostView } from '../host-view.ts';
import { type Html, html } from '../html.ts';
import { frameBody } from './surface.ts';

/** The app's settings page within Pipedrive: a full-width frame, and the way to remove the app. */
export function settingsPage(view: HostView): Html {
  const { app, installed, user } = view;
  if (!installed) {
    return html`<div class="list-head"><h1>${app.name}</h1></div>
<section class="card install-hint"><p>${app.name} is not installed for ${user.name}.</p>
<a class="button button-primary" href="${app.marketplacePath}">Install from Marketplace</a></section>`;
  }
  return html`<div data-frame-slot data-state="loading" data-title="${app.name} settings" data-surface="app_settings">
<div class="record-head"><div><a href="${app.marketplacePath}">Marketplace</a><h1>${app.name} settings</h1></div>
<div class="head-tools"><button type="button" class="button button-secondary" data-action="reload">Reload</button>
<form method="post" action="/host/uninstall" data-confirm="Remove ${app.name}?" data-confirm-text="The app loses its access to this company for ${user.name} and deletes what it stored." data-confirm-ok="Remove app">
<button class="button button-negative-quiet">Remove app</button></form></div></div>
<section class="surface" aria-label="${app.name} settings">${frameBody('The settings could not be loaded')}</section></div>`;
}
