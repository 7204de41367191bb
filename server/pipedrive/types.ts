/** Shapes of Pipedrive as the features see them. Facts: Pipedrive's OpenAPI files v1 and v2. */

/** Who pays and waits for a call. A person's click may use the reserve that bulk work leaves untouched. */
export type Lane = 'click' | 'bulk';

/** In whose name a call is made. Tokens, budget and burst shaping hang on it. */
export type Caller = {
  companyId: number;
  userId: number;
  lane: Lane;
  signal?: AbortSignal;
  /** Only with a grant of this installation: a write of an erased one must not go out with the grant of the next. */
  epoch?: string;
};

/** A custom field's value as REST v2 reads and writes it. `null` clears. */
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
  customFields: Record<string, FieldValue>;
};

export type Person = { id: number; name: string; isDeleted: boolean; orgId: number | null };

export type Page<T> = { items: T[]; nextCursor: string | null };

/** Field types an app can create (`field_type` of the create call) plus the system ones, kept as text. */
export type FieldType = 'varchar' | 'text' | 'double' | 'monetary' | 'date' | (string & {});

export type Field = {
  code: string;
  name: string;
  type: FieldType;
  isCustom: boolean;
  /** Not part of a record unless asked for (`is_optional_response_field`). */
  isOptional: boolean;
  options: { id: number | string; label: string }[];
};

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

type UserPermissions = { canAddCustomFields: boolean };

/** The gateway: every call the app makes to Pipedrive's API. Each call throws AppError (see pipedrive/errors.ts). */
export type Pipedrive = {
  /** `customFields`: at most 15 field codes; an empty list asks for none. Sorted by id. Cost 10. */
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
  /** Sends just these custom fields; never with an empty object. Answers what Pipedrive now holds. Cost 5. */
  updateOrganization(
    caller: Caller,
    id: number,
    customFields: Record<string, FieldValue>,
  ): Promise<Organization>;
  getPerson(caller: Caller, id: number): Promise<Person>;
  /** All active fields, every page. Cost 10 a page. */
  listOrganizationFields(caller: Caller): Promise<Field[]>;
  createOrganizationField(caller: Caller, field: { name: string; type: FieldType }): Promise<Field>;
  listPersonFields(caller: Caller): Promise<Field[]>;
  me(caller: Caller): Promise<Me>;
  permissions(caller: Caller, userId: number): Promise<UserPermissions>;
  /** All users of the company. Cost 20. */
  listUsers(caller: Caller): Promise<{ id: number; name: string; isActive: boolean; isAdmin: boolean }[]>;
  listCurrencies(caller: Caller): Promise<Currency[]>;
};
