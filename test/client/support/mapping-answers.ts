import { fieldCatalog } from '../../../server/mapping/fields/field-catalog.ts';
import { fieldGroup } from '../../../server/mapping/fields/field-groups.ts';
import {
  type EntrySettings,
  type MappingRowView,
  type MappingView,
  mappingView,
  type ObjectTypeName,
  type ObjectView,
  type TargetView,
} from '../../../server/mapping/mapping.contract.ts';

type State = (index: number) => MappingRowView['state'];

/** The field of a source as the app creates it. */
export const ownField = (key: string, objectType: ObjectTypeName = 'organization') =>
  `${objectType === 'person' ? 'p' : 'f'}_${key}`;

/** Fields that were there before the app, of types that fit well, lose something, or cannot be used. */
export const oldFields: TargetView[] = [
  { code: 'old_city', name: 'Town', type: 'varchar', isCustom: true, options: null },
  { code: 'old_notes', name: 'Notes', type: 'text', isCustom: true, options: null },
  { code: 'old_size', name: 'Size class', type: 'enum', isCustom: true, options: 4 },
  { code: 'old_revenue', name: 'Revenue', type: 'monetary', isCustom: true, options: null },
  { code: 'old_visit', name: 'Last visit', type: 'date', isCustom: true, options: null },
  { code: 'address', name: 'Address', type: 'address', isCustom: false, options: null },
];

function objectView(state: State, objectType: ObjectTypeName, only: number): ObjectView {
  const catalog = fieldCatalog.slice(0, only);
  const rows = catalog.map((field, index): MappingRowView => {
    const at = state(index);
    const created = at === 'mapped' || at === 'broken';
    const gone = at === 'broken' && index % 2 === 0;
    const name = `Store Leads: ${field.label}`;
    const defaults: EntrySettings = {
      target: null,
      rule: 'always',
      whenMissing: 'clear',
      volatility: field.volatility,
      newOption: 'skip',
      enabled: true,
    };
    return {
      source: field.key,
      label: field.label,
      description: field.description,
      group: fieldGroup(field.key),
      kind: field.kind,
      unit: field.unit,
      volatile: field.volatility.kind !== 'exact',
      settings: {
        ...defaults,
        target: created ? ownField(field.key, objectType) : null,
        enabled: !created || index % 5 !== 4,
      },
      defaults,
      state: at,
      brokenCode: at === 'broken' ? (gone ? 'target_gone' : 'field_refused') : null,
      targetName: created && !gone ? name : null,
      newField: { name, type: field.pipedriveType },
      priority: field.priority,
      proposed: objectType === 'organization' && at === 'not_mapped' && field.priority <= 58,
    };
  });
  const targets = rows.flatMap(({ settings, targetName, newField }): TargetView[] =>
    settings.target && targetName
      ? [{ code: settings.target, name: targetName, type: newField.type, isCustom: true, options: null }]
      : [],
  );
  return { enabled: objectType === 'organization', rows, targets: [...oldFields, ...targets] };
}

/**
 * The mapping of a company, all 97 rows; `state` says what became of each by its position.
 * @param only how many rows, where a screenful is enough
 */
export function mapping(
  state: State,
  changes: Omit<Partial<MappingView>, 'cap' | 'canCreate'> & {
    cap?: Partial<MappingView['cap']>;
    canCreate?: Partial<MappingView['canCreate']>;
    only?: number;
  } = {},
): MappingView {
  const { cap, canCreate, only = fieldCatalog.length, ...rest } = changes;
  return mappingView.parse({
    edition: 3,
    savedBy: { userId: 7, at: '2026-03-02T10:00:00.000Z' },
    prefix: 'Store Leads: ',
    organization: objectView(state, 'organization', only),
    person: objectView(() => 'not_mapped', 'person', only),
    calculated: [],
    cap: { used: 42, limit: 100, basis: 'inferred', pipedrivePlan: 'growth', ...cap },
    canCreate: { allowed: true, code: null, message: null, usersWhoCan: [], ...canCreate },
    ...rest,
  });
}

/** The view with other settings in some rows of organizations, as if they had been saved. */
export function withSettings(
  view: MappingView,
  settings: Record<string, Partial<EntrySettings>>,
  changes: Partial<MappingView> = {},
): MappingView {
  const rows = view.organization.rows.map((row) => ({
    ...row,
    settings: { ...row.settings, ...settings[row.source] },
  }));
  return { ...view, organization: { ...view.organization, rows }, ...changes };
}
