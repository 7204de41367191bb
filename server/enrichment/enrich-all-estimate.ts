import type { FeatureName } from '../accounts/accounts.contract.ts';
import { planAllows, plansFor } from '../accounts/gates.ts';
import type { Installation } from '../install/installation.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import { forecast, paceOfRecords } from '../pipedrive/forecast.ts';
import type { BudgetStatus } from '../pipedrive/ports.ts';
import { AppError } from '../platform/errors.ts';
import type { EnrichAllEstimate } from './enrichment.contract.ts';
import { writesAnything } from './enrichment-context.ts';
import { mostBesideWrites } from './run-cost.ts';

type Facts = {
  installation: Installation;
  mapping: Mapping;
  /** Organizations of the company, and how many of them are linked to a store. */
  organizations: number;
  records: number;
  /** What is written over is kept, which takes reading it. */
  keepsReplaced: boolean;
  budget: BudgetStatus;
  now: Date;
};

/** What "Enrich all" would take, at most: every record needs its one PATCH, and may have to be read before. Pure. */
export function estimateEnrichAll(facts: Facts): EnrichAllEstimate {
  const { mapping, organizations, records, keepsReplaced, budget, now } = facts;
  const { pacePerSecond } = budget;
  const tokens =
    records * endpoints.updateOrganization.cost +
    mostBesideWrites({ mapping, organizations, records, pacePerSecond, keepsReplaced });
  const blocked = blockedBecause(facts);
  return {
    records,
    tokens,
    seconds: timeOfWriting({ tokens, records }, budget, now),
    tokensLeftToday: budget.leftForBulk,
    blocked: blocked && { code: blocked.code, message: blocked.message },
  };
}

/** Why bulk work cannot start; null when it can. */
export function blockedBecause({
  installation,
  mapping,
  records,
}: Pick<Facts, 'installation' | 'mapping' | 'records'>): AppError | null {
  const gate = gateClosed(installation, 'enrich_all');
  if (gate) return gate;
  if (installation.organizationUserId === null) {
    return refusal(
      'not_connected',
      'Nobody’s connection does automatic work. Let an admin take over in the settings.',
    );
  }
  const nothing = nothingToFill(mapping);
  if (nothing) return nothing;
  if (records === 0) {
    return refusal(
      'nothing_to_enrich',
      'No organization is linked to a store yet. Scan your organizations first.',
    );
  }
  return null;
}

/** The refusal of a feature the plan does not include; null when it does. */
export function gateClosed(installation: Installation, feature: FeatureName): AppError | null {
  if (planAllows(installation.plan, feature)) return null;
  const plans = plansFor(feature).map((plan) => plan[0]?.toUpperCase() + plan.slice(1));
  return new AppError({
    code: 'plan_required',
    status: 403,
    message: `This needs one of the Store Leads plans ${plans.join(', ')}. Change the plan of your account.`,
  });
}

/** The refusal while the mapping writes nothing: organizations are switched off, or no field is; null otherwise. */
export function nothingToFill(mapping: Mapping): AppError | null {
  if (!mapping.enabled) {
    return refusal(
      'object_not_enabled',
      'Organizations are not enriched at the moment. Switch them on in the mapping settings.',
    );
  }
  return writesAnything(mapping)
    ? null
    : refusal('no_fields', 'No Pipedrive field is filled yet. Create fields in the settings first.');
}

function refusal(code: string, message: string): AppError {
  return new AppError({ code, status: 409, message });
}

/** Tokens that may still be spent today. */
export function tokensLeft({ allowedToday, usedByUsToday, remainingCompany }: BudgetStatus): number {
  const ours = Math.max(0, allowedToday - usedByUsToday);
  return remainingCompany === null ? ours : Math.min(ours, Math.max(0, remainingCompany));
}

/** Seconds of writing, by the forecast that runs are shown with: waits for resets included. */
export function timeOfWriting(
  { tokens, records }: { tokens: number; records: number },
  { outlook, pacePerSecond }: BudgetStatus,
  now: Date,
): number {
  if (records === 0) return 0;
  const tokensPerRecord = tokens / records;
  const recordsPerSecond = paceOfRecords(tokensPerRecord, pacePerSecond);
  return forecast({ records, tokensPerRecord, recordsPerSecond }, outlook, now);
}
