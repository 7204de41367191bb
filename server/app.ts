import express, { type Express, type Router } from 'express';
import type { Log } from './platform/log.ts';
import type { Metrics } from './platform/metrics.ts';
import { errorHandler, notFound } from './web/error-handler.ts';
import { createHealthRouter } from './web/health.routes.ts';
import { requestLog } from './web/request-log.ts';
import { closedHeaders, frameAncestorsOf } from './web/security-headers.ts';
import { createSurfacesRouter } from './web/surfaces.routes.ts';

export type AppParts = {
  log: Log;
  metrics: Metrics;
  appUrl: string;
  webUrl: string;
  clientDir: string;
  trustProxy: number;
  operatorToken: string | undefined;
  /** What `/readyz` asks. */
  checks: Record<string, () => Promise<void>>;
  /** Routers that read bodies of sizes of their own. */
  ownBodies: Router[];
  /** Routers of the features, in order. */
  features: Router[];
};

/** What a process without pages serves: whether it lives, is ready, and its figures. */
export function createWatchApp(
  parts: Pick<AppParts, 'log' | 'metrics' | 'operatorToken' | 'checks'>,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(closedHeaders(false));
  app.use(createHealthRouter(parts));
  app.use(notFound);
  app.use(errorHandler(parts.log));
  return app;
}

/** The Express app, in the order a request meets its parts. */
export function createApp(parts: AppParts): Express {
  const { log, metrics, appUrl, webUrl, clientDir, operatorToken, checks } = parts;
  const https = appUrl.startsWith('https:');
  const app = express();
  app.set('trust proxy', parts.trustProxy);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.use(requestLog(log, metrics));
  app.use(createSurfacesRouter({ clientDir, https, frameAncestors: frameAncestorsOf(webUrl) }));
  app.use(closedHeaders(https));
  app.use(createHealthRouter({ log, metrics, operatorToken, checks }));
  for (const feature of parts.ownBodies) app.use(feature);
  app.use(express.json({ limit: '100kb' }));
  for (const feature of parts.features) app.use(feature);
  app.use(notFound);
  app.use(errorHandler(log));
  return app;
}
