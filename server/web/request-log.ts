import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';
import type { Log } from '../platform/log.ts';
import { pathOnly } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';

/** Gives every request an id (answered as `x-request-id`), logs it without query and headers, and times it. */
export function requestLog(log: Log, metrics: Metrics): RequestHandler[] {
  const logger = pinoHttp({
    logger: log,
    genReqId: (_request, response) => {
      const id = randomUUID();
      response.setHeader('x-request-id', id);
      return id;
    },
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: pathOnly(request.url),
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'debug'),
  });
  const timer: RequestHandler = (request, response, next) => {
    const stop = metrics.httpSeconds.startTimer({ method: request.method });
    response.on('finish', () => {
      const route: unknown = request.route?.path;
      stop({ route: typeof route === 'string' ? route : 'other', status: response.statusCode });
    });
    next();
  };
  return [logger as RequestHandler, timer];
}
