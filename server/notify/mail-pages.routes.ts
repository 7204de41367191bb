import { type ErrorRequestHandler, type Request, type RequestHandler, Router, urlencoded } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import { type PublicPage, sendPublicPage } from '../install/public-page.ts';
import { AppError, isAppError } from '../platform/errors.ts';
import type { NotifyDeps } from './notify-deps.ts';
import { linkOver } from './notify-errors.ts';
import { confirmAddress, toBeConfirmed, unsubscribe } from './sign-up.ts';

const tokenShape = z.string().regex(/^[\w-]{43}$/);

/**
 * The pages behind the links in mails. Opening one changes nothing, because mail scanners follow links: a press of its
 * button does, and for unsubscribing the POST that mail programs send (RFC 8058).
 */
export function createMailPagesRouter(deps: NotifyDeps): Router {
  const router = Router();
  const form = [limit(), urlencoded({ extended: false, limit: '4kb' })];

  router.get('/mail/confirm', limit(), async (request, response) => {
    const token = tokenOf(request);
    await toBeConfirmed(deps, token);
    sendPublicPage(response, {
      status: 200,
      title: 'Daily error mail',
      sentence:
        'Store Leads will send a mail to this address on days when something went wrong or waits for you.',
      form: { action: '/mail/confirm', token, button: 'Yes, send it' },
    });
  });
  router.post('/mail/confirm', ...form, async (request, response) => {
    await confirmAddress(deps, tokenOf(request));
    sendPublicPage(response, said('The daily error mail is on', 'You can close this page.'));
  });
  router.get('/mail/unsubscribe', limit(), (request, response) => {
    sendPublicPage(response, {
      status: 200,
      title: 'Daily error mail',
      sentence: 'Do you want no more of these mails? They can be switched on again on the settings page.',
      form: { action: '/mail/unsubscribe', token: tokenOf(request), button: 'Unsubscribe' },
    });
  });
  router.post('/mail/unsubscribe', ...form, async (request, response) => {
    await unsubscribe(deps, tokenOf(request));
    sendPublicPage(response, said('You get no more of these mails', 'You can close this page.'));
  });

  router.use('/mail', showToPerson);
  return router;
}

const said = (title: string, sentence: string): PublicPage => ({ status: 200, title, sentence });

/** The token of the form, or that of the address. @throws AppError `link_over` when there is none that could be ours. */
function tokenOf(request: Request): string {
  const body: unknown = request.body;
  const given = z.object({ token: tokenShape });
  const token = given.safeParse(body).data?.token ?? given.safeParse(request.query).data?.token;
  if (token === undefined) throw linkOver();
  return token;
}

function limit(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: 60,
    standardHeaders: true,
    legacyHeaders: false,
    handler: (_request, _response, next) => {
      const message = 'Too many requests from here. Wait a minute and try again.';
      next(new AppError({ code: 'too_many_requests', status: 429, message, retry: true }));
    },
  });
}

const showToPerson: ErrorRequestHandler = (thrown: unknown, _request, response, next) => {
  if (!isAppError(thrown) || response.headersSent) return next(thrown);
  const { status, message: sentence, code } = thrown;
  sendPublicPage(response, { status, title: 'That did not work', sentence, code });
};
