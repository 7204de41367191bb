import { fieldCode, newField } from '../seed/fields.ts';
import type { RecordKind } from '../state/records.ts';
import type { Field, World } from '../world.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { BodyFault, type BodyRule, isObject, listOf, parts, readBody, words } from './body.ts';
import { packCursor, pageSize, unpackCursor } from './cursor.ts';
import { fieldExtras, fieldView } from './field-view.ts';
import { commaList, readQuery, text } from './query.ts';
import { notFound, Refusal, schemaRefusal } from './refusal.ts';

/** Types a custom field can be created with (pipedrive-api.md 3.5). */
const creatable =
  'varchar text double phone date daterange time timerange set enum varchar_auto address monetary org people user'.split(
    ' ',
  );

/** Custom fields a plan allows, counted over organizations, persons, deals and products together (3.6). */
export const fieldCaps = { lite: 30, growth: 100, premium: 300, ultimate: 500 };

/** Active fields of a kind of record, page by page. */
export function listFields(kind: RecordKind, call: ApiCall): ApiResult {
  const query = readQuery(call.query, {
    include_fields: commaList({ allowed: fieldExtras }),
    limit: pageSize,
    cursor: text,
  });
  const order = `${kind}Fields`;
  const start = query.cursor === undefined ? 0 : unpackCursor(query.cursor, order, call.world.cursorEpoch).id;
  const limit = query.limit ?? 100;
  const all = activeFields(call.world, kind);
  const end = start + limit;
  return {
    data: all.slice(start, end).map((field) => fieldView(field, query.include_fields)),
    additional_data: {
      next_cursor:
        end < all.length ? packCursor({ after: end, id: end }, order, call.world.cursorEpoch) : null,
    },
  };
}

/** One field by its code. */
export function getField(kind: RecordKind, call: ApiCall): ApiResult {
  const query = readQuery(call.query, { include_fields: commaList({ allowed: fieldExtras }) });
  return { data: fieldView(pathField(kind, call), query.include_fields) };
}

/** Needs the user's own permission besides the scope; refused when the plan's cap is reached. */
export function addField(kind: RecordKind, call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const body = readBody(call.body, {
    field_name: words({ min: 1, max: 255 }),
    field_type: typeRule,
    options: listOf(parts({ label: words({ min: 1, max: 255 }) })),
    ...appearance,
  });
  const { field_name: name, field_type: type } = body;
  if (name === undefined) throw schemaRefusal('field_name', 'is required');
  if (type === undefined) throw schemaRefusal('field_type', 'is required');
  mayEditFields(call);
  const { world } = call;
  if (customFieldsUsed(world) >= fieldCaps[world.company.plan]) {
    throw new Refusal(403, 'The custom fields limit of the plan is reached', {
      code: 'feature_capping_custom_fields_limit',
    });
  }
  const hasOptions = type === 'enum' || type === 'set';
  if (hasOptions !== (body.options !== undefined)) {
    throw schemaRefusal('options', hasOptions ? 'is required' : 'is only allowed for enum and set');
  }
  const field = newField(kind, fieldCode(`${kind}/${name}/${world.nextId.field++}`), name, type, {
    isCustom: true,
    options: body.options?.map(({ label = '' }) => ({ id: world.nextId.option++, label })) ?? null,
  });
  dress(field, body);
  world.fields.push(field);
  return { data: fieldView(field, fieldExtras) };
}

/** Changes name and visibility; type and code stay. */
export function updateField(kind: RecordKind, call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const field = pathField(kind, call);
  const body = readBody(call.body, { field_name: words({ min: 1, max: 255 }), ...appearance });
  if (Object.keys(body).length === 0) throw schemaRefusal('body', 'must have at least 1 key');
  mayEditFields(call);
  if (body.field_name !== undefined) field.name = body.field_name;
  dress(field, body);
  return { data: fieldView(field, fieldExtras) };
}

/** The field and its values are gone for every reader; there is no way back. */
export function deleteField(kind: RecordKind, call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const field = pathField(kind, call);
  if (!field.isCustom) throw new Refusal(403, 'A standard field cannot be deleted');
  mayEditFields(call);
  field.isDeleted = true;
  for (const record of kind === 'organization' ? call.world.organizations : call.world.persons) {
    delete record.custom_fields[field.code];
  }
  return { data: fieldView(field) };
}

/** @throws Refusal 404 for a field that never was or is deleted */
export function pathField(kind: RecordKind, call: ApiCall): Field {
  const field = activeFields(call.world, kind).find(
    (candidate) => candidate.code === call.params['field_code'],
  );
  if (!field) throw notFound('Field');
  return field;
}

/** @throws Refusal 403 when the user's permission set forbids it */
export function mayEditFields({ user }: ApiCall): void {
  if (!user.isAdmin && !user.canAddCustomFields) {
    throw new Refusal(403, 'You do not have permission to manage custom fields', { code: 'ERR_FORBIDDEN' });
  }
}

/** Fields of all record types that count towards the cap. */
export function customFieldsUsed(world: World): number {
  return world.fields.filter((field) => field.isCustom && !field.isDeleted).length;
}

function activeFields(world: World, kind: RecordKind): Field[] {
  const absent = kind === 'organization' && world.settings.websiteField === 'absent';
  return world.fields.filter((f) => f.entity === kind && !f.isDeleted && !(absent && f.code === 'website'));
}

const typeRule: BodyRule<string> = (value) => {
  if (typeof value !== 'string' || !creatable.includes(value))
    throw new BodyFault('is not a type of custom fields');
  return value;
};

const objectRule: BodyRule<Record<string, unknown>> = (value) => {
  if (!isObject(value)) throw new BodyFault('must be an object');
  return value;
};

const appearance = { ui_visibility: objectRule, important_fields: objectRule, required_fields: objectRule };

function dress(
  field: Field,
  body: { [K in keyof typeof appearance]: Record<string, unknown> | undefined },
): void {
  field.uiVisibility = { ...field.uiVisibility, ...body.ui_visibility };
  field.importantFields = { ...field.importantFields, ...body.important_fields };
  field.requiredFields = { ...field.requiredFields, ...body.required_fields };
}
