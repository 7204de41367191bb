import type { StoreDomain } from '../catalog/store.ts';
import type { FieldType, FieldValue } from '../pipedrive/types.ts';
import { fits, kindOfResult, type SourceKind } from './convert/compatibility.contract.ts';
import {
  type ConvertContext,
  type Converted,
  type ConvertTarget,
  convertValue,
} from './convert/convert-value.ts';
import type { NoteCode } from './convert/note.contract.ts';
import { catalogField, type SourceValue } from './fields/field-catalog.ts';
import { calculatedName, type Mapping, type Volatility, type WriteRule } from './mapping.ts';

/** What a mapping wants one field of a record to hold. */
export type Desired = {
  /** Place of the entry in the mapping: its slot in the record's knowledge. */
  index: number;
  source: string;
  code: string;
  type: FieldType;
  /** `undefined`: leave the field alone (source missing and `keep`, or not convertible). `null`: empty it. */
  value: FieldValue | undefined;
  volatility: Volatility;
  rule: WriteRule;
  note?: NoteCode;
  /** With `calculation_failed`: the code of what went wrong. */
  noteDetail?: string;
  /** Labels to add to the field's options, and then to apply the mapping again; see `Converted`. */
  missingOptions?: string[];
};

/** What the calculated values of a mapping came to for one store, by name. */
export type CalculatedResults = ReadonlyMap<string, { value: SourceValue } | { error: { code: string } }>;

type Skipped = { skip: NoteCode; detail?: string };
type Found = { value: SourceValue; kind: SourceKind };

/**
 * What the record of a store should hold, by the mapping: one item for each entry that is enabled, has a target and
 * is not broken. Pure; the weekly run, the button and a preview call this same function.
 * @param calculated null when the account's plan has no calculated values: their fields are left alone.
 */
export function applyMapping(
  domain: StoreDomain,
  mapping: Mapping,
  context: ConvertContext,
  calculated: CalculatedResults | null,
): Desired[] {
  const desired: Desired[] = [];
  for (const [index, entry] of mapping.entries.entries()) {
    const { source, target } = entry;
    if (!entry.enabled || !target || entry.broken) continue;
    const field = catalogField.get(source);
    const found = field
      ? { value: field.derive(domain), kind: field.kind }
      : calculatedResult(source, mapping, calculated);
    // No more: retired, or of another version of the app.
    if (!found) continue;
    const { code, type } = target;
    const { volatility, rule } = entry;
    const item: Desired = { index, source, code, type, value: undefined, volatility, rule };
    const { newOption } = entry;
    fill(item, 'skip' in found ? found : convertFound(found, { code, type, newOption }, context));
    if (item.value === null && entry.whenMissing === 'keep') item.value = undefined;
    desired.push(item);
  }
  return desired;
}

function calculatedResult(
  source: string,
  { calculated: definitions }: Mapping,
  results: CalculatedResults | null,
): Found | Skipped | null {
  const name = calculatedName(source);
  const definition = definitions.find((candidate) => candidate.name === name);
  if (!definition) return null;
  if (!results) return { skip: 'plan_required' };
  const result = results.get(definition.name) ?? { error: { code: 'no_result' } };
  return 'error' in result
    ? { skip: 'calculation_failed', detail: result.error.code }
    : { value: result.value, kind: kindOfResult(definition.resultType) };
}

/** The matrix has the last word: a text that happens to look like a date is still no date. */
function convertFound({ value, kind }: Found, target: ConvertTarget, context: ConvertContext): Converted {
  const { fit } = fits(kind, target.type);
  return fit === 'refused' ? { skip: 'type_not_supported' } : convertValue(value, target, context);
}

function fill(item: Desired, outcome: Converted | Skipped): void {
  if ('value' in outcome) item.value = outcome.value;
  const note = 'skip' in outcome ? outcome.skip : outcome.note;
  if (note) item.note = note;
  if ('detail' in outcome && outcome.detail) item.noteDetail = outcome.detail;
  if ('missing' in outcome && outcome.missing) item.missingOptions = outcome.missing;
}
