import type { Clock } from '../platform/clock.ts';
import type { CatalogStore } from './catalog.store.ts';
import { type Sample, sampleStores } from './sample-stores.ts';
import type { StoreRecord } from './store.ts';
import { storeId } from './store-keys.ts';

const batchSize = 500;

/**
 * Puts invented stores into the catalogue and makes their release the current one (a release number never goes
 * back). Loading the same sample again changes nothing.
 */
export async function loadSample(
  deps: { catalog: CatalogStore; clock: Clock },
  sample: Sample,
): Promise<{ imported: number; written: number }> {
  const current = await deps.catalog.currentRelease();
  const release = Math.max(sample.release ?? 1, current?.number ?? 1);
  const result = await writeSample(deps, sample, async () => undefined, release);
  await deps.catalog.setRelease({ number: release, publishedAt: deps.clock.now() });
  return result;
}

/** Writes invented stores under a release, in batches, and remembers which they are for the releases to come. */
export async function writeSample(
  { catalog }: { catalog: CatalogStore },
  sample: Sample,
  alive: () => Promise<void>,
  release = sample.release ?? 1,
): Promise<{ imported: number; written: number }> {
  const result = { imported: 0, written: 0 };
  let batch: StoreRecord[] = [];
  const flush = async () => {
    const { written } = await catalog.upsertMany(batch);
    result.imported += batch.length;
    result.written += written;
    batch = [];
    await alive();
  };
  for (const domain of sampleStores(sample)) {
    batch.push({ id: storeId(domain.name), domain, release });
    if (batch.length === batchSize) await flush();
  }
  await flush();
  await catalog.setSample({ count: sample.count, seed: sample.seed ?? 1 });
  return result;
}
