import { aRun, fields, refusal } from './answers.ts';
import { notCreated, type SettingsCase, scan } from './settings-case.ts';

/** From the first visit to fields that wait to be created, with what the page has to say in each case. */
export const firstCases: SettingsCase[] = [
  {
    name: 'first visit',
    settings: { websiteField: null },
    runs: [],
    fields: notCreated(),
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
    fields: notCreated(),
    answers: { 'GET /api/settings/website-fields': { status: 200, body: { looked: 3, choices: [] } } },
    says: ['No field can hold a website'],
  },
  {
    name: 'choices fail',
    settings: { websiteField: null },
    runs: [],
    fields: notCreated(),
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
    fields: notCreated(),
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
    fields: notCreated(),
    says: ['Starting'],
  },
  {
    name: 'scanned',
    runs: [scan()],
    fields: fields(() => 'not_created'),
    says: [
      '3. Create fields',
      'Matched',
      '121',
      'No store found',
      'Not a shop’s own website',
      'Outside your plan',
      'Create 58 fields',
      'At least 42 of 100 custom fields used',
    ],
  },
  {
    name: 'scan failed',
    runs: [aRun({ state: 'failed', errorCode: 'pipedrive_unavailable' })],
    fields: notCreated(),
    says: ['The last scan failed', 'Pipedrive did not answer.'],
  },
  {
    name: 'scan cancelled',
    runs: [aRun({ state: 'cancelled' })],
    fields: notCreated(),
    says: ['The last scan was cancelled'],
  },
  {
    name: 'plan unknown',
    runs: [scan()],
    fields: fields(() => 'not_created', { limit: null, basis: 'unknown', pipedrivePlan: null }),
    says: ['At least 42 custom fields used', 'Choose it to see how many fields fit'],
  },
  {
    name: 'cap refused',
    runs: [scan()],
    fields: fields((index) => (index < 20 ? 'created' : 'not_created'), { used: 100, basis: 'refused' }),
    says: ['Pipedrive refused to create more fields'],
  },
  {
    name: 'fields found',
    runs: [scan()],
    fields: fields((index) => (index < 12 ? 'found' : 'not_created')),
    says: ['Found', 'Take over 12 fields'],
  },
  {
    name: 'cannot create fields',
    runs: [scan()],
    fields: fields(
      () => 'not_created',
      {},
      {
        allowed: false,
        code: 'cannot_add_fields',
        message: 'Your Pipedrive permissions do not include adding fields.',
        usersWhoCan: [8, 12],
      },
    ),
    says: ['You cannot create fields', 'user 8, user 12'],
  },
  {
    name: 'fields fail',
    runs: [scan()],
    answers: {
      'GET /api/fields': refusal(
        429,
        'budget_exhausted',
        'No API tokens are left today. Try again tomorrow.',
      ),
    },
    says: ['No API tokens are left today.'],
  },
];
