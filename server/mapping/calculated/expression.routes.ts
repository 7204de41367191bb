import express, { type ErrorRequestHandler, Router } from 'express';
import { endpoint, type VerifySession } from '../../platform/endpoint.ts';
import { AppError } from '../../platform/errors.ts';
import { expressionDraft } from './expression.contract.ts';
import type { ExpressionDeps } from './expression-deps.ts';
import { expressionHelp } from './expression-help.ts';
import { expressionReport } from './expression-report.ts';

/** Room for the longest expression that may be saved and for twenty examples, in whatever script they are written. */
const bodyLimit = '192kb';
/** Checks of one company at a time. Somebody who types has one or two; each holds twenty stores in memory. */
const mostAtOnce = 16;

/**
 * The routes of `expression.contract.ts`. They read bodies of their own size, so this router stands before the one
 * parser all others share.
 */
export function createExpressionRouter(deps: ExpressionDeps & { verifySession: VerifySession }): Router {
  const { verifySession } = deps;
  const router = Router();
  const oneOfFew = atMostAtOnce(mostAtOnce);
  router.get(
    '/api/expressions/help',
    endpoint(verifySession, {}, ({ session }) => expressionHelp(deps, session.companyId)),
  );
  router.post(
    '/api/expressions/check',
    express.json({ limit: bodyLimit }),
    tooLong,
    endpoint(verifySession, { body: expressionDraft }, ({ session: { companyId }, body }) =>
      oneOfFew(companyId, () => expressionReport(deps, companyId, body)),
    ),
  );
  return router;
}

/** Runs work of each company unless so much of it is under way already. */
function atMostAtOnce(most: number) {
  const running = new Map<number, number>();
  return async <T>(companyId: number, work: () => Promise<T>): Promise<T> => {
    const count = running.get(companyId) ?? 0;
    if (count >= most) throw tooMany();
    running.set(companyId, count + 1);
    try {
      return await work();
    } finally {
      const left = (running.get(companyId) ?? 1) - 1;
      if (left > 0) running.set(companyId, left);
      else running.delete(companyId);
    }
  };
}

const tooMany = () =>
  new AppError({
    code: 'too_many_checks',
    status: 429,
    message: 'Too many expressions of your company are being checked at once: try again in a few seconds.',
    retry: true,
  });

/** The parser's refusal in words for somebody who pasted too much. */
const tooLong: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  const tooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
  next(
    tooLarge
      ? new AppError({
          code: 'expression_too_long',
          status: 413,
          message: 'This expression is too long: 4,000 characters are the most. Shorten it.',
          cause: error,
        })
      : error,
  );
};
