import { randomId } from '../platform/crypto.ts';
import type { Base } from '../platform/deps.ts';
import { AppError } from '../platform/errors.ts';
import type { CatalogStore } from './catalog.store.ts';
import type { Release } from './catalog-meta.store.ts';
import type { PublicationStore } from './publication.store.ts';

export type PublishDeps = Base & { catalog: CatalogStore; publication: PublicationStore };

/** How long a publication may go without a sign of life before another one may begin. */
const leaseMs = 5 * 60_000;

/**
 * Publishes a release: `write` brings the stores into the catalogue under the release's number, then it becomes the
 * current one, which is what the weekly runs wait for. When `write` throws, the old release stays the current one.
 * Only one publication goes on at a time, in whatever process.
 * @param wanted the number; the next one when null. Numbers never go back.
 * @param write gets the number and `alive`, to be called from time to time; gives false to publish nothing.
 * @returns the release, or null when there was nothing to publish
 * @throws AppError `release_under_way`, `release_number_used`
 */
export async function publish(
  deps: PublishDeps,
  wanted: number | null,
  write: (number: number, alive: () => Promise<void>) => Promise<boolean>,
): Promise<Release | null> {
  const { catalog, publication, clock } = deps;
  const token = randomId();
  const alive = async () => {
    const now = clock.now();
    if (!(await publication.hold(token, new Date(now.getTime() + leaseMs), now))) throw underWay();
  };
  await alive();
  try {
    const current = (await catalog.currentRelease())?.number ?? 0;
    const number = wanted ?? current + 1;
    if (number <= current) throw numberUsed(number, current);
    if (!(await write(number, alive))) return null;
    await alive();
    const release = { number, publishedAt: clock.now() };
    await catalog.setRelease(release);
    deps.log.info({ release: number }, 'a release was published');
    return release;
  } finally {
    await publication.letGo(token);
  }
}

function underWay(): AppError {
  return new AppError({
    code: 'release_under_way',
    status: 409,
    message: 'Another release is being published. Wait until it is done.',
    retry: true,
  });
}

function numberUsed(number: number, current: number): AppError {
  return new AppError({
    code: 'release_number_used',
    status: 400,
    message: `Release ${number} cannot follow release ${current}: choose a number above it, or none.`,
  });
}
