import type { StoreDomain } from '../catalog/store.ts';
import type { FieldType, FieldValue } from '../pipedrive/types.ts';
import type { ConvertContext, Converted } from './convert/convert-value.ts';
import type { NoteCode } from './convert/note.contract.ts';
import type { SourceValue } from './fields/field-catalog.ts';
import type { Mapping, Volatility, WriteRule } from './mapping.ts';
import { type WrittenEntry, writtenEntries } from './written-entries.ts';

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
  return writtenEntries(mapping).map((written) => {
    const { index, entry, target } = written;
    const { source, volatility, rule } = entry;
    const { code, type } = target;
    const item: Desired = { index, source, code, type, value: undefined, volatility, rule };
    const { origin } = written;
    if ('derive' in origin) fill(item, converted(origin.derive(domain), written, context));
    else fill(item, fromCalculated(origin.calculated, calculated, written, context));
    if (item.value === null && entry.whenMissing === 'keep') item.value = undefined;
    return item;
  });
}

function fromCalculated(
  name: string,
  results: CalculatedResults | null,
  written: WrittenEntry,
  context: ConvertContext,
): Converted | Skipped {
  if (!results) return { skip: 'plan_required' };
  const result = results.get(name) ?? { error: { code: 'no_result' } };
  return 'error' in result
    ? { skip: 'calculation_failed', detail: result.error.code }
    : converted(result.value, written, context);
}

/** The matrix has the last word: a text that happens to look like a date is still no date. */
function converted(
  value: SourceValue,
  { convert, target: { code }, entry: { newOption } }: WrittenEntry,
  context: ConvertContext,
): Converted {
  if (!convert) return { skip: 'type_not_supported' };
  return value === null ? nothing : convert(value, { code, newOption }, context);
}

/** Half of all values are none: one object for all of them. */
const nothing: Converted = { value: null };

function fill(item: Desired, outcome: Converted | Skipped): void {
  if ('value' in outcome) item.value = outcome.value;
  const note = 'skip' in outcome ? outcome.skip : outcome.note;
  if (note) item.note = note;
  if ('detail' in outcome && outcome.detail) item.noteDetail = outcome.detail;
  if ('missing' in outcome && outcome.missing) item.missingOptions = outcome.missing;
}
