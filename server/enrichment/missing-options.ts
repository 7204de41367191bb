import type { StoreRecord } from '../catalog/store.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import type { Caller } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import type { CompanyFacts } from './company-facts.ts';
import { desiredFor, type EnrichmentContext, isOptionType, isWritten, takeIn } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { concernsAll } from './interruption.ts';

type Deps = Pick<EnrichmentDeps, 'pipedrive'> & Pick<CompanyFacts, 'fields'>;

/**
 * Creates the options that values of these stores need and that an admin wants created: once a field for all of them.
 * The field list is read anew before, so that what another process has just created is not created again. Where
 * Pipedrive refuses, the values keep their note.
 * @returns tokens spent
 * @throws what concerns all records of the company
 */
export async function createMissingOptions(
  deps: Deps,
  context: EnrichmentContext,
  caller: Caller,
  stores: readonly StoreRecord[],
): Promise<number> {
  const { mapping, installation } = context;
  if (optionTargets(mapping) === 0 || missingIn(context, stores).size === 0) return 0;

  const epoch = installation.epoch;
  deps.fields.forget(caller, epoch);
  takeIn(context, mapping.entries.filter(isWritten), await deps.fields(caller, epoch));
  let tokens = listCost;
  for (const [code, labels] of missingIn(context, stores)) {
    try {
      tokens += createCost;
      const field = { objectType: 'organization', code, labels } as const;
      await deps.pipedrive.addFieldOptions({ ...caller, epoch }, field);
    } catch (error) {
      if (!isAppError(error) || concernsAll(error)) throw error;
    }
  }
  deps.fields.forget(caller, epoch);
  takeIn(context, mapping.entries.filter(isWritten), await deps.fields(caller, epoch));
  return tokens + listCost;
}

/** How many fields of the mapping may get new options. */
export function optionTargets(mapping: Mapping): number {
  return mapping.entries.filter(
    (entry) =>
      isWritten(entry) &&
      entry.rule !== 'never' &&
      entry.newOption === 'create' &&
      isOptionType(entry.target.type),
  ).length;
}

/** Tokens for creating the options that are missing in so many fields; the list is read before and afterwards. */
export function optionsCost(fields: number): number {
  return fields === 0 ? 0 : 2 * listCost + fields * createCost;
}

const listCost = endpoints.listOrganizationFields.cost;
const createCost = endpoints.addOrganizationFieldOptions.cost;

/** Labels without an option, by field; labels that differ only in case are one. */
export function missingIn(context: EnrichmentContext, stores: readonly StoreRecord[]): Map<string, string[]> {
  const byField = new Map<string, Map<string, string>>();
  for (const store of stores) {
    for (const { code, rule, missingOptions = [] } of desiredFor(context, store)) {
      if (rule === 'never') continue;
      for (const label of missingOptions) {
        const labels = byField.get(code) ?? new Map<string, string>();
        byField.set(code, labels.set(label.toLowerCase(), labels.get(label.toLowerCase()) ?? label));
      }
    }
  }
  return new Map([...byField].map(([code, labels]) => [code, [...labels.values()]]));
}
