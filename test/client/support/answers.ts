import { type StoreView, storeView } from '../../../server/catalog/catalog.contract.ts';
import { attention, deadLetters } from '../../../server/enrichment/activity.contract.ts';
import {
  type EnrichAllEstimate,
  enrichAllEstimate,
  type PanelView,
  panelView,
} from '../../../server/enrichment/enrichment.contract.ts';
import { type BudgetView, budgetView } from '../../../server/install/budget.contract.ts';
import {
  type ConnectionView,
  type SettingsView,
  settingsView,
  websiteFieldChoices,
} from '../../../server/install/install.contract.ts';
import { type RunView, runList, runView } from '../../../server/runs/runs.contract.ts';

/** An answer in the server's one error shape. */
export function refusal(status: number, code: string, message: string, retry = false) {
  return { status, body: { error: { code, message, retry, requestId: 'req-4711' } } };
}

/** An ISO time so many seconds ago (negative: ahead). */
export const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

export function aStore(changes: Partial<StoreView> = {}): StoreView {
  return storeView.parse({
    id: 'lumenvale.example',
    name: 'lumenvale.example',
    url: 'https://lumenvale.example/',
    merchantName: 'Lumenvale Lamps & Lanterns International',
    title: 'Lamps for every corner',
    state: 'Active',
    platform: 'shopify',
    plan: 'Shopify Plus',
    countryCode: 'DE',
    location: 'Leipzig, Saxony, Germany',
    categories: ['/Home & Garden/Lighting', '/Home & Garden/Decor', '/Gifts & Special Events', '/Shopping'],
    rank: 18_234,
    estimatedSales: { amount: 1_248_300, currency: 'EUR' },
    estimatedVisits: 384_200,
    productCount: 1_284,
    averagePrice: { amount: 84.5, currency: 'EUR' },
    employeeCount: 42,
    createdAt: '2019-04-01T00:00:00',
    lastUpdatedAt: ago(3 * 86_400),
    technologies: Array.from({ length: 14 }, (_, index) => `Technology ${index + 1}`),
    apps: [
      'Parcelpal Returns',
      'Reviewbird',
      'Mailkite',
      'Bundleberry',
      'Sizewise',
      'Chatlantern',
      'Giftloop',
      'Taxotter',
    ],
    clusterDomains: ['lumenvale-france.example', 'lumenvale-outlet.example'],
    emails: ['hello@lumenvale.example', 'wholesale@lumenvale.example'],
    phones: ['+49 341 0000000'],
    social: [
      { network: 'instagram', url: 'https://instagram.example/lumenvale', followers: 84_200 },
      { network: 'facebook', url: 'https://facebook.example/lumenvale', followers: null },
    ],
    ...changes,
  });
}

export function aPanel(changes: Partial<PanelView> = {}): PanelView {
  return panelView.parse({
    recordState: 'ok',
    organizationId: 41,
    website: 'www.lumenvale.example',
    store: aStore(),
    noStoreReason: null,
    candidates: [],
    excluded: false,
    enrichment: {
      state: 'in_step',
      at: ago(185),
      fieldsWritten: 12,
      errorCode: null,
      message: null,
      notes: [],
    },
    canEnrich: { allowed: true, code: null, message: null },
    ...changes,
  });
}

export function aConnection(changes: Partial<ConnectionView>): ConnectionView {
  return {
    userId: 7,
    role: 'organization',
    state: 'ok',
    brokenReason: null,
    erasesAt: null,
    isAdmin: false,
    isYou: false,
    installedAt: ago(86_400),
    ...changes,
  };
}

export function settings(changes: Partial<SettingsView> = {}): SettingsView {
  return settingsView.parse({
    companyId: 9,
    plan: 'enterprise',
    platformScope: null,
    gates: [
      { feature: 'manual_enrichment', allowed: true, plans: ['premium', 'pro', 'elite', 'enterprise'] },
      { feature: 'automatic_enrichment', allowed: true, plans: ['pro', 'elite', 'enterprise'] },
      { feature: 'enrich_all', allowed: true, plans: ['pro', 'elite', 'enterprise'] },
      { feature: 'calculated_values', allowed: true, plans: ['enterprise'] },
    ],
    state: 'active',
    connections: [
      aConnection({ isAdmin: true, isYou: true }),
      aConnection({ userId: 8, role: 'personal', state: 'broken', brokenReason: 'revoked' }),
    ],
    standby: { mode: 'automatic', userId: null },
    handover: null,
    limitations: [],
    canChangeSettings: true,
    websiteField: { code: 'website', name: 'Website' },
    installUrl: '/install',
    ...changes,
  });
}

export function budget(changes: Partial<BudgetView> = {}): BudgetView {
  return budgetView.parse({
    sharePercent: 40,
    limit: { tokens: 210_000, from: 'headers' },
    allowed: 84_000,
    usedByUs: 3_120,
    byLane: { click: 120, event: 900, create: 100, bulk: 2_000 },
    usedByOthers: 30_500,
    left: 176_380,
    toldAt: ago(60),
    resetsAt: ago(-5 * 3600),
    resetIsKnown: true,
    exhaustedUntil: null,
    waiting: [],
    tokensPerRecord: 5,
    ...changes,
  });
}

export const choices = websiteFieldChoices.parse({
  looked: 500,
  choices: [
    { code: 'website', name: 'Website', filled: 412, looksLikeWebsites: 405, recommended: true },
    { code: 'a1b2', name: 'Homepage (old)', filled: 38, looksLikeWebsites: 38, recommended: false },
    { code: 'c3d4', name: 'Notes', filled: 0, looksLikeWebsites: 0, recommended: false },
  ],
});

export function aRun(changes: Partial<RunView> = {}): RunView {
  return runView.parse({
    id: 'run-1',
    kind: 'scan',
    state: 'done',
    pauseReason: null,
    resumesAt: null,
    planned: 300,
    plannedIsEstimate: false,
    written: 121,
    unchanged: 0,
    skipped: { no_match: 96, no_website: 61, not_a_shop: 14, ambiguous: 5, out_of_plan: 3 },
    failed: {},
    remaining: 0,
    tokensUsed: 10,
    secondsLeft: null,
    startedAt: ago(700),
    finishedAt: ago(640),
    errorCode: null,
    ...changes,
  });
}

export const noAttention = attention.parse({ merged: [], fights: [], more: false });

export const noDeadLetters = deadLetters.parse({
  afterDays: 14,
  dead: 0,
  retried: 0,
  records: [],
  next: null,
});

export const runs = (...items: RunView[]) => runList.parse({ runs: items });

export function estimate(changes: Partial<EnrichAllEstimate> = {}): EnrichAllEstimate {
  return enrichAllEstimate.parse({
    records: 121,
    tokens: 605,
    seconds: 95,
    tokensLeftToday: 80_880,
    blocked: null,
    ...changes,
  });
}
