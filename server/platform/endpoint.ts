import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { AppError } from './errors.ts';

/** Who is asking: proved by a verified token, never by the query. */
export type Session = { companyId: number; userId: number };

/** Reads and verifies the caller's token. Throws AppError 401 when there is none or it is not good. */
export type VerifySession = (request: Request) => Promise<Session>;

type Schemas<P, Q, B> = { params?: z.ZodType<P>; query?: z.ZodType<Q>; body?: z.ZodType<B> };
type Input<P, Q, B> = {
  session: Session;
  params: P;
  query: Q;
  body: B;
  request: Request;
  signal: AbortSignal;
};

/**
 * Makes an Express handler for signed-in callers from schemas and a function.
 * Input is parsed before the function runs; what it returns is sent as JSON (undefined: 204).
 * @throws (to Express) AppError `bad_request` with the first offending key, or what `verifySession` and the function throw.
 */
export function endpoint<P = unknown, Q = unknown, B = unknown>(
  verifySession: VerifySession,
  schemas: Schemas<P, Q, B>,
  handle: (input: Input<P, Q, B>) => Promise<object | undefined>,
): RequestHandler {
  return async (request: Request, response: Response) => {
    const session = await verifySession(request);
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    const answer = await handle({
      session,
      params: parse(schemas.params, request.params, 'path'),
      query: parse(schemas.query, request.query, 'query'),
      body: parse(schemas.body, request.body, 'body'),
      request,
      signal: abort.signal,
    });
    if (response.writableEnded || response.headersSent) return;
    if (answer === undefined) response.status(204).end();
    else response.json(answer);
  };
}

/**
 * Parses one part of a request.
 * @throws AppError `bad_request` (400) naming the part and the key, never repeating the value.
 */
export function parse<T>(schema: z.ZodType<T> | undefined, value: unknown, part: string): T {
  if (!schema) return undefined as T;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const key = [...(issue?.path ?? []), ...unknown].join('.').slice(0, 200) || part;
  throw new AppError({
    code: 'bad_request',
    status: 400,
    message: `The request was not understood: check "${key}" in the ${part}.`,
    details: { part, key },
  });
}
