import type { FeatureName, GateView, PlanName } from './accounts.contract.ts';

const paid: readonly PlanName[] = ['premium', 'pro', 'elite', 'enterprise'];
const fromPro: readonly PlanName[] = ['pro', 'elite', 'enterprise'];
const enterprise: readonly PlanName[] = ['enterprise'];

/** The one table of what each plan includes. */
const plansByFeature: Record<FeatureName, readonly PlanName[]> = {
  manual_enrichment: paid,
  automatic_enrichment: fromPro,
  automatic_creation: fromPro,
  crm_filters: fromPro,
  enrich_all: fromPro,
  calculated_values: enterprise,
  custom_search_filters: enterprise,
};

/** True when the plan includes the feature. */
export function planAllows(plan: PlanName, feature: FeatureName): boolean {
  return plansByFeature[feature].includes(plan);
}

/** The plans that include a feature, cheapest first. */
export function plansFor(feature: FeatureName): PlanName[] {
  return [...plansByFeature[feature]];
}

/** What this version offers; the other gates are kept for what is to come, and not shown. */
const offered: readonly FeatureName[] = [
  'manual_enrichment',
  'automatic_enrichment',
  'enrich_all',
  'calculated_values',
];

/** The gates of what is offered, for the screens: a gated thing stays visible and says which plan has it. */
export function gatesOf(plan: PlanName): GateView[] {
  return offered.map((feature) => ({
    feature,
    allowed: planAllows(plan, feature),
    plans: plansFor(feature),
  }));
}
