import { aRun, refusal } from './answers.ts';
import { mapping } from './mapping-answers.ts';
import { notCreated, type SettingsCase, scan } from './settings-case.ts';

/** From the first visit to fields that wait to be created, with what the page has to say in each case. */
export const firstCases: SettingsCase[] = [
  {
    name: 'first visit',
    settings: { websiteField: null },
    runs: [],
    mapping: notCreated(),
    says: [
      '1. Choose the website field',
      '412 of 500 have a value, 405 look like websites',
      'None of 500 organizations has a value',
      'Recommended',
      'Choose the website field first.',
    ],
  },
  {
    name: 'no field can hold a website',
    settings: { websiteField: null },
    runs: [],
    mapping: notCreated(),
    answers: { 'GET /api/settings/website-fields': { status: 200, body: { looked: 3, choices: [] } } },
    says: ['No field can hold a website'],
  },
  {
    name: 'choices fail',
    settings: { websiteField: null },
    runs: [],
    mapping: notCreated(),
    answers: {
      'GET /api/settings/website-fields': refusal(
        503,
        'pipedrive_unavailable',
        'Pipedrive did not answer. Try again.',
      ),
    },
    says: ['Pipedrive did not answer. Try again.'],
  },
  {
    name: 'scanning',
    runs: [
      aRun({
        state: 'running',
        planned: 12_400,
        plannedIsEstimate: true,
        written: 1_204,
        skipped: { no_match: 2_100 },
        remaining: 9_096,
        secondsLeft: 260,
        finishedAt: null,
      }),
    ],
    mapping: notCreated(),
    says: ['3,304 of about 12,400 organizations', 'about 4 minutes left', '1,204 matched', 'Cancel'],
  },
  {
    name: 'scan queued',
    runs: [
      aRun({
        state: 'queued',
        planned: null,
        written: 0,
        skipped: {},
        remaining: null,
        startedAt: null,
        finishedAt: null,
      }),
    ],
    mapping: notCreated(),
    says: ['Starting'],
  },
  {
    name: 'scanned',
    runs: [scan()],
    mapping: mapping(() => 'not_mapped'),
    says: [
      '3. Create fields',
      'Matched',
      '121',
      'No store found',
      'Not a shop’s own website',
      'Outside your plan',
      'Create 58 fields',
      'Which store data goes into which Pipedrive field',
      'At least 42 of 100 custom fields used',
    ],
  },
  {
    name: 'scan failed',
    runs: [aRun({ state: 'failed', errorCode: 'pipedrive_unavailable' })],
    mapping: notCreated(),
    says: ['The last scan failed', 'Pipedrive did not answer.'],
  },
  {
    name: 'scan cancelled',
    runs: [aRun({ state: 'cancelled' })],
    mapping: notCreated(),
    says: ['The last scan was cancelled'],
  },
  {
    name: 'plan unknown',
    runs: [scan()],
    mapping: mapping(() => 'not_mapped', {
      only: 12,
      cap: { limit: null, basis: 'unknown', pipedrivePlan: null },
    }),
    says: ['At least 42 custom fields used', 'Choose it to see how many fields fit'],
  },
  {
    name: 'cap refused',
    runs: [scan()],
    mapping: mapping((index) => (index < 6 ? 'mapped' : 'not_mapped'), {
      only: 12,
      cap: { used: 100, basis: 'refused' },
    }),
    says: ['Pipedrive refused to create more fields'],
  },
  {
    name: 'fields found',
    runs: [scan()],
    mapping: mapping((index) => (index < 12 ? 'found' : 'not_mapped'), { only: 20 }),
    says: ['Found', 'Take over 12 fields', 'Platform and technology'],
  },
  {
    name: 'cannot create fields',
    runs: [scan()],
    mapping: mapping(() => 'not_mapped', {
      only: 12,
      canCreate: {
        allowed: false,
        code: 'cannot_add_fields',
        message: 'Your Pipedrive permissions do not include adding fields.',
        usersWhoCan: [8, 12],
      },
    }),
    says: ['You cannot create fields', 'User 8, User 12'],
  },
  {
    name: 'fields fail',
    runs: [scan()],
    answers: {
      'GET /api/mapping': refusal(
        429,
        'budget_exhausted',
        'No API tokens are left today. Try again tomorrow.',
      ),
    },
    says: ['No API tokens are left today.'],
  },
];
