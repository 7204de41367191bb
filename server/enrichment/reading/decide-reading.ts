import { writesProtected } from '../../mapping/diff/diff.ts';
import type { Caller } from '../../pipedrive/types.ts';
import type { Run } from '../../runs/run.ts';
import type { Slots } from '../../runs/slots.ts';
import { calculateFor } from '../calculate-for.ts';
import { readIsGoodForMs } from '../enrich-organization.ts';
import { type EnrichmentContext, planRecord } from '../enrichment-context.ts';
import type { EnrichmentDeps } from '../enrichment-deps.ts';
import type { Link } from '../link.ts';
import { cheapestReading } from './cheapest-reading.ts';
import type { Population } from './population.ts';
import { blockSize, readBlock } from './read-block.ts';

type Deps = EnrichmentDeps;
type Sampled = { records: number; unread: { orgId: number; wouldWrite(live: Live): boolean }[] };
type Live = Parameters<typeof planRecord>[3];

/**
 * Decides how this run learns the live records that careful rules ask for: from a sample of its records, and where that
 * could make a difference from one list of live records.
 * @returns the way, and the tokens the sample cost
 * @throws what concerns all records of the company
 */
export async function decideReading(
  deps: Deps,
  work: {
    run: Run;
    caller: Caller;
    context: EnrichmentContext;
    chunkSize: number;
    slots: Slots;
    population: Population;
  },
): Promise<{ reading: 'blocks' | 'pages'; tokens: number }> {
  const { run, caller, context, chunkSize, slots, population } = work;
  const { records } = population;
  const [organizations, budget, sample] = await Promise.all([
    deps.links.count(run),
    deps.budgetStatus(run.companyId),
    tryOut(deps, run, context, population.sample),
  ]);
  const facts = {
    organizations,
    records,
    chunkSize,
    outOfStep: sample.records === 0 ? 0 : sample.unread.length / sample.records,
    pacePerSecond: budget.pacePerSecond,
    goodForSeconds: readIsGoodForMs / 1000,
  };
  // Were nothing to be written, a walk would never be cheaper: no need to look.
  if (cheapestReading({ ...facts, written: 0 }).reading === 'blocks') return { reading: 'blocks', tokens: 0 };
  if (cheapestReading({ ...facts, written: 1 }).reading === 'pages') return { reading: 'pages', tokens: 0 };

  let tokens = 0;
  const looked = sample.unread.slice(0, blockSize);
  const spent = (more: number) => {
    tokens += more;
  };
  const ids = looked.map(({ orgId }) => orgId);
  const { found } = await readBlock(deps, caller, ids, { slots, spent });
  const writes = looked.filter(({ orgId, wouldWrite }) => {
    const live = found.get(orgId);
    return live !== undefined && wouldWrite(live);
  });
  const written = writes.length / Math.max(1, found.size);
  return { reading: cheapestReading({ ...facts, written }).reading, tokens };
}

async function tryOut(
  deps: Deps,
  run: Run,
  context: EnrichmentContext,
  links: readonly Link[],
): Promise<Sampled> {
  const sample: Sampled = { records: 0, unread: [] };
  const stores = await deps.findStores(links.flatMap((link) => link.match.storeId ?? []));
  await calculateFor(deps, context, stores.values(), run.createdAt);
  for (const { orgId, match, knowledge } of links) {
    const store = stores.get(match.storeId ?? '');
    if (!store) continue;
    sample.records++;
    if (!planRecord(context, store, knowledge).needsLive) continue;
    const wouldWrite = (live: Live) => writesProtected(planRecord(context, store, knowledge, live));
    sample.unread.push({ orgId, wouldWrite });
  }
  return sample;
}
