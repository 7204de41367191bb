import { aConnection, ago, refusal } from './answers.ts';
import { created, enrichAll, type SettingsCase, scan } from './settings-case.ts';

const premium: SettingsCase['settings'] = {
  plan: 'premium',
  platformScope: ['shopify', 'woocommerce'],
  gates: [
    { feature: 'manual_enrichment', allowed: true, plans: ['premium', 'pro', 'elite', 'enterprise'] },
    { feature: 'automatic_enrichment', allowed: false, plans: ['pro', 'elite', 'enterprise'] },
    { feature: 'enrich_all', allowed: false, plans: ['pro', 'elite', 'enterprise'] },
    { feature: 'calculated_values', allowed: false, plans: ['enterprise'] },
  ],
};

/** Everything that can be in the way once fields are created, with what the page has to say in each case. */
export const troubleCases: SettingsCase[] = [
  {
    name: 'paused without connection',
    settings: {
      state: 'paused_no_connection',
      connections: [aConnection({ userId: 7, role: 'personal', isAdmin: true, isYou: true })],
    },
    runs: [enrichAll({ state: 'paused', pauseReason: 'connection', remaining: 40, planned: 161 }), scan()],
    mapping: created(),
    says: ['Automatic work is paused', 'Use my connection', 'reconnects or an admin takes over'],
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
    tab: 'Connection and budget',
    settings: {
      state: 'paused_no_connection',
      connections: [
        aConnection({ userId: 8, state: 'broken', brokenReason: 'revoked', isAdmin: true }),
        aConnection({ userId: 7, role: 'personal', isAdmin: true, isYou: true }),
      ],
    },
    runs: [scan()],
    mapping: created(),
    says: [
      'Automatic work is paused',
      'The connection of user 8 does the automatic work, and it is broken.',
      'the user is not active there any more',
      'You can take over',
      'Use my connection for automatic work',
    ],
  },
  {
    name: 'a non-admin installed',
    tab: 'Connection and budget',
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
    tab: 'Connection and budget',
    settings: {
      state: 'paused_no_connection',
      limitations: ['not_admin', 'cannot_add_fields'],
      connections: [
        {
          userId: 7,
          role: 'organization',
          state: 'broken',
          brokenReason: 'scopes_changed',
          erasesAt: ago(-30 * 86_400),
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
    tab: 'Automatic updates',
    runs: [scan()],
    mapping: created(),
    settings: premium,
    says: ['Part of Pro, Elite, and Enterprise. Your plan does not include it.'],
  },
  {
    name: 'what the plan holds',
    tab: 'Connection and budget',
    runs: [scan()],
    mapping: created(),
    settings: premium,
    says: ['Premium plan, stores on Shopify and WooCommerce'],
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
