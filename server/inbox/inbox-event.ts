/** What an event is about. */
export type ObjectType = 'organization' | 'person';

/** Whose value an event shows in a mapped field: nobody's, what we wrote or were writing, or somebody else's. */
export type SeenState = 'empty' | 'ours' | 'other';

/**
 * One event of Pipedrive as it is kept: ids, times and states, never a value of the customer's (design.md §5.7). The
 * hosts of the website are the one thing taken from a field, as a link keeps them, too.
 */
export type InboxEvent = {
  /** Pipedrive's id of the event, the same in every attempt to deliver it. */
  eventId: string;
  companyId: number;
  epoch: string;
  objectType: ObjectType;
  recordId: number;
  action: 'create' | 'change' | 'delete';
  /** When it happened, by Pipedrive's clock. */
  at: Date;
  receivedAt: Date;
  /** Who caused it; null where that is not said. */
  userId: number | null;
  /** `app`: a person in Pipedrive's pages; `api`: a program, which may be us. Null where that is not said. */
  source: 'app' | 'api' | null;
  /** The record's update time in the payload: RFC 3339, whole seconds. Null where the payload holds no record. */
  updateTime: string | null;
  /** A merge: where the record went, or which one was merged into it. */
  mergedTo: number | null;
  mergedFrom: number | null;
  /** Code of the field that held the website then; null while none was chosen. */
  websiteField: string | null;
  /** Normalised hosts of the website field; null where the payload does not tell. */
  domains: string[] | null;
  /** Those of its hosts that stand behind a mail address: they count only where no website leads anywhere. */
  mailDomains: string[];
  /** True when the event itself changed the website field. */
  websiteChanged: boolean;
  /** Version of the mapping by which the fields were judged. */
  mappingVersion: number;
  /** State of each mapped field the payload tells of, by field code. */
  fields: Record<string, SeenState>;
  /** Codes of the mapped fields the event itself changed. */
  changed: string[];
  /** True when it changed anything that is not mapped (update time aside): then it is no echo of ours alone. */
  changedMore: boolean;
};
