import type { StoreRecord } from '../catalog/store.ts';
import type { Installation } from '../install/installation.ts';
import { activeCurrencies } from '../mapping/active-currencies.ts';
import { applyMapping } from '../mapping/apply-mapping.ts';
import type { ConvertContext } from '../mapping/convert-value.ts';
import type { Diff } from '../mapping/diff.ts';
import { diffKnown } from '../mapping/diff-known.ts';
import { diffLive } from '../mapping/diff-live.ts';
import type { Knowledge } from '../mapping/knowledge.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { createTagger, type Tagger } from '../mapping/tags.ts';
import type { Caller, Organization } from '../pipedrive/types.ts';
import type { Currencies } from './currencies.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';

/** What is the same for all records of a company for a while: read once for a button, once for a chunk. */
export type EnrichmentContext = {
  installation: Installation;
  mapping: Mapping;
  convert: ConvertContext;
  tagger: Tagger;
  /** Fields Pipedrive refused since the mapping was read. */
  refused: Set<string>;
};

/** Reads the context. Costs a call only when the company's currencies were not read within the hour. */
export async function readContext(
  deps: Pick<EnrichmentDeps, 'getMapping'> & { currencies: Currencies },
  installation: Installation,
  caller: Caller,
): Promise<EnrichmentContext> {
  const mapping = await deps.getMapping(installation.companyId);
  const usesMoney = mapping.entries.some((entry) => entry.enabled && entry.target?.type === 'monetary');
  const currencies = usesMoney ? activeCurrencies(await deps.currencies(caller, installation.epoch)) : null;
  return {
    installation,
    mapping,
    convert: { currencies, options: () => null },
    tagger: createTagger(installation.tagKey),
    refused: new Set(),
  };
}

/** True when the mapping writes anything at all. */
export function writesAnything(mapping: Mapping): boolean {
  return mapping.entries.some((entry) => entry.enabled && entry.target && !entry.broken);
}

/** What has to be written to a record; with `live`, compared with the record as it is now. Pure. */
export function planRecord(
  context: EnrichmentContext,
  store: StoreRecord,
  knowledge: Knowledge,
  live?: Organization,
): Diff {
  const { mapping, convert, tagger, refused } = context;
  const desired = applyMapping(store.domain, mapping, convert, null).filter(
    (field) => !refused.has(field.code),
  );
  return live
    ? diffLive({ desired, live: live.customFields, knowledge, tagger })
    : diffKnown({ desired, knowledge, tagger });
}
