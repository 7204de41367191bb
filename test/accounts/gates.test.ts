import { describe, expect, test } from 'vitest';
import {
  type FeatureName,
  featureName,
  type PlanName,
  planName,
} from '../../server/accounts/accounts.contract.ts';
import { gatesOf, planAllows, plansFor } from '../../server/accounts/gates.ts';

/** As sold: which features each plan has. */
const sold: Record<PlanName, FeatureName[]> = {
  free: [],
  premium: ['manual_enrichment'],
  pro: ['manual_enrichment', 'automatic_enrichment', 'automatic_creation', 'crm_filters', 'enrich_all'],
  elite: ['manual_enrichment', 'automatic_enrichment', 'automatic_creation', 'crm_filters', 'enrich_all'],
  enterprise: [
    'manual_enrichment',
    'automatic_enrichment',
    'automatic_creation',
    'crm_filters',
    'enrich_all',
    'calculated_values',
    'custom_search_filters',
  ],
};

describe('plan gates', () => {
  test.each(planName.options)('%s has what it is sold with, no more', (plan) => {
    expect(featureName.options.filter((feature) => planAllows(plan, feature))).toEqual(sold[plan]);
  });

  test.each(featureName.options)('%s names the plans that have it, cheapest first', (feature) => {
    const plans = planName.options.filter((plan) => sold[plan].includes(feature));
    expect(plansFor(feature)).toEqual(plans);
    expect(plans.length).toBeGreaterThan(0);
  });

  test('a plan sees the gates of what there is, open or closed', () => {
    expect(gatesOf('premium').map((gate) => gate.feature)).toEqual([
      'manual_enrichment',
      'automatic_enrichment',
      'enrich_all',
      'calculated_values',
    ]);
    expect(gatesOf('premium').filter((gate) => gate.allowed)).toEqual([
      { feature: 'manual_enrichment', allowed: true, plans: ['premium', 'pro', 'elite', 'enterprise'] },
    ]);
  });
});
