import { kindOfResult, type SourceKind } from '../../../server/mapping/convert/compatibility.contract.ts';
import type {
  CalculatedValueView,
  EntrySettings,
  MappingRowView,
  MappingView,
  ObjectTypeName,
} from '../../../server/mapping/mapping.contract.ts';

/** Heading over the rows of calculated values. */
export const calculatedGroup = 'Calculated values';

const prefix = 'calculated:';

/** Name of the calculated value a row stands for; null for fields of the catalogue. */
export function calculatedNameOf(source: string): string | null {
  return source.startsWith(prefix) ? source.slice(prefix.length) : null;
}

/** Type of the field the app would create for a calculated value. */
const typeOfKind: Record<SourceKind, string> = {
  text: 'varchar',
  long_text: 'text',
  number: 'double',
  money: 'monetary',
  date: 'date',
  list: 'text',
};

const fresh: EntrySettings = {
  target: null,
  rule: 'always',
  whenMissing: 'clear',
  volatility: { kind: 'exact' },
  newOption: 'skip',
  enabled: true,
};

/**
 * The rows of an object type with calculated values as they are in the unsaved changes: new ones get a row at once,
 * deleted ones lose theirs, and a changed label shows.
 */
export function rowsOf(
  view: MappingView,
  objectType: ObjectTypeName,
  calculated: CalculatedValueView[] | null,
): MappingRowView[] {
  const { rows } = view[objectType];
  if (!calculated) return rows;
  const values = new Map(calculated.map((value) => [`${prefix}${value.name}`, value]));
  const kept = rows.flatMap((row) => {
    if (calculatedNameOf(row.source) === null) return [row];
    const value = values.get(row.source);
    values.delete(row.source);
    return value ? [{ ...row, label: value.label, kind: kindOfResult(value.resultType) }] : [];
  });
  return [...kept, ...[...values].map(([source, value]) => newRow(view, source, value))];
}

function newRow(view: MappingView, source: string, value: CalculatedValueView): MappingRowView {
  const kind = kindOfResult(value.resultType);
  return {
    source,
    label: value.label,
    description: value.expression,
    group: calculatedGroup,
    kind,
    unit: '',
    volatile: false,
    settings: fresh,
    defaults: fresh,
    state: 'not_mapped',
    brokenCode: null,
    targetName: null,
    newField: { name: `${view.prefix}${value.label}`, type: typeOfKind[kind] },
    priority: Number.MAX_SAFE_INTEGER,
    proposed: false,
  };
}
