import type { ObjectType } from './inbox-event.ts';

/** Why what is known of a company may have missed changes, and since when. */
export type Uncertain = {
  /** The last moment up to which nothing was missed; null: there never was one. */
  since: Date | null;
  /** `new`: the company had records of ours before it was listened to. `gap`: a change came without its event. */
  reason: 'new' | 'gap' | 'gone';
  noticedAt: Date;
};

/** What arrived at the address of a subscription, in numbers. */
export type Arrivals = { received: number; repeated: number; refused: Record<string, number> };

/** Our ear in one company: what Pipedrive was asked to send of one record type, and what came of it. */
export type Subscription = {
  companyId: number;
  epoch: string;
  objectType: ObjectType;
  /** Opaque end of the address events are sent to; the same for the life of the installation. */
  address: string;
  /** User and password of the address, `user:password`, sealed; see webhook-secret.ts. */
  secret: string;
  /** `pending`: not asked for yet, or the answer is unknown. `refused`: Pipedrive said no. */
  state: 'pending' | 'registered' | 'refused';
  /** Code of the refusal or of what kept us from asking. */
  code: string | null;
  webhookId: number | null;
  /** The user whose grant it was made with: it goes when that user uninstalls the app. */
  ownerUserId: number | null;
  /** The APP_URL it was made with: Pipedrive sends to where the app was then. */
  origin: string | null;
  registeredAt: Date | null;
  /** Up to this moment it is certain that no change was missed. */
  certainUntil: Date | null;
  uncertain: Uncertain | null;
  /** Last look at Pipedrive's own list of subscriptions, and what that said of deliveries. */
  listedAt: Date | null;
  lastDeliveryAt: Date | null;
  lastDeliveryStatus: number | null;
  nextCheckAt: Date;
  /** Checks in a row that failed. */
  failures: number;
  arrivals: Arrivals;
  lastEventAt: Date | null;
  /** How long after it happened the last event arrived. */
  lagMs: number | null;
};

/** Which subscription, for queries that must not touch another company or an erased installation. */
export type SubscriptionKey = Pick<Subscription, 'companyId' | 'epoch' | 'objectType'>;
