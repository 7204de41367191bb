import type { Clock } from '../platform/clock.ts';
import { AppError } from '../platform/errors.ts';
import type { InboxEvent } from './inbox-event.ts';
import type { ParsedEvent } from './read-event.ts';
import type { Subscription } from './subscription.ts';

/** Why a delivery is not taken. */
export type Refusal =
  | 'unauthorized'
  | 'not_json'
  | 'too_large'
  | 'not_understood'
  | 'foreign_company'
  | 'stale';

export type ReceiveDeps = {
  clock: Clock;
  readEvent(body: unknown): ParsedEvent | null;
  /** Reduces an event to what may be kept, and does at once what needs the values that may not. */
  takeIn(parsed: ParsedEvent, at: { epoch: string; receivedAt: Date }): Promise<InboxEvent>;
  /** Resolves when it is durable; false when it was there already. */
  storeEvent(event: InboxEvent): Promise<boolean>;
};

/**
 * Pipedrive tries an event for the last time 223 s after it happened (3, 30 and 150 s apart, 10 s each; pipedrive-api.md
 * 4.4). Its own queue may be late, too, and an event refused here is lost to us; but how long ids are remembered bounds
 * how old an event may be for a repeated one to be known.
 */
export const acceptedForMs = 30 * 60_000;

/**
 * Takes in one delivery whose sender has proved itself. Resolves when the event is safe: only then may it be answered.
 * @throws AppError `webhook_refused` (400) with the reason in its details; what storing throws.
 */
export async function receiveEvent(
  deps: ReceiveDeps,
  { companyId, epoch, objectType }: Pick<Subscription, 'companyId' | 'epoch' | 'objectType'>,
  body: unknown,
): Promise<{ isNew: boolean; at: Date; receivedAt: Date }> {
  const receivedAt = deps.clock.now();
  const parsed = deps.readEvent(body);
  if (!parsed || parsed.objectType !== objectType) throw refused('not_understood');
  if (parsed.companyId !== companyId) throw refused('foreign_company');
  if (receivedAt.getTime() - parsed.at.getTime() > acceptedForMs) throw refused('stale');
  const event = await deps.takeIn(parsed, { epoch, receivedAt });
  return { isNew: await deps.storeEvent(event), at: event.at, receivedAt };
}

/** The refusal of a delivery. Says nothing that would help somebody guess. */
export function refused(reason: Refusal, status = 400): AppError {
  return new AppError({
    code: 'webhook_refused',
    status,
    message: 'This delivery was not taken. Send an event of this subscription, as Pipedrive makes it.',
    details: { reason },
  });
}
