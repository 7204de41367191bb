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
  const result = { imported: 0, written: 0 };
  let batch: StoreRecord[] = [];
  const flush = async () => {
    const { written } = await deps.catalog.upsertMany(batch);
    result.imported += batch.length;
    result.written += written;
    batch = [];
  };
  for (const domain of sampleStores(sample)) {
    batch.push({ id: storeId(domain.name), domain, release });
    if (batch.length === batchSize) await flush();
  }
  await flush();
  await deps.catalog.setRelease({ number: release, publishedAt: deps.clock.now() });
  return result;
}
