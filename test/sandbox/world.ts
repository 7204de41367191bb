/**
 * The state of the pretend Pipedrive: everything that survives a restart, as plain data.
 * Records keep the key names of REST v2, so that what is stored is what is answered.
 */

import type { Organization, Person } from './state/record-shapes.ts';
import type { Delivery, Trouble, Webhook } from './webhooks/webhook-state.ts';

export type { Address, ContactPoint, CustomValue, Organization, Person } from './state/record-shapes.ts';

export type World = {
  /** Of the shape of this state: a file of another version is not gone on with. */
  version: number;
  app: { clientId: string; clientSecret: string; storeLeadsKey: string };
  company: Company;
  users: User[];
  /** Ascending by id; a record is never taken out, only marked deleted. */
  organizations: Organization[];
  persons: Person[];
  fields: Field[];
  currencies: Currency[];
  /** One per user who installed the app. */
  installs: Install[];
  /** By token. */
  accessTokens: Record<string, AccessToken>;
  /** By code. */
  codes: Record<string, AuthorizationCode>;
  /** By the value of the session cookie. */
  webSessions: Record<string, WebSession>;
  settings: Settings;
  /** Tokens of the daily budget spent on `day` (UTC, `YYYY-MM-DD`), by whomever. */
  budget: { day: string; used: number };
  /** Ascending by id; a deleted note is gone. */
  notes: Note[];
  /** What the pretend Store Leads knows: the first so many invented shops, as a release has them. */
  storeLeads: { shops: number; release: number };
  /** What other apps spend of the budget: about `perDay`, and spent until this minute since 1970. */
  otherApps: { perDay: number; untilMinute: number; random: number };
  /** People at work: what they deleted and may restore, and whether they work by themselves. */
  people: {
    on: boolean;
    paceMs: number;
    random: number;
    bin: { kind: 'organization' | 'person'; id: number }[];
  };
  faults: Fault[];
  webhooks: Webhook[];
  /** Events on their way to webhooks, by id; one that has arrived is not kept. */
  deliveries: Record<string, Delivery>;
  /** What the next deliveries meet. */
  troubles: Trouble[];
  counters: Counters;
  /** Added to the clock; moved by the control API. */
  clockOffsetMs: number;
  /** List cursors of an earlier epoch are refused. */
  cursorEpoch: number;
  nextId: {
    organization: number;
    person: number;
    option: number;
    fault: number;
    field: number;
    webhook: number;
    delivery: number;
    note: number;
  };
};

/** Raised whenever what is stored changes its shape. */
export const worldVersion = 3;

export type Plan = 'lite' | 'growth' | 'premium' | 'ultimate';

export type Company = {
  id: number;
  name: string;
  /** Subdomain only. */
  domain: string;
  country: string;
  industry: string;
  plan: Plan;
  seats: number;
  /** False: the account is closed or unpaid, every call answers 402. */
  open: boolean;
};

export type User = {
  id: number;
  name: string;
  email: string;
  isAdmin: boolean;
  /** Off: `can_add_custom_fields` is false. Admins always may. */
  canAddCustomFields: boolean;
  active: boolean;
  defaultCurrency: string;
  timezone: string;
  /** Decides who sees records with a group visibility. */
  visibilityGroup: number;
};

/** Times as v1 writes them. */
export type Note = {
  id: number;
  org_id: number | null;
  person_id: number | null;
  user_id: number;
  content: string;
  add_time: string;
  update_time: string;
  pinned_to_organization: boolean;
  pinned_to_person: boolean;
};

export type Entity = 'organization' | 'person' | 'deal' | 'product';

export type FieldOption = { id: number | string; label: string; color?: string | null };

export type Field = {
  entity: Entity;
  code: string;
  name: string;
  type: string;
  options: FieldOption[] | null;
  isCustom: boolean;
  isOptional: boolean;
  isDeleted: boolean;
  /** Only answered when `include_fields` asks for them. */
  uiVisibility: Record<string, unknown>;
  importantFields: Record<string, unknown>;
  requiredFields: Record<string, unknown>;
};

export type Currency = {
  id: number;
  code: string;
  name: string;
  decimals: number;
  symbol: string;
  active: boolean;
  custom: boolean;
};

export type Install = {
  userId: number;
  refreshToken: string;
  /** Granted at consent; a refresh hands out no more than these. */
  scopes: string[];
  installedAt: string;
  refreshExpiresAt: string;
};

export type AccessToken = { userId: number; scopes: string[]; expiresAt: string };

type AuthorizationCode = { userId: number; redirectUri: string; expiresAt: string; scopes: string[] };

export type WebSession = { currentUserId: number };

type Settings = {
  /** Daily budget and burst limit. Off: headers still come, with large numbers. */
  limits: boolean;
  dailyHeaders: 'always' | 'never' | 'sometimes';
  rotateRefreshTokens: boolean;
  websiteField: 'by_default' | 'absent';
  /** What webhooks hear when a deleted record comes back: Pipedrive does not say (pipedrive-api.md 4.8). */
  restoresComeAs: 'change' | 'create';
  /** Requests under way to one webhook at a time. */
  webhooksInFlight: number;
  /** Scopes the app is registered with; what a consent grants. */
  scopes: string[];
};

/** A trouble that the next `count` matching requests meet. */
export type Fault = {
  id: number;
  kind: FaultKind;
  /** `*` for any. */
  method: string;
  /** Path without query; `*` stands for any run of characters. */
  path: string;
  count: number;
  status?: number;
  ms?: number;
  /** Of the time-outs: leave the caller waiting, or cut the connection at once. */
  how?: 'hang' | 'cut';
};

export type FaultKind =
  | 'timeout_before'
  | 'timeout_after'
  | 'status'
  | 'status_after'
  | 'slow'
  | 'html_403'
  | 'text'
  | 'error_200'
  | 'hold'
  | 'hold_after';

export type CallCount = { calls: number; tokens: number; statuses: Record<string, number> };

/** What was called since the last reset. Keys of `endpoints`: `GET /api/v2/organizations/{id}`; of `callers`: `user 11`. */
type Counters = { endpoints: Record<string, CallCount>; callers: Record<string, CallCount> };
