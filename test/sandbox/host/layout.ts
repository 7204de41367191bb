import type { HostView } from './host-view.ts';
import { type Html, html } from './html.ts';

/** A whole page of the host: top bar, content, simulator drawer. */
export function layout(view: HostView, page: { title: string; content: Html }): string {
  const { theme, timing, app } = view;
  const document = html`<!doctype html>
<html lang="en" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · ${view.world.company.name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/host/assets/host.css">
<script type="module" src="/host/assets/host.js"></script>
</head>
<body data-settings-path="${app.settingsPath}" data-initialise-timeout-ms="${timing.initialiseTimeoutMs}" data-refresh-ms="${timing.refreshMs}" data-modals="${JSON.stringify(app.modals.map(({ id, name }) => ({ id, name })))}">
<a class="skip" href="#content">Skip to content</a>
${topBar(view)}
<main id="content" tabindex="-1">${page.content}</main>
<div class="snackbars" role="status"></div>
${drawer}
</body>
</html>`;
  return document.markup;
}

function topBar(view: HostView): Html {
  const { world, user, theme, path, app } = view;
  const link = (href: string, label: string, within: string) =>
    html`<a href="${href}" ${path.startsWith(within) ? html`aria-current="page"` : ''}>${label}</a>`;
  return html`<header class="top-bar">
<a class="company" href="/">${world.company.name}</a>
<nav aria-label="Main">
${link('/organizations', 'Organizations', '/organization')}
${link('/persons', 'People', '/person')}
</nav>
<div class="top-tools">
<details class="menu"><summary class="button button-quiet">Tools and apps</summary>
<ul class="menu-list">
<li><a href="${app.marketplacePath}">Marketplace</a></li>
<li><a href="${app.settingsPath}">${app.name} settings</a></li>
</ul></details>
<button type="button" class="button button-quiet" data-action="theme">${theme === 'dark' ? 'Light theme' : 'Dark theme'}</button>
<details class="menu"><summary class="button button-quiet"><span class="avatar" aria-hidden="true">${initials(user.name)}</span> ${user.name}</summary>
<form class="menu-list" method="post" action="/host/user"><input type="hidden" name="back" value="${path}">
${view.users.map((other) => userChoice(other, other.id === user.id))}
</form></details>
</div>
</header>`;
}

const userChoice = (user: HostView['user'], current: boolean): Html =>
  html`<button name="user" value="${user.id}" ${current ? html`aria-current="true"` : ''}>${user.name} <small>${user.isAdmin ? 'Admin' : 'Regular user'}</small></button>`;

const initials = (name: string): string =>
  name
    .split(' ')
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('');

const drawer = html`<aside class="drawer" aria-label="Simulator"><details><summary>Simulator: messages and faults</summary>
<p>A changed switch counts from the next message, those about the frame's address from the next reload of the frame.</p>
<div class="drawer-faults" data-drawer="faults"></div>
<ol class="drawer-log" data-drawer="log" tabindex="0" aria-label="Messages between host and app"></ol>
</details></aside>`;
