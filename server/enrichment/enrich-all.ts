import type { Run } from '../runs/run.ts';
import type { Driver } from '../runs/run-work.ts';
import { createSlots } from '../runs/slots.ts';
import type { CompanyFacts } from './company-facts.ts';
import { bulkCaller } from './enrich-chunk.ts';
import { asksWhatStands, contextFor } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { requireInstallation } from './epoch-guard.ts';
import { pauseFor, unlessReplaced } from './interruption.ts';
import { decideReading } from './reading/decide-reading.ts';
import { allRecords, type Population } from './reading/population.ts';
import { walkRecords } from './reading/walk-records.ts';
import { chunkSize } from './run-cost.ts';

const chunksAtOnce = 50;
/** Single records the driver reads at a time for its sample. */
const readsAtOnce = 4;

type Deps = EnrichmentDeps & CompanyFacts;

/**
 * Plans "Enrich all": walks the company first where that is the cheapest way to learn what stands in fields that careful
 * rules protect; then parts the organizations that are stores into ranges of ids which workers claim.
 * Repeatable: it goes on where a stopped process has left it.
 * @throws RunPause when budget, connection or plan are missing.
 */
export async function planEnrichAll(deps: Deps, run: Run, driver: Driver): Promise<'chunks_ready'> {
  await readAhead(deps, run, driver, () => allRecords(deps, run));
  for (let after = await driver.plannedTo(); ; ) {
    driver.signal.throwIfAborted();
    const ids = await deps.links.enrichableIds(run, after, chunkSize * chunksAtOnce);
    const ranges: { from: number; to: number; count: number }[] = [];
    for (let at = 0; at < ids.length; at += chunkSize) {
      const part = ids.slice(at, at + chunkSize);
      const [from, to] = [part[0], part.at(-1)];
      if (from !== undefined && to !== undefined) ranges.push({ from, to, count: part.length });
    }
    await driver.addChunks(ranges);
    deps.atBoundary('enrich.planned');
    after = ids.at(-1) ?? after;
    if (ids.length < chunkSize * chunksAtOnce) return 'chunks_ready';
  }
}

/**
 * Decides how live records are learned, and walks them where that is it. A preview leaves no trace, so it never walks.
 * @param population the records the run looks at; asked for only where it is needed
 * @throws RunPause when budget, connection or plan are missing.
 */
export async function readAhead(
  deps: Deps,
  run: Run,
  driver: Driver,
  population: () => Promise<Population>,
): Promise<void> {
  if (run.kind === 'preview' || run.reading === 'blocks' || run.reading === 'walked') return;
  const mapping = await deps.getMapping(run.companyId);
  if (!mapping.enabled || !asksWhatStands(mapping)) return;
  // Each is read right before it is written anyway: a walk would come on top.
  if (await deps.replaced?.isOn(run)) return;
  const caller = await bulkCaller(deps, run);
  try {
    const installation = await requireInstallation(deps, run.companyId, run.epoch);
    const context = await contextFor(deps, installation, caller, mapping);
    const slots = createSlots(readsAtOnce);
    let tokensUsed = run.tokensUsed + context.tokens;
    let reading: Run['reading'] = run.reading;
    if (!reading) {
      const of = { run, caller, context, chunkSize, slots, population: await population() };
      const decided = await decideReading(deps, of);
      reading = decided.reading;
      tokensUsed += decided.tokens;
      await driver.checkpoint({ reading, tokensUsed });
    }
    if (reading === 'pages') await walkRecords(deps, { run, driver, caller, context, tokensUsed });
  } catch (error) {
    throw await unlessReplaced(deps, caller, pauseFor(error, deps.clock.now()));
  }
}
