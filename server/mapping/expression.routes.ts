import express, { type ErrorRequestHandler, Router } from 'express';
import { endpoint, type VerifySession } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import { expressionDraft } from './expression.contract.ts';
import type { ExpressionDeps } from './expression-deps.ts';
import { expressionHelp } from './expression-help.ts';
import { expressionReport } from './expression-report.ts';

/** Room for the longest expression that may be saved and for twenty examples, in whatever script they are written. */
const bodyLimit = '64kb';

/**
 * The routes of `expression.contract.ts`. They read bodies of their own size, so this router stands before the one
 * parser all others share.
 */
export function createExpressionRouter(deps: ExpressionDeps & { verifySession: VerifySession }): Router {
  const { verifySession } = deps;
  const router = Router();
  router.get(
    '/api/expressions/help',
    endpoint(verifySession, {}, ({ session }) => expressionHelp(deps, session.companyId)),
  );
  router.post(
    '/api/expressions/check',
    express.json({ limit: bodyLimit }),
    tooLong,
    endpoint(verifySession, { body: expressionDraft }, ({ session, body }) =>
      expressionReport(deps, session.companyId, body),
    ),
  );
  return router;
}

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
