import type { Mapping } from '../mapping/mapping.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import { readIsGoodForMs } from './enrich-organization.ts';
import { asksWhatStands, readsCurrencies, readsFieldList } from './enrichment-context.ts';
import { optionsCost, optionTargets } from './missing-options.ts';
import { cheapestReading } from './reading/cheapest-reading.ts';
import { blockCost, blockSize } from './reading/read-block.ts';

/** Records of one chunk: few enough that several processes share a small company, many enough to read in one go. */
export const chunkSize = 200;

const secondsPerHour = 3600;

/**
 * What the cost of a run hangs on: `organizations` of the company, and the `records` of them it looks at;
 * `keepsReplaced`: each is read before it is written, so that it can be undone.
 */
type RunFacts = {
  mapping: Mapping;
  organizations: number;
  records: number;
  pacePerSecond: number;
  keepsReplaced: boolean;
};

/**
 * The most tokens a run of one process spends beside its writes: on fields and currencies, which are read once an hour
 * (a page of fields is 500), on options that are created, and on live records careful rules ask for. Not counted is what
 * nobody can know: fields Pipedrive refuses, answers that are lost, records that must be read again. Pure.
 */
export function mostBesideWrites(facts: RunFacts): number {
  const { mapping, records, pacePerSecond } = facts;
  if (records === 0) return 0;
  const hours = Math.max(1, Math.ceil(records / Math.max(0.1, pacePerSecond) / secondsPerHour));
  const hourly =
    (readsFieldList(mapping) ? endpoints.listOrganizationFields.cost : 0) +
    (readsCurrencies(mapping) ? endpoints.listCurrencies.cost : 0);
  const options = Math.ceil(records / chunkSize) * optionsCost(optionTargets(mapping));
  return (
    hours * hourly + options + (asksWhatStands(mapping) || facts.keepsReplaced ? mostForReading(facts) : 0)
  );
}

function mostForReading({
  organizations,
  records,
  pacePerSecond,
}: Omit<RunFacts, 'mapping' | 'keepsReplaced'>): number {
  const goodForSeconds = readIsGoodForMs / 1000;
  const worst = { organizations, records, chunkSize, outOfStep: 1, pacePerSecond, goodForSeconds };
  const { blocks, pages } = cheapestReading({ ...worst, written: 1 });
  // Where a walk is not cheaper even then, it never is.
  if (cheapestReading({ ...worst, written: 0 }).reading === 'blocks') return blocks;
  return Math.max(blocks, pages) + blockCost(blockSize);
}
