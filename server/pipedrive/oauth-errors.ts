import { AppError } from '../platform/errors.ts';

/** The code or refresh token is dead: only a new consent helps. */
export function invalidGrant(): AppError {
  return new AppError({
    code: 'invalid_grant',
    status: 400,
    message: 'Pipedrive no longer accepts this sign-in. Start the installation again from the Marketplace.',
  });
}

/** The OAuth server did not answer, or not usefully. A refresh may have been carried out all the same. */
export function oauthUnavailable(): AppError {
  return new AppError({
    code: 'oauth_unavailable',
    status: 503,
    message: 'Pipedrive’s sign-in does not answer at the moment. Try again in a few minutes.',
    retry: true,
  });
}

/** The OAuth server refused the app, not the person. */
export function oauthRefused(upstreamStatus: number): AppError {
  return new AppError({
    code: 'oauth_refused',
    status: 502,
    message:
      'Pipedrive refused the app itself. Ask the operator to check the client id, secret and callback URL.',
    report: true,
    details: { upstreamStatus },
  });
}

/** The address of the API that came with a token is not one we may send a token to. */
export function foreignApiDomain(): AppError {
  return new AppError({
    code: 'oauth_refused',
    status: 502,
    message:
      'Pipedrive named an address of its API that is not its own. Ask the operator to look at the installation.',
    report: true,
  });
}
