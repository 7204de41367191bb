import {
  type PreviewField,
  type PreviewRecord,
  type PreviewResult,
  previewResult,
} from '../../../server/enrichment/preview/preview.contract.ts';

function aField(changes: Partial<PreviewField> = {}): PreviewField {
  return {
    source: 'title',
    label: 'Title',
    targetName: 'Store Leads: Title',
    targetType: 'varchar',
    now: null,
    next: 'Lamps for every corner',
    rule: 'always',
    action: 'write',
    reason: null,
    note: null,
    noteDetail: null,
    ...changes,
  };
}

const kept = (reason: string, changes: Partial<PreviewField> = {}) =>
  aField({ action: 'keep', reason, ...changes });

/** One field of every kind and with every reason. */
const manyFields: PreviewField[] = [
  aField(),
  aField({
    source: 'city',
    label: 'City',
    targetName: 'Town',
    now: 'Leipzg',
    next: 'Leipzig',
    rule: 'if_empty_or_ours',
  }),
  aField({
    source: 'estimated_sales',
    label: 'Estimated sales',
    targetName: 'Store Leads: Estimated sales',
    targetType: 'monetary',
    now: { amount: 1_200_000, currency: 'EUR' },
    next: { amount: 1_248_300.5, currency: 'EUR' },
  }),
  aField({
    source: 'technologies',
    label: 'Technologies',
    targetName: 'Tools',
    targetType: 'set',
    now: ['Klaviyo'],
    next: ['Klaviyo', 'Judge.me'],
    note: 'option_created',
  }),
  aField({
    source: 'description',
    label: 'Description',
    targetName: 'Store Leads: Description',
    now: 'Old words. '.repeat(30).trim(),
    next: 'New words about lamps. '.repeat(20).trim(),
    note: 'cut',
  }),
  aField({
    source: 'created_at',
    label: 'Created',
    targetName: 'Store Leads: Created',
    targetType: 'date',
    now: '2019-04-01',
    next: null,
  }),
  kept('in_step', { source: 'platform', label: 'Platform', now: 'shopify', next: 'shopify' }),
  kept('not_ours', {
    source: 'zip',
    label: 'ZIP',
    targetName: 'Postcode',
    now: '04109',
    next: '04109',
    rule: 'if_empty_or_ours',
  }),
  kept('within_tolerance', {
    source: 'rank',
    label: 'Rank',
    targetType: 'double',
    now: 18_234,
    next: 18_234,
  }),
  kept('rule_never', { source: 'state', label: 'State', now: 'Active', next: 'Active', rule: 'never' }),
  kept('note', {
    source: 'calculated:score',
    label: 'Score',
    targetType: 'double',
    note: 'calculation_failed',
    noteDetail: 'division_by_zero',
    next: null,
  }),
  kept('missing_kept', { source: 'employee_count', label: 'Employees', now: 12, next: 12 }),
];

export function aRecord(changes: Partial<PreviewRecord> = {}): PreviewRecord {
  return {
    id: 41,
    name: 'Lumenvale GmbH',
    state: 'ok',
    storeName: 'Lumenvale Lamps',
    storeHost: 'lumenvale.example',
    fields: manyFields,
    tokens: 5,
    ...changes,
  };
}

/** A record with nothing to write. */
export const inStep = (changes: Partial<PreviewRecord> = {}) =>
  aRecord({ fields: manyFields.filter(({ action }) => action === 'keep'), tokens: 0, ...changes });

export function aPreview(records: PreviewRecord[], changes: Partial<PreviewResult> = {}): PreviewResult {
  const tokens = records.reduce((sum, record) => sum + record.tokens, 0);
  return previewResult.parse({
    records,
    tokens,
    seconds: Math.ceil(tokens / 50),
    tokensLeftToday: 80_880,
    problems: [],
    ...changes,
  });
}
