import express from 'express';
import { userButtons } from '../oauth/authorize.ts';
import { uninstallApp } from '../oauth/uninstall.ts';
import { registeredUrls } from '../registration.ts';
import type { SandboxDeps } from '../sandbox-deps.ts';
import { currentUser } from './current-user.ts';
import { escapeHtml, page } from './html.ts';

/** The app's page in the Marketplace, with its Install button, and the button that removes the app. */
export function marketplacePages(deps: SandboxDeps): express.Router {
  const router = express.Router();
  router.get('/marketplace/app/:clientId', (request, response) => {
    if (request.params.clientId !== deps.world.app.clientId) {
      return void response.status(404).send(page('Not found', '<h1>There is no such app</h1>'));
    }
    const user = currentUser(deps.world, request);
    const installed = user !== null && deps.world.installs.some((install) => install.userId === user.id);
    response.send(listing(deps, user ? { ...user, installed } : null));
  });
  router.post('/marketplace/app/:clientId/remove', async (request, response) => {
    const user = currentUser(deps.world, request);
    if (user) await uninstallApp(deps, user.id);
    response.redirect(303, `/marketplace/app/${deps.world.app.clientId}`);
  });
  return router;
}

/** Where Install leads: to the app's Installation URL, else straight to the consent page, without state. */
function installUrl(deps: SandboxDeps): string {
  const urls = registeredUrls(deps.registration, deps.appUrl());
  const query = new URLSearchParams({ client_id: deps.world.app.clientId, redirect_uri: urls.callback });
  return urls.installation ?? `/oauth/authorize?${query}`;
}

function listing(deps: SandboxDeps, user: { id: number; name: string; installed: boolean } | null): string {
  const { registration, world } = deps;
  const here = `/marketplace/app/${world.app.clientId}`;
  const features = registration.extensions
    .filter((extension) => extension.name !== undefined)
    .map(
      (extension) => `<li>${escapeHtml(`${extension.name}: ${String(extension['description'] ?? '')}`)}</li>`,
    );
  const actions = user?.installed
    ? `<p>Installed for ${escapeHtml(user.name)}.</p>
<a class="button go" href="/settings/marketplace/app/${world.app.clientId}/app-settings">Open settings</a>
<form class="inline" method="post" action="${here}/remove"><button>Remove app</button></form>`
    : `<a class="button go" id="install" href="${escapeHtml(installUrl(deps))}">Install</a>`;
  return page(
    registration.name,
    `<p class="dim">Marketplace of the sandbox: a pretend Pipedrive with an invented company, ${escapeHtml(world.company.name)}</p>
<h1>${escapeHtml(registration.name)}</h1><p>${escapeHtml(registration.summary)}.</p>
<div class="card">${actions}</div>
${features.length > 0 ? `<h2>Features</h2><ul>${features.join('')}</ul>` : ''}
<p class="dim">${user ? `You are ${escapeHtml(user.name)}. Switch to ` : 'Sign in as '}${userButtons(deps, here, user?.id ?? null)}</p>
<p><a href="/organizations">Organizations</a> · <a href="/__control">Sandbox controls</a></p>`,
  );
}
