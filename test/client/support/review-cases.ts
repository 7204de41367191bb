import { refusal } from './answers.ts';
import { aPreview, aRecord, inStep } from './preview-answers.ts';

export type ReviewCase = {
  name: string;
  /** Parameters of the modal's address. */
  query: Record<string, string>;
  answer?: { status: number; body: unknown };
  says: string[];
};

const one = { data: JSON.stringify({ resource: 'organization', ids: '41' }) };
const person = { resource: 'person', selectedIds: '7' };
const some = { resource: 'organization', selectedIds: '41,42,43,44' };
const shown = (...args: Parameters<typeof aPreview>) => ({ status: 200, body: aPreview(...args) });

/** Every state the review can be in, with what it has to say in each. */
export const reviewCases: ReviewCase[] = [
  {
    name: 'one organization',
    query: one,
    answer: shown([aRecord()]),
    says: [
      'Lumenvale GmbH',
      'Lumenvale Lamps, lumenvale.example',
      '6 fields',
      'Leipzg',
      'Leipzig',
      'empty',
      '€1,248,300.50',
      'A new option is created for it',
      'Apr 1, 2019',
      'Rule: If empty or ours',
      'Enrich 1 organization',
      'less than a minute',
    ],
  },
  {
    name: 'several organizations',
    query: some,
    answer: shown(
      [
        aRecord(),
        inStep({ id: 42, name: 'Quietwick Ltd' }),
        aRecord({ id: 43, name: 'Bramble & Sons', state: 'excluded', fields: [], tokens: 0 }),
        aRecord({
          id: 44,
          name: '',
          state: 'no_access',
          fields: [],
          tokens: 0,
          storeName: null,
          storeHost: null,
        }),
      ],
      { seconds: 4_800 },
    ),
    says: [
      '1 of 4',
      '4 organizations',
      'about 80 minutes, by',
      'No change',
      'Excluded',
      'Not visible',
      'No. 44',
    ],
  },
  {
    name: 'nothing would change',
    query: one,
    answer: shown([inStep()]),
    says: ['Nothing would be written', 'Every field stays as it is.', 'Nothing to write'],
  },
  {
    name: 'enriching is off',
    query: one,
    answer: shown([aRecord({ state: 'not_enabled', tokens: 0 })]),
    says: ['Enriching organizations is switched off', 'Nothing to write'],
  },
  {
    name: 'no store',
    query: one,
    answer: shown([aRecord({ state: 'no_store', fields: [], tokens: 0, storeName: null, storeHost: null })]),
    says: ['No store is linked'],
  },
  {
    name: 'a person',
    query: person,
    answer: shown([aRecord({ id: 7, name: 'Ada Invented' })]),
    says: ['People are not written to in this version', 'Ada Invented', 'Close'],
  },
  {
    name: 'everyone',
    query: { resource: 'organization', selectedIds: '', filter: '{"everyone":1}' },
    says: ['too many to review here', 'Select up to 100', 'preview of everything'],
  },
  {
    name: 'too many',
    query: { resource: 'person', selectedIds: Array.from({ length: 101 }, (_, at) => at + 1).join(',') },
    says: ['Too many are selected', 'Select up to 100 people'],
  },
  {
    name: 'cut address',
    query: { resource: 'organization', selectedIds: '41,42,' },
    says: ['Too many are selected'],
  },
  {
    name: 'nothing selected',
    query: { resource: 'deal', selectedIds: '4' },
    says: ['No record is selected'],
  },
  {
    name: 'gated',
    query: one,
    answer: refusal(403, 'plan_required', 'This needs one of the Store Leads plans Premium, Pro.'),
    says: ['Not part of your plan', 'Premium, Pro', 'Close'],
  },
  {
    name: 'no permission',
    query: one,
    answer: refusal(403, 'not_allowed', 'Ask a Pipedrive admin.'),
    says: ['You are not allowed to see this'],
  },
  {
    name: 'not connected',
    query: one,
    answer: refusal(401, 'not_connected', 'Install it, or connect again.'),
    says: ['Connect Store Leads first'],
  },
  {
    name: 'no tokens left',
    query: one,
    answer: refusal(429, 'budget_exhausted', 'Today’s share of API tokens is used up.'),
    says: ['Today’s share of API tokens is used up.', 'Try again'],
  },
];
