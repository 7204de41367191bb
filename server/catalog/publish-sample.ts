import { AppError } from '../platform/errors.ts';
import type { Release } from './catalog-meta.store.ts';
import { writeSample } from './load-sample.ts';
import { type PublishDeps, publish } from './publish.ts';

/**
 * Publishes the next release of the invented stores that were put into the catalogue.
 * @throws AppError `no_sample` when there are none, `release_under_way`, `release_number_used`
 */
export async function publishSample(
  deps: PublishDeps,
  wanted: number | null,
): Promise<{ release: Release; imported: number; written: number }> {
  const sample = await deps.catalog.sample();
  if (!sample) throw noSample();
  let counts = { imported: 0, written: 0 };
  const release = await publish(deps, wanted, async (number, alive) => {
    counts = await writeSample(deps, { ...sample, release: number }, alive);
    return true;
  });
  if (!release) throw noSample();
  return { release, ...counts };
}

function noSample(): AppError {
  return new AppError({
    code: 'no_sample',
    status: 409,
    message:
      'There are no invented stores in the catalogue: make some with `npm run catalog -- sample COUNT`.',
  });
}
