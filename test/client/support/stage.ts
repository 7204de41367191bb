import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express, { type Express, type Request } from 'express';
import { afterAll } from 'vitest';

/** What the pretend server answers: a body with 200, or a status with a body. */
type Answer = { status: number; body: unknown } | ((request: Request) => { status: number; body: unknown });

export type Stage = {
  appOrigin: string;
  hostUrl: string;
  /** `GET /api/settings` → what to answer. Anything else under /api is answered with 404. */
  answers: Map<string, Answer>;
  /** Every call under /api, in order. */
  calls: { call: string; token: string | undefined; body: unknown }[];
};

/** What the real server sends with a surface, as far as the client has to live with it. */
const contentSecurityPolicy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

/**
 * Serves the built client beside canned answers, and a pretend Pipedrive page on another site:
 * `localhost` and `127.0.0.1` are cross-site to a browser, two ports of one of them are not.
 */
export async function setStage(clientDir: string): Promise<Stage> {
  const stage: Omit<Stage, 'appOrigin' | 'hostUrl'> = { answers: new Map(), calls: [] };
  const app = express();
  app.use(express.json());
  app.use('/api', (request, response) => {
    const call = `${request.method} ${request.originalUrl.split('?')[0]}`;
    const token = request.get('authorization')?.replace('Bearer ', '');
    stage.calls.push({ call, token, body: request.body });
    const answer = stage.answers.get(call);
    const { status, body } = (typeof answer === 'function' ? answer(request) : answer) ?? notFound;
    response.status(status).json(body);
  });
  app.use((_request, response, next) => {
    response.set('Content-Security-Policy', contentSecurityPolicy);
    next();
  });
  app.use('/assets', express.static(`${clientDir}/assets`, { immutable: true, maxAge: '1y' }));
  app.use(express.static(clientDir, { extensions: ['html'] }));

  const page = await readFile(fileURLToPath(new URL('./host-page.html', import.meta.url)), 'utf8');
  const host = express();
  host.get('/', (_request, response) => {
    response.send(page);
  });

  const appPort = await listen(app, '127.0.0.1');
  const hostPort = await listen(host, 'localhost');
  return { ...stage, appOrigin: `http://127.0.0.1:${appPort}`, hostUrl: `http://localhost:${hostPort}/` };
}

const notFound = {
  status: 404,
  body: { error: { code: 'not_found', message: 'There is nothing here.', retry: false, requestId: 'r-404' } },
};

async function listen(app: Express, host: string): Promise<number> {
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, host, () => resolve(listening));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
