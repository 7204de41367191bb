/** Shapes of Pipedrive as the features see them. Facts: Pipedrive's OpenAPI files v1 and v2. */

/**
 * Who pays and waits for a call, the most urgent first: a person, a change in Pipedrive that is answered, a record
 * that is created, bulk work. Each leaves untouched what the ones before it may need.
 */
export type Lane = 'click' | 'event' | 'create' | 'bulk';

/** In whose name a call is made. Tokens, budget and burst shaping hang on it. */
export type Caller = {
  companyId: number;
  userId: number;
  lane: Lane;
  signal?: AbortSignal;
  /** Only with a grant of this installation: a write of an erased one must not go out with the grant of the next. */
  epoch?: string;
  /** Later than this no request leaves any more: the call throws AppError `too_late` instead. */
  sendBefore?: Date;
  /** Told whenever a request of the call leaves; more than once when it is repeated. */
  onSend?(at: Date): void;
};

/** What records the gateway knows. */
type RecordType = 'organization' | 'person';

/** A field's value as REST v2 reads and writes it. `null` clears. */
export type FieldValue =
  | string
  | number
  | number[]
  | { value: number; currency: string }
  | AddressValue
  | null;
export type AddressValue = { value: string; [part: string]: string | null };

export type Organization = {
  id: number;
  name: string;
  isDeleted: boolean;
  /** RFC 3339, whole seconds. */
  updateTime: string | null;
  /** `undefined`: the plan does not deliver the standard field. */
  website: string | null | undefined;
  /** Those of `writableStandardFields` that Pipedrive delivers; the others have no key. */
  standardFields: Record<string, FieldValue>;
  customFields: Record<string, FieldValue>;
};

export type Person = {
  id: number;
  name: string;
  isDeleted: boolean;
  orgId: number | null;
  customFields: Record<string, FieldValue>;
};

export type Page<T> = { items: T[]; nextCursor: string | null };

/** Field types an app can create (`field_type` of the create call) plus the system ones, kept as text. */
export type FieldType = 'varchar' | 'text' | 'double' | 'monetary' | 'date' | (string & {});

export type FieldOption = { id: number | string; label: string };

export type Field = {
  code: string;
  name: string;
  type: FieldType;
  isCustom: boolean;
  /** Not part of a record unless asked for (`is_optional_response_field`). */
  isOptional: boolean;
  options: FieldOption[];
};

/** A custom field to create. Single and multiple options (`enum`, `set`) need the labels of at least one option. */
export type NewField = { name: string; type: FieldType; options?: readonly string[] };

export type Currency = { code: string; decimals: number; isActive: boolean };

export type Me = {
  userId: number;
  companyId: number;
  /** Subdomain only, e.g. `acme`. */
  companyDomain: string;
  companyCountry: string | null;
  isAdmin: boolean;
  defaultCurrency: string;
};

/** A subscription to changes, as the app may know it: the password that comes with it in clear is left behind. */
export type Webhook = {
  id: number;
  /** Who made it; it ends when they remove the app. */
  ownerId: number;
  /** Whose permissions decide what is sent. */
  userId: number;
  action: string;
  object: string;
  url: string;
  version: string;
  name: string;
  isActive: boolean;
  /** As Pipedrive writes it; null before the first delivery. */
  lastDeliveryTime: string | null;
  lastHttpStatus: number | null;
};

export type NewWebhook = {
  url: string;
  action: 'create' | 'change' | 'delete' | '*';
  object: 'organization' | 'person';
  name: string;
  /** Whose permissions decide what is sent: the caller's unless said. */
  userId?: number;
  authUser: string;
  authPassword: string;
};

export type Note = {
  id: number;
  organizationId: number | null;
  /** HTML, as Pipedrive keeps it. */
  content: string;
  /** `YYYY-MM-DD HH:MM:SS` in UTC. */
  addTime: string;
  isActive: boolean;
};

/** A user as Pipedrive shows one to the caller; `isActive` is false once an admin has deactivated them. */
export type User = { id: number; name: string; isActive: boolean; isAdmin: boolean };

type UserPermissions = { canAddCustomFields: boolean };

/** The gateway: every call the app makes to Pipedrive's API. Each call throws AppError (see pipedrive/errors.ts). */
export type Pipedrive = {
  /**
   * `customFields`: at most 15 field codes; an empty list asks for none, left out for all. `ids`: at most 100; those
   * the user cannot see are missing. Sorted by id. Cost 10.
   */
  listOrganizations(
    caller: Caller,
    query: {
      cursor?: string;
      limit?: number;
      ids?: number[];
      updatedSince?: string;
      sortDescending?: boolean;
      customFields?: string[];
    },
  ): Promise<Page<Organization>>;
  /** All custom fields are returned. Cost 1. */
  getOrganization(caller: Caller, id: number): Promise<Organization>;
  /**
   * Sends just these fields, by code: custom ones and those of `writableStandardFields`; at least one. Any other code
   * is `field_refused` without a call. Answers what Pipedrive now holds. Cost 5.
   */
  updateOrganization(caller: Caller, id: number, fields: Record<string, FieldValue>): Promise<Organization>;
  /** All custom fields are returned. Cost 1. */
  getPerson(caller: Caller, id: number): Promise<Person>;
  /** `ids`: at most 100. All custom fields are returned. Sorted by id. Cost 10. */
  listPersons(
    caller: Caller,
    query: { cursor?: string; limit?: number; ids?: number[] },
  ): Promise<Page<Person>>;
  /** All active fields, every page. Cost 10 a page. */
  listOrganizationFields(caller: Caller): Promise<Field[]>;
  /** Cost 5. */
  createOrganizationField(caller: Caller, field: NewField): Promise<Field>;
  /** All active fields, every page. Cost 10 a page. */
  listPersonFields(caller: Caller): Promise<Field[]>;
  /** Cost 5. */
  createPersonField(caller: Caller, field: NewField): Promise<Field>;
  /**
   * Adds options to a custom field, all of them or none, and gives them with their ids. Labels: 1 to 255 characters.
   * Labels that exist already are not looked for. `field_refused`: the field is gone or has no options. Cost 5.
   */
  addFieldOptions(
    caller: Caller,
    field: { objectType: RecordType; code: string; labels: readonly string[] },
  ): Promise<FieldOption[]>;
  me(caller: Caller): Promise<Me>;
  permissions(caller: Caller, userId: number): Promise<UserPermissions>;
  /** One user of the company, deactivated or not. Cost 2. */
  user(caller: Caller, userId: number): Promise<User>;
  /** All users of the company. Cost 20. */
  listUsers(caller: Caller): Promise<User[]>;
  listCurrencies(caller: Caller): Promise<Currency[]>;
  /** The app's webhooks in this company, whoever made them. Cost 10. */
  listWebhooks(caller: Caller): Promise<Webhook[]>;
  /**
   * Subscribes to changes (payload version 2.0). Pipedrive calls the address before it answers, so it must be live.
   * `webhook_limit`: 40 are there of this user. `webhook_address_refused`: nobody answers there. Cost 10.
   */
  createWebhook(caller: Caller, webhook: NewWebhook): Promise<Webhook>;
  /** `record_gone`: there is none of this id. Cost 6. */
  deleteWebhook(caller: Caller, id: number): Promise<void>;
  /** Adds a note to an organization; `content` is HTML, which Pipedrive cleans. Cost 10. */
  addNote(caller: Caller, note: { organizationId: number; content: string }): Promise<Note>;
  /** Notes of an organization, the newest first, 100 a page unless said; `nextStart` begins the next page. Cost 20. */
  listNotes(
    caller: Caller,
    query: { organizationId: number; start?: number; limit?: number },
  ): Promise<{ items: Note[]; nextStart: number | null }>;
};
