import { planAllows } from '../accounts/gates.ts';
import type { StoreRecord } from '../catalog/store.ts';
import type { Installation } from '../install/installation.ts';
import { applyMapping, type CalculatedResults, type Desired } from '../mapping/apply-mapping.ts';
import { activeCurrencies } from '../mapping/convert/active-currencies.ts';
import { type FieldOptions, fieldOptions } from '../mapping/convert/convert-option.ts';
import type { ConvertContext } from '../mapping/convert/convert-value.ts';
import type { Diff } from '../mapping/diff/diff.ts';
import { diffKnown } from '../mapping/diff/diff-known.ts';
import { diffLive } from '../mapping/diff/diff-live.ts';
import type { Knowledge, Standing } from '../mapping/diff/knowledge.ts';
import { createTagger, type Tagger } from '../mapping/diff/tags.ts';
import { calculatedName, type Mapping, type MappingEntry } from '../mapping/mapping.ts';
import { type Endpoint, endpoints } from '../pipedrive/endpoints.ts';
import type { Caller, Field, Organization } from '../pipedrive/types.ts';
import type { CompanyFacts } from './company-facts.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { fieldValues } from './field-values.ts';

/** What is the same for all records of a company for a while: read once for a button, once for a chunk. */
export type EnrichmentContext = {
  installation: Installation;
  mapping: Mapping;
  convert: ConvertContext;
  tagger: Tagger;
  /** Fields Pipedrive refused since the mapping was read, and those it no longer has: left out. */
  refused: Set<string>;
  /** Of `refused`, those the company's field list no longer has. */
  gone: string[];
  /** Reads the company's field list anew and takes it in; its currencies, too, where asked for. @returns tokens spent */
  lookAgain(caller: Caller, also: { currencies: boolean }): Promise<number>;
  /** True once that was done: plans made before may be outdated. */
  renewed: boolean;
  /** Whether events keep what is known of records up to date: then careful rules go by it, and nothing is read. */
  isHealthy: boolean;
  /** What is written over is kept, so that it can be undone: a record is read before it is written. */
  keepsReplaced: boolean;
  /** Tokens that reading the context has cost. */
  tokens: number;
  /** Options of single and multiple options fields by code, as far as they were read. */
  options: Map<string, FieldOptions>;
  /**
   * What calculated values came to, by store; `calculateFor` fills it, and `planRecord` looks there. Null: the account's
   * plan has none.
   */
  calculated: Map<string, CalculatedResults> | null;
};

type FactDeps = CompanyFacts & Partial<Pick<EnrichmentDeps, 'isStreamHealthy' | 'replaced'>>;
type Deps = Pick<EnrichmentDeps, 'getMapping'> & FactDeps;
/** What is read even where the mapping asks for none of it: a preview has no refusals that tell what is gone. */
type Also = { fields?: boolean };

/** Reads the context. Costs calls only for what was not read of the company within the hour and is needed now. */
export async function readContext(
  deps: Deps,
  installation: Installation,
  caller: Caller,
  also: Also = {},
): Promise<EnrichmentContext> {
  return contextFor(deps, installation, caller, await deps.getMapping(installation.companyId), also);
}

/** The same for a mapping that is given: one that was read already, or that somebody only tries out. */
export async function contextFor(
  deps: FactDeps,
  installation: Installation,
  caller: Caller,
  mapping: Mapping,
  also: Also = {},
): Promise<EnrichmentContext> {
  const { epoch, websiteField } = installation;
  const entries = mapping.entries.filter(isWritten);
  let tokens = 0;
  const paying = ({ cost }: Endpoint): Caller => ({
    ...caller,
    onSend: () => {
      tokens += cost;
    },
  });
  const payingForList = paying(endpoints.listOrganizationFields);
  const [currencies, fields] = await Promise.all([
    readsCurrencies(mapping) ? deps.currencies(paying(endpoints.listCurrencies), epoch) : null,
    also.fields || readsFieldList(mapping) ? fieldsFor(deps, installation, payingForList, entries) : null,
  ]);
  const options = new Map<string, FieldOptions>();
  const context: EnrichmentContext = {
    installation,
    mapping,
    convert: {
      currencies: currencies && activeCurrencies(currencies),
      options: (code) => options.get(code) ?? null,
    },
    tagger: createTagger(installation.tagKey),
    // The field that says which store a record is of is never written, should a mapping come to name it.
    refused: new Set(entries.some(({ target }) => target.code === websiteField) ? [websiteField ?? ''] : []),
    gone: [],
    async lookAgain(by, also) {
      deps.fields.forget(by, epoch);
      takeIn(context, entries, await deps.fields(by, epoch));
      context.renewed = true;
      if (!also.currencies) return endpoints.listOrganizationFields.cost;
      deps.currencies.forget(by, epoch);
      context.convert.currencies = activeCurrencies(await deps.currencies(by, epoch));
      return endpoints.listOrganizationFields.cost + endpoints.listCurrencies.cost;
    },
    renewed: false,
    keepsReplaced: (await deps.replaced?.isOn(installation)) ?? false,
    isHealthy: (await deps.isStreamHealthy?.(installation)) ?? false,
    tokens,
    options,
    calculated: planAllows(installation.plan, 'calculated_values') ? new Map() : null,
  };
  if (fields) takeIn(context, entries, fields);
  return context;
}

/** The field list; read anew when a target is not in the one read earlier: it may have been created since. */
async function fieldsFor(
  { fields }: Pick<CompanyFacts, 'fields'>,
  { epoch }: Installation,
  caller: Caller,
  entries: readonly WrittenEntry[],
): Promise<Field[]> {
  const known = await fields(caller, epoch);
  const codes = new Set(known.map(({ code }) => code));
  if (entries.every(({ target }) => codes.has(target.code))) return known;
  fields.forget(caller, epoch);
  return fields(caller, epoch);
}

/** Takes the company's field list in: options, and which targets are gone. */
export function takeIn(
  context: EnrichmentContext,
  entries: readonly WrittenEntry[],
  fields: readonly Field[],
): void {
  const byCode = new Map(fields.map((field) => [field.code, field]));
  for (const { target } of entries) {
    const field = byCode.get(target.code);
    if (!field) {
      if (!context.refused.has(target.code)) context.gone.push(target.code);
      context.refused.add(target.code);
    } else if (isOptionType(target.type)) context.options.set(target.code, fieldOptions(field.options));
  }
}

export type WrittenEntry = MappingEntry & { target: NonNullable<MappingEntry['target']> };

/** True for an entry that may write: switched on, with a field Pipedrive takes. */
export function isWritten(entry: MappingEntry): entry is WrittenEntry {
  return entry.enabled && entry.target !== null && !entry.broken;
}

export const isOptionType = (type: string): boolean => type === 'enum' || type === 'set';

/** Options are needed; and a person's own field, which people delete, is looked for before a record fails by it. */
function needsFieldList({ target, rule }: WrittenEntry): boolean {
  return isOptionType(target.type) || rule !== 'always';
}

/** True when the field list is read for a run with the mapping. */
export function readsFieldList(mapping: Mapping): boolean {
  return mapping.entries.some((entry) => isWritten(entry) && needsFieldList(entry));
}

/** True when the currencies are read for a run with the mapping. */
export function readsCurrencies(mapping: Mapping): boolean {
  return mapping.entries.some((entry) => isWritten(entry) && entry.target.type === 'monetary');
}

/** True when the mapping writes anything at all. */
export function writesAnything(mapping: Mapping): boolean {
  return mapping.entries.some(isWritten);
}

/** True when some rule asks what stands in a field before it may be written. */
export function asksWhatStands(mapping: Mapping): boolean {
  return mapping.entries.some((entry) => isWritten(entry) && careful(entry));
}

const careful = ({ rule }: MappingEntry) => rule === 'if_empty_or_ours' || rule === 'if_empty';

/** True when a field is filled from a calculated value. */
export function usesCalculated(mapping: Mapping): boolean {
  return mapping.entries.some((entry) => isWritten(entry) && calculatedName(entry.source) !== null);
}

/**
 * What the fields of a record should hold. Pure; what calculated values came to must be in the context
 * (`calculateFor`).
 */
export function desiredFor(context: EnrichmentContext, store: StoreRecord): Desired[] {
  const { mapping, convert, refused, calculated } = context;
  const results = calculated && (calculated.get(store.id) ?? new Map());
  const desired = applyMapping(store.domain, mapping, convert, results);
  return refused.size === 0 ? desired : desired.filter((field) => !refused.has(field.code));
}

/**
 * What has to be written to a record: with `live`, compared with the record as it was read just now; without, with what
 * is known of it. Pure. Preview, button and run all go by it. Call `calculateFor` for the stores before.
 */
export function planRecord(
  context: EnrichmentContext,
  store: StoreRecord,
  knowledge: Knowledge,
  live?: Organization,
): Diff {
  const { tagger } = context;
  const desired = desiredFor(context, store);
  if (!live) return diffKnown({ desired, knowledge, tagger, seen: isCurrent(context, knowledge) });
  const standing = standingOf(context, live);
  return diffLive({ desired, live: fieldValues(live), knowledge, tagger, standing });
}

/** True when events have kept what is known of a record up to date ever since all its mapped fields were looked at. */
export function isCurrent({ mapping, isHealthy }: EnrichmentContext, { version }: Knowledge): boolean {
  return isHealthy && version === mapping.version;
}

/** What is kept with a look at a whole record. */
export function standingOf(
  { mapping }: Pick<EnrichmentContext, 'mapping'>,
  { updateTime }: Pick<Organization, 'updateTime'>,
): Standing {
  return { asOf: updateTime, version: mapping.version };
}

/** The same for a record a walk has looked at in this run: careful rules are decided by what it saw. */
export function planSeen(context: EnrichmentContext, store: StoreRecord, knowledge: Knowledge): Diff {
  const { tagger } = context;
  return diffKnown({ desired: desiredFor(context, store), knowledge, tagger, seen: true });
}
