import { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { sameSecret } from '../platform/crypto.ts';
import { AppError, isAppError } from '../platform/errors.ts';
import { jsonBody } from '../platform/json-body.ts';
import type { Arrival } from './arrival-tally.ts';
import type { KnownAddress } from './known-addresses.ts';
import { type ReceiveDeps, type Refusal, receiveEvent, refused } from './receive-event.ts';
import { receiverPath } from './receiver-path.ts';
import type { SubscriptionKey } from './subscription.ts';

export type ReceiverDeps = ReceiveDeps & {
  findAddress(address: string): Promise<KnownAddress | null>;
  count(key: SubscriptionKey, arrival: Arrival): void;
  /** Told of every delivery, by what became of it. */
  onDelivery(outcome: string): void;
  /** An event was stored: there will be work. */
  onStored(): void;
};

/**
 * An event holds a record twice: as it is and, of what changed, as it was. The largest plan has 500 fields, which come to
 * 1 MB when each is a text of 255 letters of four bytes in both; that leaves room for 23 long texts of 65,000 letters.
 * Whoever fills more is found by the check that follows.
 */
const largestBody = '4mb';

/**
 * The address Pipedrive sends events to. It proves itself before its body is read; everything refused is counted, and
 * answered with 4xx, as to be sent again would not help.
 */
export function createReceiverRouter(deps: ReceiverDeps): Router {
  const find: RequestHandler = async (request, response, next) => {
    const known = await deps.findAddress(String(request.params['address']));
    if (!known) {
      deps.onDelivery('unknown_address');
      throw new AppError({ code: 'not_found', status: 404, message: 'There is nothing at this address.' });
    }
    response.locals['known'] = known;
    next();
  };

  const prove: RequestHandler = (request, response, next) => {
    const known: KnownAddress = response.locals['known'];
    response.locals['key'] = known.subscription;
    if (!sameSecret(request.headers.authorization ?? '', known.header)) throw refused('unauthorized', 401);
    if (!request.is('json')) throw refused('not_json', 415);
    next();
  };

  const take: RequestHandler = async (request, response) => {
    const key: SubscriptionKey = response.locals['key'];
    const { isNew, ...times } = await receiveEvent(deps, key, request.body);
    const kind = isNew ? 'received' : 'repeated';
    deps.count(key, { kind, ...times });
    deps.onDelivery(kind);
    if (isNew) deps.onStored();
    response.status(200).json({});
  };

  const countRefusal: ErrorRequestHandler = (thrown: unknown, _request, response, next) => {
    const key: SubscriptionKey | undefined = response.locals['key'];
    const reason = reasonOf(thrown);
    if (key && reason) {
      deps.count(key, { kind: 'refused', reason });
      deps.onDelivery(reason);
    } else if (key) deps.onDelivery('failed');
    next(thrown);
  };

  const there: RequestHandler = (_request, response) => void response.status(204).end();
  const address = `${receiverPath}/:address`;
  return (
    Router()
      // Pipedrive looks whether somebody is there before it subscribes an address.
      .get(address, find, there)
      .post(address, find, prove, jsonBody(largestBody), take, countRefusal)
  );
}

/** Why a delivery was refused; null when it was our fault. */
function reasonOf(thrown: unknown): Refusal | null {
  if (isAppError(thrown, 'webhook_refused')) return thrown.details?.['reason'] as Refusal;
  const status = thrown instanceof Error && 'status' in thrown ? Number(thrown.status) : 500;
  if (status >= 500 || isAppError(thrown, 'not_installed')) return null;
  return status === 413 ? 'too_large' : 'not_json';
}
