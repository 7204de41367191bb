import type { FeatureName, PlanName } from '../../../server/accounts/accounts.contract.ts';

const plans: Record<PlanName, string> = {
  free: 'Free',
  premium: 'Premium',
  pro: 'Pro',
  elite: 'Elite',
  enterprise: 'Enterprise',
};

const features: Record<FeatureName, string> = {
  manual_enrichment: 'Enrich single organizations',
  automatic_enrichment: 'Keep organizations up to date automatically',
  automatic_creation: 'Create organizations automatically',
  crm_filters: 'Filter stores by what is in your CRM',
  enrich_all: 'Enrich all organizations at once',
  calculated_values: 'Calculated values',
  custom_search_filters: 'Custom search filters',
};

/** A plan's name. */
export const planWords = (plan: PlanName): string => plans[plan];

/** What a feature does, as a heading. */
export const featureWords = (feature: FeatureName): string => features[feature];

/** Names of plans as a phrase: "Pro, Elite and Enterprise". */
export function planList(names: PlanName[]): string {
  return new Intl.ListFormat('en').format(names.map(planWords));
}
