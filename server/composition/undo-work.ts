import type { EnrichmentDeps } from '../enrichment/enrichment-deps.ts';
import type { EpochScope } from '../enrichment/epoch-guard.ts';
import type { ReplacedValues } from '../enrichment/replaced-values.ts';
import type { GetInstallation } from '../install/installation.ts';
import { getPreferences } from '../install/preferences.ts';
import type { KeyRing } from '../platform/crypto.ts';
import { gatherReads } from '../platform/gather-reads.ts';
import type { RunWork } from '../runs/run-work.ts';
import { createKeepValues } from '../undo/keep-values.ts';
import { planUndoRun, undoChunk } from '../undo/undo-run.ts';
import type { Stores } from './stores.ts';

type Parts = { stores: Stores; getInstallation: GetInstallation; keys: KeyRing };

/** Keeps replaced values of the installations whose admins chose so. */
export function composeKeepValues({ stores, getInstallation, keys }: Parts): ReplacedValues {
  const isOn = gatherReads(async (at: EpochScope) => {
    const { preferences } = await getPreferences(stores, at);
    return preferences.undo && (await getInstallation(at.companyId))?.epoch === at.epoch;
  }, nameOf);
  return createKeepValues({ undoValues: stores.undoValues, keys, isOn });
}

const nameOf = ({ companyId, epoch }: EpochScope) => `${companyId}:${epoch}`;

/** What the run worker does to undo a run. */
export function composeUndoWork(
  deps: EnrichmentDeps,
  { stores, keys }: Omit<Parts, 'getInstallation'>,
): RunWork {
  const given = { ...deps, undoValues: stores.undoValues, keys };
  return {
    drive: (run, driver) => planUndoRun(given, run, driver),
    work: (run, chunk, hands) => undoChunk(given, run, chunk, hands),
  };
}
