import type { MappingChanges } from '../../mapping/mapping.contract.ts';
import type { Mapping, ObjectType } from '../../mapping/mapping.ts';
import type { Caller, Field } from '../../pipedrive/types.ts';
import type { Session } from '../../platform/endpoint.ts';
import type { CompanyFacts } from '../company-facts.ts';
import { isWritten } from '../enrichment-context.ts';
import type { PreviewDeps } from './preview-deps.ts';

/** The mapping a preview goes by, with the fields of its record type and what keeps it from being saved. */
export type PreviewedMapping = {
  mapping: Mapping;
  fields: readonly Field[];
  problems: { source: string | null; message: string }[];
};

type Wanted = { session: Session; caller: Caller; epoch: string; objectType: ObjectType };

/** What makes an entry unfit for any write; the preview leaves it out. Faults of expressions show in their values. */
const unfit = new Set(['incompatible_types', 'two_entries_one_target', 'target_gone', 'holds_the_website']);

/**
 * The saved mapping, or a draft of it: then entries that could not be saved are switched off, and all problems told.
 * Costs 20 tokens for a draft, else at most 10 (per 500 fields).
 */
export async function previewedMapping(
  deps: PreviewDeps,
  wanted: Wanted,
  draft: MappingChanges | null,
): Promise<PreviewedMapping> {
  const { session, caller, objectType } = wanted;
  if (!draft) {
    const mapping = await deps.mappingOf(session.companyId, objectType);
    return { mapping, fields: await fieldsOf(deps, wanted, mapping), problems: [] };
  }
  const drafted = await deps.draftMapping(session, draft);
  deps.fields.forget(caller, wanted.epoch);
  const bad = new Set(
    drafted.problems
      .filter((problem) => problem.objectType === objectType && unfit.has(problem.code))
      .map(({ source }) => source),
  );
  const { entries, ...rest } = drafted[objectType];
  return {
    mapping: {
      ...rest,
      entries: entries.map((entry) => (bad.has(entry.source) ? { ...entry, enabled: false } : entry)),
    },
    fields: drafted.fields[objectType],
    problems: drafted.problems.map(({ source, message }) => ({ source, message })),
  };
}

/** The facts of a company for a preview: its fields are those at hand, of whichever record type. */
export function factsWith(deps: CompanyFacts, fields: readonly Field[]): CompanyFacts {
  const known = Object.assign(async () => [...fields], { forget: () => undefined });
  return { currencies: deps.currencies, fields: known };
}

async function fieldsOf(
  deps: PreviewDeps,
  { caller, epoch, objectType }: Wanted,
  mapping: Mapping,
): Promise<readonly Field[]> {
  if (objectType === 'person') return deps.pipedrive.listPersonFields(caller);
  const fields = await deps.fields(caller, epoch);
  const codes = new Set(fields.map(({ code }) => code));
  const isComplete = mapping.entries.filter(isWritten).every(({ target }) => codes.has(target.code));
  if (isComplete) return fields;
  // A target that is not listed may be younger than what was read of the fields within the hour.
  deps.fields.forget(caller, epoch);
  return deps.fields(caller, epoch);
}
