import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';

/**
 * How the trivial app behaves: `normal` initialises at once; `idle` constructs nothing; the others forbid framing.
 */
export type AppManner = 'normal' | 'idle' | 'x_frame_options' | 'frame_ancestors';

export type TrivialApp = {
  origin: string;
  manner: AppManner;
  /** Code of a module the pages load instead of the plain SDK. */
  module: string | null;
  /** Names of the cookies the last request to `/cookies` brought. */
  cookiesSeen: string[];
  close(): Promise<void>;
};

/**
 * An app of one page that loads the unmodified SDK and keeps it as `window.sdk`; `window.ready` is the promise of
 * `initialize`. Tests drive it from outside. Served from 127.0.0.1, so that it is cross-site to the host on localhost.
 */
export async function startTrivialApp(): Promise<TrivialApp> {
  const sdk = await readFile(
    createRequire(import.meta.url).resolve('@pipedrive/app-extensions-sdk/dist/index.umd.js'),
    'utf8',
  );
  const server = express();
  const app: TrivialApp = {
    origin: '',
    manner: 'normal',
    module: null,
    cookiesSeen: [],
    close: async () => {},
  };

  server.get('/sdk.js', (_request, response) => void response.type('js').send(sdk));
  server.get('/own.js', (_request, response) => void response.type('js').send(app.module));
  server.get('/cookies', (request, response) => {
    const pairs = (request.headers.cookie ?? '').split('; ').filter((pair) => pair !== '');
    app.cookiesSeen = pairs.map((pair) => pair.split('=')[0] ?? '');
    response.json(app.cookiesSeen);
  });
  server.get(['/panel', '/settings', '/modal'], (_request, response) => {
    forbidFraming(response, app.manner);
    for (const cookie of [
      'plain=1',
      'lax=1; SameSite=Lax',
      'none=1; SameSite=None; Secure',
      'parted=1; SameSite=None; Secure; Partitioned',
    ]) {
      response.append('Set-Cookie', `${cookie}; Path=/`);
    }
    const begin = app.manner === 'idle' ? '' : start;
    const scripts =
      app.module === null
        ? `<script src="/sdk.js"></script><script>${begin}</script>`
        : '<script type="module" src="/own.js"></script>';
    response.type('html').send(`<!doctype html><title>App</title><p>An app</p>${scripts}`);
  });

  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  app.origin = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  app.close = () =>
    new Promise((resolve) => {
      listening.close(() => resolve());
      listening.closeAllConnections();
    });
  return app;
}

const start = `
  try {
    window.sdk = new AppExtensionsSDK();
    window.ready = window.sdk.initialize({ size: { height: 300 } });
  } catch (error) {
    window.failed = error.message;
  }`;

function forbidFraming(response: Response, manner: AppManner): void {
  if (manner === 'x_frame_options') response.set('X-Frame-Options', 'SAMEORIGIN');
  if (manner === 'frame_ancestors') response.set('Content-Security-Policy', "frame-ancestors 'self'");
}
