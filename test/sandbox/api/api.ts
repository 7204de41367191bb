import { randomUUID } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import type { SandboxClock } from '../clock.ts';
import { type Exchange, shownHeaders } from '../exchange.ts';
import type { Records } from '../state/records.ts';
import type { World } from '../world.ts';
import { authenticate, type Caller } from './access-token.ts';
import { countCall } from './calls.ts';
import { findRoute } from './find-route.ts';
import type { Limits } from './limits.ts';
import { Refusal, schemaRefusal } from './refusal.ts';
import { apiRoutes } from './routes.ts';

export type ApiDeps = {
  world: World;
  records: Records;
  clock: SandboxClock;
  limits: Limits;
  reachable(url: string): Promise<boolean>;
  ownOrigin(): string;
  save(): void;
  /** Called with each answered exchange. */
  observe(exchange: Exchange): void;
};

type Answer = {
  status: number;
  body: unknown;
  headers: Record<string, string>;
  endpoint: string;
  caller: string;
  tokens: number;
};

/** REST v1 and v2. Mounted at the root: it looks at `/api/…` and `/v1/…` only. */
export function apiRouter(deps: ApiDeps): express.Router {
  const router = express.Router();
  const readText = express.text({ type: () => true, limit: '2mb' });
  router.use(['/api', '/v1'], readText, async (request, response) => {
    const body = typeof request.body === 'string' && request.body !== '' ? request.body : undefined;
    const answer = await answerRequest(deps, request, body);
    countCall(deps.world, { ...answer, status: answer.status });
    deps.observe({
      method: request.method,
      url: request.originalUrl,
      requestHeaders: shownHeaders(request.headers),
      requestBody: parsed(body),
      status: answer.status,
      responseBody: answer.body,
    });
    send(response, answer);
  });
  return router;
}

async function answerRequest(deps: ApiDeps, request: Request, text: string | undefined): Promise<Answer> {
  const url = new URL(request.originalUrl, 'http://sandbox');
  const answer: Answer = {
    status: 500,
    body: null,
    headers: {},
    endpoint: `${request.method} unknown`,
    caller: 'nobody',
    tokens: 0,
  };
  try {
    const caller = authenticate(deps.world, deps.clock, request.headers.authorization);
    answer.caller = `user ${caller.user.id}`;
    const found = findRoute(apiRoutes, request.method, url.pathname);
    if (found === null) throw new Refusal(404, 'Not found', { errorCode: 404 });
    if (found === 'other_method') throw new Refusal(405, 'Method not allowed', { errorCode: 405 });
    const { route, params } = found;
    answer.endpoint = found.name;
    mayCall(caller, route.scopes);
    deps.limits.admit(caller.token, { cost: route.cost, isSearch: route.path.endsWith('/search') });
    answer.tokens = route.cost;
    const body = text === undefined ? undefined : json(text, request);
    const { world, records, clock, reachable } = deps;
    const { user } = caller;
    const ownOrigin = deps.ownOrigin();
    const actor = { userId: user.id, source: 'api' } as const;
    const query = url.searchParams;
    const call = { world, records, clock, user, actor, params, query, body, reachable, ownOrigin };
    const result = await route.handle(call);
    if (route.method !== 'GET') deps.save();
    answer.status = route.success ?? 200;
    answer.body = { success: true, ...result };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    answer.status = refusal.status;
    answer.body = refusal.body;
  }
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  answer.headers = {
    'x-correlation-id': randomUUID(),
    ...(token === undefined ? {} : deps.limits.headers(token)),
  };
  return answer;
}

function mayCall(caller: Caller, scopes: readonly string[]): void {
  if (!scopes.some((scope) => caller.grant.scopes.includes(scope))) {
    throw new Refusal(403, 'Scope and URL mismatch', { errorCode: 403 });
  }
}

function json(text: string, request: Request): unknown {
  if (!request.is('application/json')) throw new Refusal(415, 'Unsupported media type', { errorCode: 415 });
  try {
    return JSON.parse(text);
  } catch {
    throw schemaRefusal('body', 'is not valid JSON');
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function send(response: Response, answer: Answer): void {
  response.status(answer.status).set(answer.headers).json(answer.body);
}
