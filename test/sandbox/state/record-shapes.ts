/** Records as the sandbox keeps them, with the key names of REST v2. */

export type Address = {
  value: string;
  country: string | null;
  admin_area_level_1: string | null;
  admin_area_level_2: string | null;
  locality: string | null;
  sublocality: string | null;
  route: string | null;
  street_number: string | null;
  subpremise: string | null;
  postal_code: string | null;
};

/** A value of a custom field in the form of pipedrive-api.md 2.9; an empty field has no key. */
export type CustomValue = string | number | number[] | { [part: string]: string | number | null };

type RecordBase = {
  id: number;
  name: string;
  owner_id: number;
  /** RFC 3339, whole seconds. */
  add_time: string;
  /** Time of deletion when `is_deleted`. */
  update_time: string;
  is_deleted: boolean;
  visible_to: number;
  label_ids: number[];
  custom_fields: Record<string, CustomValue>;
};

export type Organization = RecordBase & {
  address: Address | null;
  website: string | null;
  linkedin: string | null;
  industry: number | null;
  annual_revenue: number | null;
  employee_count: number | null;
};

export type ContactPoint = { value: string; primary: boolean; label: string };

export type Person = RecordBase & {
  first_name: string | null;
  last_name: string | null;
  org_id: number | null;
  emails: ContactPoint[];
  phones: ContactPoint[];
  picture_id: number | null;
};

export type RecordKinds = { organization: Organization; person: Person };
export type RecordKind = keyof RecordKinds;

/** Who made a change, as webhooks tell it: through the API, or a person in Pipedrive's own pages. */
export type Actor = {
  userId: number;
  source: 'api' | 'app';
  /** Many records at once, in the list view. */
  bulk?: boolean;
};

export type RecordEvent = {
  action: 'create' | 'change' | 'delete';
  kind: RecordKind;
  id: number;
  actor: Actor;
  /** Changed keys with their former values; null for a creation. */
  previous: Partial<Organization & Person> | null;
  /** `update_time` before it; null for a creation. */
  formerUpdateTime: string | null;
  /** Of a merge: where a deleted record went, or which one the surviving record took in. */
  mergedTo?: number;
  mergedFrom?: number;
};
