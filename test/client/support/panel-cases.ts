import type { PanelView } from '../../../server/enrichment/enrichment.contract.ts';
import { aPanel, aStore, refusal } from './answers.ts';

export type PanelCase = {
  name: string;
  resource?: 'organization' | 'person';
  answer: { status: number; body: unknown };
  /** Texts that must be on screen. */
  says: string[];
};

const shown = (changes: Partial<PanelView>) => ({ status: 200, body: aPanel(changes) });
const noStore = (changes: Partial<PanelView>) => shown({ store: null, ...changes });
const enrichment = (changes: Partial<PanelView['enrichment']>): Pick<PanelView, 'enrichment'> => ({
  enrichment: { ...aPanel().enrichment, ...changes },
});

/** Every state the panel can be in, with what it has to say in each. */
export const panelCases: PanelCase[] = [
  {
    name: 'in step',
    answer: shown({}),
    says: [
      'Lumenvale Lamps',
      'In step',
      '12 fields updated',
      '18,234',
      '€1.2M',
      '384.2K',
      'Instagram',
      '84.2K followers',
      'Show all 14',
    ],
  },
  {
    name: 'never enriched',
    answer: shown(enrichment({ state: 'never', at: null, fieldsWritten: 0 })),
    says: ['Not enriched yet'],
  },
  { name: 'working', answer: shown(enrichment({ state: 'working' })), says: ['Updating fields'] },
  {
    name: 'failed',
    answer: shown(
      enrichment({
        state: 'failed',
        errorCode: 'no_access',
        message: 'Pipedrive did not let us change this organization. Ask its owner.',
      }),
    ),
    says: ['Not updated', 'Ask its owner', 'Enrich again'],
  },
  {
    name: 'notes',
    answer: shown(
      enrichment({
        notes: [
          { field: 'Technologies', code: 'cut', detail: null },
          { field: 'Average price', code: 'currency_not_active', detail: null },
          { field: 'Rank', code: 'brand_new_code', detail: null },
          { field: 'Score', code: 'calculation_failed', detail: 'no_value' },
        ],
      }),
    ),
    says: ['4 notes on fields'],
  },
  {
    name: 'gated',
    answer: shown({
      canEnrich: {
        allowed: false,
        code: 'plan',
        message: 'Enriching is part of every paid plan. Ask the owner of the account.',
      },
    }),
    says: ['part of every paid plan'],
  },
  {
    name: 'excluded',
    answer: shown({ excluded: true }),
    says: ['Not enriched', 'Somebody excluded', 'Enrich again'],
  },
  {
    name: 'sparse store',
    answer: shown({
      store: aStore({
        merchantName: null,
        title: null,
        state: 'Password Protected',
        platform: 'custom',
        plan: null,
        location: null,
        categories: [],
        rank: null,
        estimatedSales: null,
        estimatedVisits: null,
        productCount: null,
        averagePrice: { amount: 12, currency: 'NOPE' },
        employeeCount: null,
        createdAt: null,
        lastUpdatedAt: null,
        technologies: [],
        apps: [],
        clusterDomains: [],
        emails: [],
        phones: [],
        social: [],
        name: 'a-very-long-store-name-without-any-break-that-goes-on-and-on.shops.example',
      }),
    }),
    says: ['Password Protected', 'Own platform', '12 NOPE'],
  },
  {
    name: 'ambiguous',
    answer: noStore({
      noStoreReason: 'ambiguous',
      candidates: [
        aStore(),
        aStore({
          id: 'lumenvale-outlet.example',
          name: 'lumenvale-outlet.example',
          merchantName: null,
          rank: null,
        }),
      ],
    }),
    says: ['Which store is it?', 'Use this', 'lumenvale-outlet.example'],
  },
  {
    name: 'no website',
    answer: noStore({ noStoreReason: 'no_website', website: null }),
    says: ['No website yet', 'Check again'],
  },
  {
    name: 'no match',
    answer: noStore({ noStoreReason: 'no_match' }),
    says: ['No store found', 'www.lumenvale.example'],
  },
  {
    name: 'not a shop',
    answer: noStore({ noStoreReason: 'not_a_shop' }),
    says: ['Not a shop’s own website'],
  },
  { name: 'out of plan', answer: noStore({ noStoreReason: 'out_of_plan' }), says: ['Outside your plan'] },
  {
    name: 'not this store',
    answer: noStore({ noStoreReason: 'not_this_store' }),
    says: ['Not the right store', 'Look for a store again'],
  },
  {
    name: 'website field not chosen',
    answer: noStore({ noStoreReason: 'website_field_not_chosen' }),
    says: ['One step is missing', 'Open settings'],
  },
  {
    name: 'excluded without store',
    answer: noStore({ excluded: true }),
    says: ['Not enriched', 'Enrich again'],
  },
  { name: 'deleted', answer: noStore({ recordState: 'deleted' }), says: ['This record was deleted'] },
  {
    name: 'no access',
    answer: noStore({ recordState: 'no_access' }),
    says: ['You cannot see this organization'],
  },
  {
    name: 'no tokens left',
    answer: noStore({ recordState: 'budget_exhausted' }),
    says: ['Today’s share of API tokens is used up', 'goes on after the daily reset'],
  },
  {
    name: 'person without organization',
    resource: 'person',
    answer: noStore({ recordState: 'no_organization', organizationId: null }),
    says: ['No linked organization'],
  },
  { name: 'person', resource: 'person', answer: shown({}), says: ['Lumenvale Lamps', 'In step'] },
  {
    name: 'not connected',
    answer: refusal(401, 'not_connected', 'Store Leads is not connected to your Pipedrive user.'),
    says: ['Connect Store Leads first', 'not connected to your Pipedrive user'],
  },
  {
    name: 'no permission',
    answer: refusal(403, 'not_allowed', 'Ask a Pipedrive admin to let you use this app.'),
    says: ['You are not allowed to see this', 'Ask a Pipedrive admin'],
  },
  {
    name: 'backend down',
    answer: { status: 502, body: '<html>bad gateway</html>' },
    says: ['cannot be reached right now', 'Try again'],
  },
  {
    name: 'refused with id',
    answer: refusal(500, 'internal', 'We could not do that. It was reported.'),
    says: ['It was reported', 'req-4711'],
  },
  {
    name: 'newer server',
    answer: { status: 200, body: { surprise: true } },
    says: ['older than the app behind it'],
  },
];
