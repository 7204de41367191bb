import { Router } from 'express';
import { sameSecret } from '../platform/crypto.ts';
import { AppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';

export type HealthDeps = {
  log: Log;
  metrics: Metrics;
  operatorToken: string | undefined;
  /** Named checks that throw when a part is not ready. */
  checks: Record<string, () => Promise<void>>;
};

/**
 * `/healthz`: the process lives. `/readyz`: database and job queue answer (503 naming the part that does not).
 * `/metrics`: Prometheus text, only with the operator token; 404 where none is configured.
 */
export function createHealthRouter({ log, metrics, operatorToken, checks }: HealthDeps): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const parts: Record<string, 'ok' | 'failing'> = {};
    for (const [name, check] of Object.entries(checks)) {
      parts[name] = await check().then(
        () => 'ok' as const,
        (error: unknown) => {
          log.warn({ err: error, part: name }, 'not ready');
          return 'failing' as const;
        },
      );
    }
    const ready = Object.values(parts).every((part) => part === 'ok');
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not_ready', parts });
  });
  router.get('/metrics', async (request, response) => {
    if (operatorToken === undefined) {
      throw new AppError({ code: 'not_found', status: 404, message: 'There is nothing at this address.' });
    }
    const given = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1];
    if (given === undefined || !sameSecret(given, operatorToken)) {
      throw new AppError({
        code: 'operator_token',
        status: 401,
        message: 'Send the operator token as a Bearer token.',
      });
    }
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}
