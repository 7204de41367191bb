import { Router } from 'express';
import type { Run } from '../runs/run.ts';
import type { Driver, RunWork } from '../runs/run-work.ts';
import { type CompanyFacts, createCompanyFacts } from './company-facts.ts';
import { planEnrichAll, readAhead } from './enrich-all.ts';
import { enrichChunk } from './enrich-chunk.ts';
import { createEnrichmentRouter } from './enrichment.routes.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { overlapScan } from './overlap-scan.ts';
import { createPreviewRouter } from './preview/preview.routes.ts';
import type { PreviewDeps } from './preview/preview-deps.ts';
import { plannedRecords } from './reading/population.ts';
import { type Missed, repairRecords } from './reading/repair-records.ts';
import { chunkSize } from './run-cost.ts';

/** This feature as `compose` hands it to the others. */
export type Enrichment = {
  router: Router;
  /** What the run worker does for each kind of run. */
  work: Record<'scan' | 'enrich_all' | 'preview', RunWork>;
  /** Brings what is known up to date after changes were missed. */
  repairRecords(run: Run, driver: Driver, missed: Missed): Promise<void>;
  /** What it works with, for the answers to events: they are the same work. */
  deps: EnrichmentDeps & CompanyFacts;
  /** For runs that are planned elsewhere: what their chunks hold is brought in step as "Enrich all" does it. */
  ofPlanned: {
    chunkSize: number;
    /** Learns what careful rules ask of live records, once the run is planned. */
    readAhead(run: Run, driver: Driver): Promise<void>;
    enrichChunk: NonNullable<RunWork['work']>;
  };
};

const defaultLockMs = 30_000;

/** Puts the feature together. */
export function createEnrichment(
  given: Omit<PreviewDeps, 'currencies' | 'fields' | 'lockMs'> & { lockMs?: number },
): Enrichment {
  const deps = { ...given, ...createCompanyFacts(given), lockMs: given.lockMs ?? defaultLockMs };
  const enrich: NonNullable<RunWork['work']> = (run, chunk, hands) => enrichChunk(deps, run, chunk, hands);
  /** A preview is the same work; the chunk stops it before it writes. */
  const everything: RunWork = {
    drive: (run, driver) => planEnrichAll(deps, run, driver),
    work: enrich,
  };
  return {
    router: Router().use(createEnrichmentRouter(deps), createPreviewRouter(deps)),
    work: {
      scan: { drive: (run, driver) => overlapScan(deps, run, driver) },
      enrich_all: everything,
      preview: everything,
    },
    repairRecords: (run, driver, missed) => repairRecords(deps, run, driver, missed),
    deps,
    ofPlanned: {
      chunkSize,
      readAhead: (run, driver) => readAhead(deps, run, driver, () => plannedRecords(deps, run, driver)),
      enrichChunk: enrich,
    },
  };
}
