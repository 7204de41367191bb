import type { Request } from 'express';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Session, VerifySession } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import { notConnected } from './connection-errors.ts';

type Deps = {
  /** Secret of the app's extensions: their JWT secret, or the client secret when none was set in Developer Hub. */
  clientSecret: string;
  clock: Clock;
  /** True when the user has a grant here and the company an installation. */
  isConnected(session: Session): Promise<boolean>;
};

const claims = z.object({ userId: z.int().positive(), companyId: z.int().positive() });

/** Pipedrive's and our clocks may differ by this much. */
const toleranceSeconds = 30;
/** What Pipedrive gives a token; older ones are refused even if they claim to last longer. */
const maxAgeSeconds = 300;

/**
 * Makes the check every call from a Pipedrive frame passes: `Authorization: Bearer <signed token>`
 * (pipedrive-app-extensions.md 6). Nothing else of the request is believed.
 * The made function throws AppError `no_token`, `token_expired`, `bad_token` or `not_connected`, all 401.
 */
export function createVerifySession({ clientSecret, clock, isConnected }: Deps): VerifySession {
  const secret = new TextEncoder().encode(clientSecret);

  async function payloadOf(token: string): Promise<unknown> {
    try {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: ['HS256'],
        requiredClaims: ['exp', 'iat'],
        clockTolerance: toleranceSeconds,
        maxTokenAge: maxAgeSeconds,
        currentDate: clock.now(),
      });
      return payload;
    } catch (error) {
      throw error instanceof errors.JWTExpired ? tokenExpired() : badToken();
    }
  }

  return async (request) => {
    const session = claims.safeParse(await payloadOf(bearerToken(request)));
    if (!session.success) throw badToken();
    if (!(await isConnected(session.data))) throw notConnected('none', 401);
    return session.data;
  };
}

function bearerToken(request: Request): string {
  const token = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
  if (token !== undefined) return token;
  throw new AppError({
    code: 'no_token',
    status: 401,
    message: 'Open Store Leads from within Pipedrive.',
  });
}

function tokenExpired(): AppError {
  return new AppError({
    code: 'token_expired',
    status: 401,
    message: 'This page has been open for a while. Reload it.',
    retry: true,
  });
}

function badToken(): AppError {
  return new AppError({
    code: 'bad_token',
    status: 401,
    message: 'Pipedrive’s signature on this page is not good. Reload it; if it persists, tell support.',
  });
}
