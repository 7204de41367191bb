import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';

/** Answers every address nothing else answered. */
export const notFound: RequestHandler = () => {
  throw new AppError({ code: 'not_found', status: 404, message: 'There is nothing at this address.' });
};

/** Turns whatever was thrown into the one error shape; only operators' errors are logged with their stack. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = toAppError(thrown);
    if (error.report) log.error({ err: thrown, requestId: request.id, code: error.code }, 'request failed');
    response.status(error.status).json({
      error: {
        code: error.code,
        message: error.message,
        retry: error.retry,
        requestId: String(request.id),
        ...(error.details ? { details: error.details } : {}),
      },
    });
  };
}

function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const status = bodyParserStatus(thrown);
  if (status !== null) {
    return new AppError({
      code: status === 413 ? 'too_large' : 'bad_request',
      status,
      message:
        status === 413 ? 'The request is too large.' : 'The request was not understood: send valid JSON.',
    });
  }
  return new AppError({
    code: 'internal',
    status: 500,
    message:
      'This did not work because of a fault on our side. Try again in a minute; if it stays, quote the request id to support.',
    retry: true,
    report: true,
    cause: thrown,
  });
}

/** Express's body parser and router throw errors with a 4xx `status` and `expose`. */
function bodyParserStatus(thrown: unknown): number | null {
  if (typeof thrown !== 'object' || thrown === null || !('status' in thrown) || !('expose' in thrown))
    return null;
  const { status, expose } = thrown;
  return typeof status === 'number' && status >= 400 && status < 500 && expose === true ? status : null;
}
