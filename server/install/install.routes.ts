import { type ErrorRequestHandler, json, type RequestHandler, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import { sameSecret } from '../platform/crypto.ts';
import { parse } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import { browserCookie } from './browser-cookie.ts';
import type { InstallDeps } from './install-deps.ts';
import { beginInstall, finishInstall } from './oauth-flow.ts';
import { sendPublicPage } from './public-page.ts';
import { uninstall } from './uninstall.ts';
import { sharingNotice, uninstallCall } from './uninstall-call.ts';

const callbackQuery = z.object({
  code: z.string().min(1).max(4096).optional(),
  state: z.string().min(1).max(256).optional(),
  error: z.string().max(256).optional(),
});

/**
 * The public routes of installing: `GET /install`, and `/oauth/callback` with GET (code or error), DELETE (uninstall)
 * and POST (app-sharing notice).
 */
export function createInstallRouter(deps: InstallDeps): Router {
  const { options, log } = deps;
  const cookie = browserCookie(options.appUrl);
  const router = Router();
  const byPipedrive = [
    limit({ failedOnly: true }),
    pipedriveOnly(options),
    json({ type: () => true, limit: '16kb' }),
  ];

  router.get('/install', limit({ failedOnly: false }), async (request, response) => {
    const { location, browser } = await beginInstall(deps, cookie.read(request));
    cookie.set(response, browser);
    response.set('Cache-Control', 'no-store').redirect(location);
  });

  router.get('/oauth/callback', limit({ failedOnly: false }), async (request, response) => {
    const query = parse(callbackQuery, request.query, 'query');
    const landing = await finishInstall(deps, { ...query, browser: cookie.read(request) });
    if (landing.kind === 'installed') {
      response.set('Cache-Control', 'no-store').redirect(landing.location);
      return;
    }
    sendPublicPage(response, {
      status: 200,
      title: 'Store Leads was not installed',
      sentence: 'You cancelled, so nothing was connected and nothing stored. You can close this page.',
      link: { href: '/install', text: 'Install after all' },
    });
  });

  router.delete('/oauth/callback', ...byPipedrive, async (request, response) => {
    const call = parse(uninstallCall, request.body, 'body');
    if (!sameSecret(call.clientId, options.clientId)) throw otherApp();
    const outcome = await uninstall(deps, call);
    response.json({ outcome });
  });

  router.post('/oauth/callback', ...byPipedrive, (request, response) => {
    const { company_id: companyId, user_id: userId, isShared } = parse(sharingNotice, request.body, 'body');
    log.info({ companyId, userId, isShared }, 'app-sharing notice');
    response.status(204).end();
  });

  router.use(showToPerson(log));
  return router;
}

/** Lets only Pipedrive through: Basic authentication with the app's own credentials. */
function pipedriveOnly({ clientId, clientSecret }: InstallDeps['options']): RequestHandler {
  return (request, _response, next) => {
    const [scheme, encoded = ''] = (request.get('authorization') ?? '').split(' ');
    const given = Buffer.from(encoded, 'base64').toString('utf8');
    const good = sameSecret(given, `${clientId}:${clientSecret}`);
    if (good && scheme?.toLowerCase() === 'basic') return next();
    throw new AppError({
      code: 'bad_credentials',
      status: 401,
      message: 'This address is for Pipedrive: it takes the app’s own credentials.',
    });
  };
}

function otherApp(): AppError {
  return new AppError({ code: 'other_app', status: 403, message: 'This call is about another app.' });
}

/** An install is a handful of requests; more from one address are a machine. */
function limit({ failedOnly }: { failedOnly: boolean }): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: 120,
    skipSuccessfulRequests: failedOnly,
    standardHeaders: true,
    legacyHeaders: false,
    handler: (_request, _response, next) => {
      const message = 'Too many requests from here. Wait a minute and try again.';
      next(new AppError({ code: 'too_many_requests', status: 429, message, retry: true }));
    },
  });
}

/** Errors of the addresses a person is sent to become a page; the machine's routes leave theirs to the app. */
function showToPerson(log: InstallDeps['log']): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (request.method !== 'GET' || response.headersSent) return next(thrown);
    const error = thrown instanceof AppError ? thrown : ourFault(thrown);
    if (error.report) log.error({ err: thrown, code: error.code }, 'install failed');
    sendPublicPage(response, {
      status: error.status,
      title: 'Store Leads was not installed',
      sentence: error.message,
      link: { href: '/install', text: 'Install again' },
      code: error.code,
    });
  };
}

function ourFault(cause: unknown): AppError {
  return new AppError({
    code: 'internal',
    status: 500,
    message: 'The install did not work because of a fault on our side. Install again in a minute.',
    retry: true,
    report: true,
    cause,
  });
}
