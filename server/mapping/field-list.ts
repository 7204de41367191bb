import type { Field } from '../pipedrive/types.ts';
import type { Session } from '../platform/endpoint.ts';
import { withNewFields } from './default-mapping.ts';
import { type Cap, countCustom, fieldCap, roomFor } from './field-cap.ts';
import { type CatalogField, fieldCatalog } from './field-catalog.ts';
import { whoCanCreate } from './field-permission.ts';
import { fieldName, fieldStates } from './field-state.ts';
import type { FieldList, FieldRow } from './mapping.contract.ts';
import type { MappingEntry } from './mapping.ts';
import { installationOf, type MappingDeps } from './mapping-deps.ts';
import { proposeFields } from './propose-fields.ts';

/** Names of the types in Pipedrive's own screens. */
const typeLabels: Readonly<Record<CatalogField['pipedriveType'], string>> = {
  varchar: 'Text',
  text: 'Large text',
  double: 'Numerical',
  monetary: 'Monetary',
  date: 'Date',
};

/**
 * The catalogue's fields and where each stands in this company, read from Pipedrive in the caller's name (about 30
 * tokens). Nothing is stored.
 * @throws AppError `not_installed`, or what the gateway throws.
 */
export async function fieldList(deps: MappingDeps, session: Session): Promise<FieldList> {
  const { companyId } = session;
  const installation = await installationOf(deps, companyId);
  const caller = { ...session, lane: 'click' } as const;
  const [row, organizationFields, personFields, inferred, canCreate] = await Promise.all([
    deps.mappings.get(companyId),
    deps.pipedrive.listOrganizationFields(caller),
    deps.pipedrive.listPersonFields(caller),
    deps.inferredPlan(companyId),
    whoCanCreate(deps, session),
  ]);
  const cap = fieldCap({
    used: countCustom(organizationFields) + countCustom(personFields),
    refusedAt: row?.refusedAt ?? null,
    stated: installation.pipedrivePlan,
    inferred,
  });
  const entries = withNewFields(row?.epoch === installation.epoch ? row.entries : []);
  const prefix = installation.fieldPrefix;
  return { prefix, rows: fieldRows({ entries, fields: organizationFields, prefix, cap }), cap, canCreate };
}

/** The rows in the order of the catalogue (by label). Pure. */
function fieldRows(input: {
  entries: readonly MappingEntry[];
  fields: readonly Field[];
  prefix: string;
  cap: Cap;
}): FieldRow[] {
  const { entries, fields, prefix, cap } = input;
  const states = fieldStates(entries, fields, prefix);
  const without = [...states].filter(([, { field }]) => field === null).map(([source]) => source);
  const proposed = proposeFields(without, roomFor(cap));
  const bySource = new Map(entries.map((entry) => [entry.source, entry]));
  const rows: FieldRow[] = [];
  for (const { key, label, description, pipedriveType, priority } of fieldCatalog) {
    const [entry, state] = [bySource.get(key), states.get(key)];
    if (!entry || !state) continue;
    rows.push({
      source: key,
      label,
      description,
      typeLabel: typeLabels[pipedriveType],
      volatile: entry.volatility.kind !== 'exact',
      state: state.state,
      fieldCode: state.field?.code ?? null,
      fieldName: fieldName(prefix, label),
      enabled: entry.enabled,
      priority,
      proposed: proposed.has(key),
    });
  }
  return rows;
}
