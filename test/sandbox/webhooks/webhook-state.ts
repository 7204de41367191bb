import type { CustomValue, Organization, Person, RecordEvent } from '../state/record-shapes.ts';

/** A subscription to changes (pipedrive-api.md 4.1), with what its deliveries came to. */
export type Webhook = {
  id: number;
  /** Client id of the app that made it; null: a person did, in Pipedrive's own pages. */
  clientId: string | null;
  /** Who made it. It goes when they remove the app. */
  ownerId: number;
  /** Whose permissions decide what is sent. */
  userId: number;
  action: string;
  object: string;
  url: string;
  name: string;
  authUser: string | null;
  authPassword: string | null;
  addTime: string;
  lastDeliveryTime: string | null;
  lastStatus: number | null;
  /** Events whose first attempt failed since it was made or last banned. */
  failures: number;
  /** Milliseconds; events until then are lost. */
  bannedUntil: number | null;
  /** Milliseconds; the first failure after the last success. */
  failingSince: number | null;
};

/** What happened to a record, as it was at that moment. */
export type StoredEvent = Pick<
  RecordEvent,
  'action' | 'kind' | 'id' | 'actor' | 'mergedTo' | 'mergedFrom'
> & {
  eventId: string;
  correlationId: string;
  /** RFC 3339 with milliseconds. */
  at: string;
  /** The record after the event; of a deletion: before it. */
  record: Organization | Person;
  /** Changed keys with their former values; null unless a change. */
  previous: Partial<Organization & Person> | null;
  /** Changed custom fields with their former values, null where there was none. */
  previousCustom: Record<string, CustomValue | null>;
  permitted: number[];
};

/** An event on its way to one webhook; kept until an attempt succeeds or the last one failed. */
export type Delivery = {
  id: number;
  webhookId: number;
  event: StoredEvent;
  /** The next attempt, 1…4. */
  attempt: number;
  /** Milliseconds: not before. */
  due: number;
  /** Waits until somebody lets it go. */
  held: boolean;
  /** The first attempt fails without reaching the app. */
  failsFirst: boolean;
};

export type TroubleKind = 'hold' | 'repeat' | 'delay' | 'drop' | 'fail_first';

/** What the next `count` deliveries that fit meet. */
export type Trouble = {
  id: number;
  kind: TroubleKind;
  count: number;
  /** Of `delay`: how much later; of `repeat`: how much later the copy comes. */
  ms: number;
  object?: string;
  action?: string;
  recordId?: number;
};
