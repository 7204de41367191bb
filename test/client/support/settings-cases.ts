import type { SettingsView } from '../../../server/install/install.contract.ts';
import type { FieldList } from '../../../server/mapping/mapping.contract.ts';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { ago, aRun, choices, estimate, fields, refusal, runs, settings } from './answers.ts';

type Answered = { status: number; body: unknown };

export type SettingsCase = {
  name: string;
  settings?: Partial<SettingsView>;
  runs?: RunView[];
  fields?: FieldList;
  /** Answers that replace the canned ones. */
  answers?: Record<string, Answered>;
  /** Button to press before looking. */
  press?: string;
  says: string[];
};

/** Most cases need no more than a screenful of fields. */
const few = (list: FieldList): FieldList => ({ ...list, rows: list.rows.slice(0, 12) });
const notCreated = () => few(fields(() => 'not_created'));
const created = () =>
  few(fields((index) => (index === 1 ? 'broken' : index % 3 === 0 ? 'not_created' : 'created')));
const scan = () => aRun();
const enrichAll = (changes: Partial<RunView> = {}) =>
  aRun({
    id: 'run-2',
    kind: 'enrich_all',
    written: 84,
    unchanged: 30,
    skipped: { excluded: 4 },
    planned: 121,
    failed: { no_access: 2, record_gone: 1 },
    state: 'done_with_errors',
    tokensUsed: 541,
    ...changes,
  });

/** Every state the settings page can be in, with what it has to say in each. */
export const settingsCases: SettingsCase[] = [
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
    says: ['Found from before', 'Take over fields'],
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
  {
    name: 'ready',
    runs: [scan()],
    fields: created(),
    says: ['4. Enrich all', 'Refused by Pipedrive', 'Filled'],
  },
  {
    name: 'estimate',
    runs: [scan()],
    fields: created(),
    press: 'Enrich all',
    says: ['API tokens at most', '605', 'about 2 minutes', 'Enrich 121 organizations'],
  },
  {
    name: 'estimate over a day',
    runs: [scan()],
    fields: created(),
    press: 'Enrich all',
    answers: {
      'GET /api/enrich-all/estimate': {
        status: 200,
        body: estimate({ records: 40_000, tokens: 200_000, seconds: 260_000 }),
      },
    },
    says: ['This takes more than one day', 'about 3 days'],
  },
  {
    name: 'estimate blocked',
    runs: [scan()],
    fields: created(),
    press: 'Enrich all',
    answers: {
      'GET /api/enrich-all/estimate': {
        status: 200,
        body: estimate({
          blocked: { code: 'no_connection', message: 'Nobody is connected for automatic work.' },
        }),
      },
    },
    says: ['Not possible now', 'Nobody is connected'],
  },
  {
    name: 'enriching',
    runs: [
      enrichAll({ state: 'running', remaining: 40, planned: 161, secondsLeft: 3_900, finishedAt: null }),
      scan(),
    ],
    fields: created(),
    says: ['121 of 161 organizations', 'about 65 minutes left', '84 updated, 30 in step, 3 failed'],
  },
  {
    name: 'paused by budget',
    runs: [
      enrichAll({
        state: 'paused',
        pauseReason: 'budget',
        resumesAt: ago(-7200),
        remaining: 40,
        planned: 161,
        finishedAt: null,
      }),
      scan(),
    ],
    fields: created(),
    says: ['Paused', 'share of API tokens is used up', 'goes on by itself at'],
  },
  {
    name: 'all done',
    runs: [enrichAll({ failed: {}, state: 'done' }), scan()],
    fields: created(),
    says: ['Enrich all again', 'Already in step', 'Finished'],
  },
  {
    name: 'done with errors',
    runs: [enrichAll(), scan()],
    fields: created(),
    says: ['3 not updated', 'Not visible to the connected user: 2', 'Deleted in Pipedrive: 1'],
  },
  {
    name: 'paused without connection',
    settings: {
      state: 'paused_no_connection',
      connections: [
        {
          userId: 7,
          role: 'personal',
          state: 'ok',
          brokenReason: null,
          isAdmin: true,
          isYou: true,
          installedAt: ago(90),
        },
      ],
    },
    runs: [scan()],
    fields: created(),
    says: ['Automatic work is paused', 'Use my connection'],
  },
  {
    name: 'paused and not admin',
    settings: {
      state: 'paused_no_connection',
      canChangeSettings: false,
      connections: [
        {
          userId: 7,
          role: 'personal',
          state: 'ok',
          brokenReason: null,
          isAdmin: false,
          isYou: true,
          installedAt: ago(90),
        },
      ],
    },
    runs: [scan()],
    fields: created(),
    says: ['A Pipedrive admin who has the app installed', 'You can look, but not change'],
  },
  {
    name: 'broken and limited',
    settings: {
      limitations: ['not_admin', 'cannot_add_fields'],
      connections: [
        {
          userId: 7,
          role: 'organization',
          state: 'broken',
          brokenReason: 'scopes_changed',
          isAdmin: false,
          isYou: true,
          installedAt: ago(90),
        },
      ],
    },
    runs: [scan()],
    fields: created(),
    says: [
      'The app needs new permissions',
      'Reconnect',
      'The connected user is not a Pipedrive admin',
      'The connected user cannot create fields',
    ],
  },
  {
    name: 'gated',
    runs: [scan()],
    fields: created(),
    settings: {
      plan: 'premium',
      platformScope: ['shopify', 'woocommerce'],
      gates: [
        { feature: 'manual_enrichment', allowed: true, plans: ['premium', 'pro', 'elite', 'enterprise'] },
        { feature: 'enrich_all', allowed: false, plans: ['pro', 'elite', 'enterprise'] },
        { feature: 'calculated_values', allowed: false, plans: ['enterprise'] },
      ],
      budget: {
        sharePercent: 40,
        dailyLimit: null,
        usedByUsToday: 12,
        allowedToday: null,
        resetsAt: ago(-3600),
      },
    },
    says: [
      'Premium plan, stores on Shopify and WooCommerce',
      'Part of Pro, Elite, and Enterprise. Your plan does not include it.',
      '12 API tokens used today',
    ],
  },
  {
    name: 'not connected',
    answers: { 'GET /api/settings': refusal(401, 'not_connected', 'Install it, or connect again.') },
    says: ['Connect Store Leads first'],
  },
  {
    name: 'no permission',
    answers: { 'GET /api/settings': refusal(403, 'settings_not_allowed', 'Ask a Pipedrive admin.') },
    says: ['You are not allowed to see this'],
  },
  {
    name: 'backend down',
    answers: { 'GET /api/settings': { status: 502, body: 'bad gateway' } },
    says: ['cannot be reached right now'],
  },
  {
    name: 'runs fail',
    answers: { 'GET /api/runs': refusal(500, 'internal', 'It was reported.') },
    fields: created(),
    says: ['It was reported.'],
  },
];

/** What the server answers in a case. */
export function answersFor(state: SettingsCase): Record<string, Answered> {
  return {
    'GET /api/settings': { status: 200, body: settings(state.settings) },
    'GET /api/settings/website-fields': { status: 200, body: choices },
    'GET /api/runs': { status: 200, body: runs(...(state.runs ?? [])) },
    'GET /api/fields': { status: 200, body: state.fields ?? notCreated() },
    'GET /api/enrich-all/estimate': { status: 200, body: estimate() },
    ...state.answers,
  };
}
