import { createHmac } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import { registeredUrls } from '../registration.ts';
import type { SandboxDeps } from '../sandbox-deps.ts';
import { currentUser, signIn } from '../web/current-user.ts';
import { escapeHtml, page } from '../web/html.ts';
import type { User } from '../world.ts';
import { issueCode } from './grants.ts';
import { scopeInWords } from './scope-words.ts';

type Asked = { clientId: string; redirectUri: string; state: string | null };

/** `GET /oauth/authorize` and the buttons on it; `POST /session` signs a user of the company in. */
export function authorizePages(deps: SandboxDeps): express.Router {
  const router = express.Router();
  const form = express.urlencoded({ extended: false });
  router.get('/oauth/authorize', (request, response) => {
    const asked = askedFor(deps, new URL(request.originalUrl, 'http://sandbox').searchParams);
    if (typeof asked === 'string') return refuse(response, asked);
    const user = currentUser(deps.world, request);
    response.send(user ? consentPage(deps, user, asked) : chooseUserPage(deps, request.originalUrl));
  });
  router.post('/oauth/authorize', form, (request, response) => {
    const sent = new URLSearchParams(request.body);
    const asked = askedFor(deps, sent);
    if (typeof asked === 'string') return refuse(response, asked);
    const user = currentUser(deps.world, request);
    if (!user || sent.get('nonce') !== nonceFor(deps, user)) return refuse(response, 'Sign in and try again');
    const target = new URL(asked.redirectUri);
    if (sent.get('decision') === 'allow')
      target.searchParams.set('code', issueCode(deps, user.id, asked.redirectUri));
    else target.searchParams.set('error', 'user_denied');
    if (asked.state !== null) target.searchParams.set('state', asked.state);
    deps.save();
    response.redirect(302, target.href);
  });
  router.post('/session', form, (request, response) => {
    const user = deps.world.users.find(
      (candidate) => candidate.id === Number(request.body?.userId) && candidate.active,
    );
    if (!user) return refuse(response, 'There is no such active user');
    signIn(deps.world, request, response, user.id);
    deps.save();
    response.redirect(303, localPath(request));
  });
  return router;
}

/** What the app asks for, or why it cannot be asked. */
function askedFor({ world, registration, appUrl }: SandboxDeps, query: URLSearchParams): Asked | string {
  const clientId = query.get('client_id');
  const redirectUri = query.get('redirect_uri');
  if (clientId !== world.app.clientId) return 'The app is unknown';
  if (query.get('scope') === '') return 'The scope is empty';
  if (redirectUri !== registeredUrls(registration, appUrl()).callback) {
    return 'The redirect_uri is not the callback URL of the app';
  }
  return { clientId, redirectUri, state: query.get('state') };
}

function consentPage(deps: SandboxDeps, user: User, asked: Asked): string {
  const hidden = (name: string, value: string | null) =>
    value === null ? '' : `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
  const { name, summary } = deps.registration;
  return page(
    `${name} wants access`,
    `<h1>${escapeHtml(name)}</h1>
<p class="dim">${escapeHtml(summary)}</p>
<div class="card"><p><strong>${escapeHtml(name)}</strong> wants to work with <strong>${escapeHtml(deps.world.company.name)}</strong>
in the name of <strong>${escapeHtml(user.name)}</strong>${user.isAdmin ? ', an admin' : ''}. It will be able to:</p>
<ul>${deps.world.settings.scopes.map((scope) => `<li>${escapeHtml(scopeInWords(scope))}</li>`).join('')}</ul>
<form method="post" action="/oauth/authorize">
${hidden('client_id', asked.clientId)}${hidden('redirect_uri', asked.redirectUri)}${hidden('state', asked.state)}
${hidden('nonce', nonceFor(deps, user))}
<button class="go" name="decision" value="allow">Allow and install</button>
<button name="decision" value="cancel">Cancel</button>
</form></div>
<p class="dim">Not ${escapeHtml(user.name)}? Choose another user:</p>
${userButtons(
  deps,
  `/oauth/authorize?${new URLSearchParams({
    client_id: asked.clientId,
    redirect_uri: asked.redirectUri,
    ...(asked.state === null ? {} : { state: asked.state }),
  })}`,
  user.id,
)}`,
  );
}

/** Asks who is there; `next` is the path to come back to. */
function chooseUserPage(deps: Pick<SandboxDeps, 'world'>, next: string): string {
  return page(
    'Choose a user',
    `<h1>Who are you?</h1><p class="dim">Users of ${escapeHtml(deps.world.company.name)}</p>
${userButtons(deps, next, null)}`,
  );
}

/** One button for each active user, to sign in or switch. */
export function userButtons(
  { world }: Pick<SandboxDeps, 'world'>,
  next: string,
  exceptId: number | null,
): string {
  return world.users
    .filter((user) => user.active && user.id !== exceptId)
    .map(
      (
        user,
      ) => `<form class="inline" method="post" action="/session"><input type="hidden" name="next" value="${escapeHtml(next)}">
<button name="userId" value="${user.id}">${escapeHtml(user.name)}${user.isAdmin ? ' (admin)' : ''}</button></form>`,
    )
    .join(' ');
}

/** Ties the consent form to the signed-in user, so that no other page can press Allow for them. */
function nonceFor({ world }: SandboxDeps, user: User): string {
  return createHmac('sha256', world.app.clientSecret).update(`consent ${user.id}`).digest('base64url');
}

/** Where to go after signing in: a path of this site only. */
function localPath(request: Request): string {
  const next = String(request.body?.next ?? '/');
  return next.startsWith('/') && !next.startsWith('//') ? next : '/';
}

function refuse(response: Response, reason: string): void {
  response
    .status(400)
    .send(page('Cannot authorize', `<h1>Cannot authorize</h1><p>${escapeHtml(reason)}.</p>`));
}
