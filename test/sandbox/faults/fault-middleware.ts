import type { RequestHandler, Response } from 'express';
import { countCall } from '../api/calls.ts';
import { findRoute } from '../api/find-route.ts';
import { apiRoutes } from '../api/routes.ts';
import type { Fault, World } from '../world.ts';
import type { HeldRequests } from './held-requests.ts';

/** Lets each armed fault spoil the requests it is meant for. The control API is never spoilt. */
export function faultMiddleware(deps: { world: World; held: HeldRequests; save(): void }): RequestHandler {
  const { world, held } = deps;
  return (request, response, next) => {
    const path = request.path;
    const fault = path.startsWith('/__control') ? undefined : take(world, request.method, path);
    if (!fault) return next();
    deps.save();
    const failed = (status: number) => {
      const found = findRoute(apiRoutes, request.method, path);
      const endpoint = found !== null && found !== 'other_method' ? found.name : `${request.method} ${path}`;
      countCall(world, { endpoint, caller: 'fault', tokens: 0, status });
    };
    switch (fault.kind) {
      case 'timeout_before':
        failed(0);
        return neverAnswer(fault, response);
      case 'timeout_after':
        response.end = () => {
          neverAnswer(fault, response);
          return response;
        };
        return next();
      case 'status': {
        const status = fault.status ?? 500;
        failed(status);
        return void response
          .status(status)
          .json({ success: false, error: 'Internal server error', errorCode: status });
      }
      case 'status_after': {
        const end = response.end.bind(response);
        response.end = () => {
          response.removeHeader('content-length');
          response.statusCode = fault.status ?? 500;
          return end(JSON.stringify({ success: false, error: 'Internal server error' }));
        };
        return next();
      }
      case 'slow':
        return void setTimeout(next, fault.ms ?? 1000);
      case 'text': {
        const status = fault.status ?? 503;
        failed(status);
        return void response.status(status).type('text').send('Temporarily unavailable');
      }
      case 'error_200':
        failed(200);
        return void response.json({ error: 'internal error' });
      case 'html_403':
        failed(403);
        return void response.status(403).type('html').send(blockPage);
      case 'hold':
        return held.hold(fault.id, next);
      case 'hold_after': {
        const end = response.end.bind(response);
        response.end = ((body: unknown) => {
          held.hold(fault.id, () => end(body));
          return response;
        }) as typeof response.end;
        return next();
      }
    }
  };
}

/** Takes the first fault that fits this request and uses it up by one. */
function take(world: World, method: string, path: string): Fault | undefined {
  const fault = world.faults.find((f) => (f.method === '*' || f.method === method) && fits(f.path, path));
  if (!fault) return undefined;
  fault.count -= 1;
  if (fault.count <= 0) world.faults = world.faults.filter((other) => other !== fault);
  return fault;
}

function fits(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(path);
}

function neverAnswer(fault: Fault, response: Response): void {
  if (fault.how === 'cut') response.socket?.destroy();
}

const blockPage =
  '<!DOCTYPE html><html><head><title>Access denied</title></head><body><h1>Error 1015</h1></body></html>';
