import type { RecordKind } from '../state/records.ts';
import type { Field, FieldOption } from '../world.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { BodyFault, type BodyRule, listOf, parts, wholeNumber, words } from './body.ts';
import { mayEditFields, pathField } from './fields.ts';
import { readQuery } from './query.ts';
import { schemaRefusal } from './refusal.ts';

const label = words({ min: 1, max: 255 });
const maxOptions = 10_000;

/** `POST …/options`: all or nothing, as the other two. */
export function addOptions(kind: RecordKind, call: ApiCall): ApiResult {
  const { options } = optionsOf(kind, call);
  const added = bodyList(call, parts({ label })).map(({ label: text = missing('label') }) => text);
  if (options.length + added.length > maxOptions)
    throw schemaRefusal('options', `must be at most ${maxOptions}`);
  const created = added.map((text) => ({ id: call.world.nextId.option++, label: text }));
  options.push(...created);
  return { data: created, additional_data: null };
}

/** Renames options; all of them or none. */
export function updateOptions(kind: RecordKind, call: ApiCall): ApiResult {
  const { options } = optionsOf(kind, call);
  const changes = bodyList(call, parts({ id: wholeNumber, label })).map((change) => ({
    option: known(options, change.id),
    label: change.label ?? missing('label'),
  }));
  for (const change of changes) change.option.label = change.label;
  return {
    data: changes.map(({ option }) => ({ id: option.id, label: option.label })),
    additional_data: null,
  };
}

/** Values that pointed to a deleted option become empty. */
export function deleteOptions(kind: RecordKind, call: ApiCall): ApiResult {
  const { field, options } = optionsOf(kind, call);
  const gone = bodyList(call, parts({ id: wholeNumber })).map((entry) => known(options, entry.id));
  field.options = options.filter((option) => !gone.includes(option));
  const ids = gone.map((option) => option.id);
  for (const { custom_fields } of kind === 'organization' ? call.world.organizations : call.world.persons) {
    const value = custom_fields[field.code];
    const left = Array.isArray(value) ? value.filter((id) => !ids.includes(id)) : value;
    if (Array.isArray(left) && left.length > 0) custom_fields[field.code] = left;
    else if (Array.isArray(left) || (typeof left === 'number' && ids.includes(left)))
      delete custom_fields[field.code];
  }
  return { data: gone.map(({ id, label: text }) => ({ id, label: text })), additional_data: null };
}

function optionsOf(kind: RecordKind, call: ApiCall): { field: Field; options: FieldOption[] } {
  readQuery(call.query, {});
  const field = pathField(kind, call);
  mayEditFields(call);
  if (!field.isCustom || field.options === null)
    throw schemaRefusal('field_code', 'the field has no options', field.code);
  return { field, options: field.options };
}

function bodyList<T>(call: ApiCall, rule: BodyRule<T>): T[] {
  try {
    const list = listOf(rule)(call.body);
    if (list.length === 0) throw new BodyFault('must have at least 1 entry');
    return list;
  } catch (fault) {
    if (fault instanceof BodyFault) throw schemaRefusal('body', fault.message);
    throw fault;
  }
}

function known(options: FieldOption[], id: number | undefined): FieldOption {
  const option = options.find((candidate) => candidate.id === (id ?? missing('id')));
  if (!option) throw schemaRefusal('id', 'is not an option of the field');
  return option;
}

function missing(key: string): never {
  throw schemaRefusal(key, 'is required');
}
