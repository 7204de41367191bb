import { z } from 'zod';
import { readFieldValue, wholeSecondTime } from '../pipedrive/shapes.ts';
import { isWritableStandardField } from '../pipedrive/standard-fields.ts';
import type { FieldValue } from '../pipedrive/types.ts';
import { unwrap } from './event-values.ts';
import type { InboxEvent, ObjectType } from './inbox-event.ts';

/** What a payload tells of a record: all of it, or of a change's `previous` only what was changed. */
export type EventRecord = {
  /** RFC 3339, whole seconds; null where it is not told. */
  updateTime: string | null;
  /** By field code, in the shapes of REST. `undefined`: of a kind we cannot read. */
  fields: Record<string, FieldValue | undefined>;
  /** Whether custom fields are told of at all; one that is not among them then is empty. */
  tellsCustom: boolean;
  /** Keys of anything else: name, owner, labels and so on. */
  others: string[];
};

/** An event of Pipedrive as it came, values and all: for the memory of one request only. */
export type ParsedEvent = Pick<
  InboxEvent,
  'eventId' | 'companyId' | 'recordId' | 'action' | 'at' | 'userId' | 'source' | 'mergedTo' | 'mergedFrom'
> & {
  objectType: ObjectType;
  /** The record as the event left it; null where it was deleted. */
  record: EventRecord | null;
  /** What a change replaced; of a deletion the whole record; null for a new one. */
  previous: EventRecord | null;
};

/** Ids in `meta` are texts. */
const id = z.coerce.number().int().positive();
const optionalId = z
  .union([z.literal(''), z.null(), id])
  .optional()
  .transform((value) => (typeof value === 'number' ? value : null));

/** ISO with milliseconds; one table of the documents speaks of ten digits, too. */
const moment = z.coerce
  .string()
  .transform((text) => new Date(/^\d{10}$/.test(text) ? Number(text) * 1000 : text))
  .refine((at) => !Number.isNaN(at.getTime()));

const meta = z.object({
  action: z.enum(['create', 'change', 'delete']),
  entity: z.enum(['organization', 'person']),
  entity_id: id,
  id: z.string().min(1).max(100),
  company_id: id,
  user_id: optionalId,
  timestamp: moment,
  change_source: z.enum(['app', 'api']).nullish().catch(null),
  merged_to_id: optionalId,
  merged_from_id: optionalId,
});

const told = z
  .looseObject({
    update_time: wholeSecondTime.catch(null),
    custom_fields: z.record(z.string(), z.unknown()).nullish().catch(null),
  })
  .transform(({ update_time, custom_fields, ...rest }): EventRecord => {
    const fields: EventRecord['fields'] = {};
    const others: string[] = [];
    for (const [code, value] of Object.entries(rest)) {
      if (isWritableStandardField(code)) fields[code] = readFieldValue(value);
      else others.push(code);
    }
    for (const [code, value] of Object.entries(custom_fields ?? {})) fields[code] = unwrap(value);
    return { updateTime: iso(update_time), fields, tellsCustom: custom_fields != null, others };
  });

const payload = z.object({ meta, data: told.nullish(), previous: told.nullish() });

/** Reads the body of a delivery (webhooks v2, pipedrive-api.md 4.5); null when it is no event of a record we know of. */
export function readEvent(body: unknown): ParsedEvent | null {
  const read = payload.safeParse(body);
  if (!read.success) return null;
  const { meta: of, data, previous } = read.data;
  if ((of.action === 'delete') === (data != null)) return null;
  return {
    eventId: of.id,
    companyId: of.company_id,
    objectType: of.entity,
    recordId: of.entity_id,
    action: of.action,
    at: of.timestamp,
    userId: of.user_id,
    source: of.change_source ?? null,
    mergedTo: of.merged_to_id,
    mergedFrom: of.merged_from_id,
    record: data ?? null,
    previous: previous ?? null,
  };
}

/** Times come as `2026-11-02T09:00:00Z`, and of old as `2026-11-02 09:00:00`, which is UTC as well. */
function iso(time: string | null): string | null {
  return time === null || time.includes('T') ? time : `${time.replace(' ', 'T')}Z`;
}
