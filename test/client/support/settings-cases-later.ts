import { aConnection, ago, estimate, refusal } from './answers.ts';
import { created, enrichAll, notCreated, type SettingsCase, scan } from './settings-case.ts';

/** With fields created, and everything that can be in the way, with what the page has to say in each case. */
export const laterCases: SettingsCase[] = [
  {
    name: 'ready',
    runs: [scan()],
    mapping: created(),
    says: ['4. Enrich all', 'Refused by Pipedrive', 'Field deleted in Pipedrive'],
  },
  {
    name: 'organizations off',
    runs: [scan()],
    mapping: { ...created(), organization: { ...created().organization, enabled: false } },
    says: ['Nothing is written while this is off.', 'Enriching organizations is turned off in the mapping.'],
  },
  {
    name: 'versions',
    runs: [scan()],
    mapping: created(),
    press: 'Versions',
    answers: {
      'GET /api/mapping/versions': {
        status: 200,
        body: {
          versions: [
            { edition: 3, at: ago(60), userId: 7, reason: 'saved', current: true },
            { edition: 2, at: ago(90_000), userId: 9001, reason: 'restored', current: false },
          ],
        },
      },
    },
    says: [
      'by you, changed by hand',
      'by User 9001, went back to an earlier version',
      'Go back to version 2',
    ],
  },
  {
    name: 'no version yet',
    runs: [scan()],
    mapping: { ...notCreated(), edition: 0, savedBy: null },
    press: 'Versions',
    answers: { 'GET /api/mapping/versions': { status: 200, body: { versions: [] } } },
    says: ['No version yet.'],
  },
  {
    name: 'estimate',
    runs: [scan()],
    mapping: created(),
    press: 'Enrich all',
    says: ['API tokens', 'about 605', 'about 2 minutes', 'Enrich 121 organizations'],
  },
  {
    name: 'estimate over a day',
    runs: [scan()],
    mapping: created(),
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
    mapping: created(),
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
    name: 'nothing matched yet',
    runs: [scan()],
    mapping: created(),
    press: 'Enrich all',
    answers: {
      'GET /api/enrich-all/estimate': {
        status: 200,
        body: estimate({ records: 0, blocked: { code: 'nothing_to_enrich', message: 'No store is known.' } }),
      },
    },
    says: ['Scan first', 'No store is known.', 'Nothing to enrich'],
  },
  {
    name: 'enriching',
    runs: [
      enrichAll({ state: 'running', remaining: 40, planned: 161, secondsLeft: 3_900, finishedAt: null }),
      scan(),
    ],
    mapping: created(),
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
    mapping: created(),
    says: ['Paused', 'share of API tokens is used up', 'goes on by itself at'],
  },
  {
    name: 'all done',
    runs: [enrichAll({ failed: {}, state: 'done' }), scan()],
    mapping: created(),
    says: ['Enrich all again', 'Already in step', 'Finished'],
  },
  {
    name: 'done with errors',
    runs: [enrichAll(), scan()],
    mapping: created(),
    says: ['3 not updated', 'Not visible to the connected user: 2', 'Deleted in Pipedrive: 1'],
  },
  {
    name: 'paused without connection',
    settings: {
      state: 'paused_no_connection',
      connections: [aConnection({ userId: 7, role: 'personal', isAdmin: true, isYou: true })],
    },
    runs: [scan()],
    mapping: created(),
    says: ['Automatic work is paused', 'Use my connection'],
  },
  {
    name: 'paused and not admin',
    settings: {
      state: 'paused_no_connection',
      canChangeSettings: false,
      connections: [aConnection({ userId: 7, role: 'personal', isAdmin: false, isYou: true })],
    },
    runs: [scan()],
    mapping: created(),
    says: ['A Pipedrive admin who has the app installed', 'You can look, but not change'],
  },
  {
    name: 'connection of another broken',
    settings: {
      state: 'paused_no_connection',
      connections: [
        aConnection({ userId: 8, state: 'broken', brokenReason: 'revoked', isAdmin: true }),
        aConnection({ userId: 7, role: 'personal', isAdmin: true, isYou: true }),
      ],
    },
    runs: [enrichAll({ state: 'paused', pauseReason: 'connection', remaining: 40, planned: 161 }), scan()],
    mapping: created(),
    says: [
      'Automatic work is paused',
      'The connection of user 8 does the automatic work, and it is broken.',
      'the user is not active there any more',
      'You can take over',
      'Use my connection for automatic work',
      'reconnects or an admin takes over',
    ],
  },
  {
    name: 'a non-admin installed',
    settings: {
      limitations: ['not_admin'],
      connections: [
        aConnection({ userId: 8 }),
        aConnection({ userId: 7, role: 'personal', isAdmin: true, isYou: true }),
      ],
    },
    runs: [scan()],
    mapping: created(),
    says: ['The connected user is not a Pipedrive admin', 'Use my connection for automatic work'],
  },
  {
    name: 'broken and limited',
    settings: {
      state: 'paused_no_connection',
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
    mapping: created(),
    says: [
      'Your own connection does the automatic work, and it is broken.',
      'The app needs new permissions',
      'Reconnect',
      'The connected user is not a Pipedrive admin',
      'The connected user cannot create fields',
    ],
  },
  {
    name: 'gated',
    runs: [scan()],
    mapping: created(),
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
    mapping: created(),
    says: ['It was reported.'],
  },
];
