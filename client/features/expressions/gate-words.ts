import type { ExpressionHelp } from '../../../server/mapping/calculated/expression.contract.ts';

/** Why the plan does not let calculated values be used; null when it does, or when that is not known yet. */
export function gateWords(gate: ExpressionHelp['gate'] | undefined): string | null {
  if (!gate || gate.allowed) return null;
  const plans = gate.plans.map((plan) => plan.charAt(0).toUpperCase() + plan.slice(1));
  return `Calculated values are part of the ${new Intl.ListFormat('en').format(plans)} plan.`;
}
