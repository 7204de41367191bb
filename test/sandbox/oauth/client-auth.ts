import type { Request } from 'express';
import type { World } from '../world.ts';

/** A refused call to the token or revoke endpoint. */
export class OAuthRefusal extends Error {
  readonly status: number;
  readonly error: string;

  constructor(error: string, message: string, status = 400) {
    super(message);
    this.error = error;
    this.status = status;
  }
}

/** The form of a request, refusing JSON and anything else that is not form-encoded. */
export function formOf(request: Request): Record<string, string> {
  if (!request.is('application/x-www-form-urlencoded')) {
    throw new OAuthRefusal('invalid_request', 'Content type must be application/x-www-form-urlencoded');
  }
  const form: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(typeof request.body === 'string' ? request.body : ''))
    form[key] = value;
  return form;
}

/** Checks client id and secret, from the Basic header or the form. */
export function authenticateClient(world: World, request: Request, form: Record<string, string>): void {
  const basic = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const [id, secret] =
    basic === undefined
      ? [form['client_id'], form['client_secret']]
      : split(Buffer.from(basic, 'base64').toString('utf8'));
  if (id === undefined || secret === undefined)
    throw new OAuthRefusal('invalid_client', 'Client credentials are missing');
  if (id !== world.app.clientId || secret !== world.app.clientSecret) {
    throw new OAuthRefusal('invalid_client', 'Client is invalid');
  }
}

function split(pair: string): [string, string] | [undefined, undefined] {
  const colon = pair.indexOf(':');
  return colon < 0 ? [undefined, undefined] : [pair.slice(0, colon), pair.slice(colon + 1)];
}
