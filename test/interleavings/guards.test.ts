import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWithout, type Simulate } from '../write-rules/build-without.ts';
import { guards } from './guards.ts';

/** Inside the project, so that what is built finds its packages. */
const parent = resolve('node_modules', '.interleavings');
let folder = '';
beforeAll(() => {
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, 'built-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const histories = 'test/interleavings/simulate.ts';
/** So many the app as it is has to stand. */
const standing = 600;
/** So many are enough to show that a guard is missing: as many as are played with all of them. */
const enough = 10_000;

/** The first history in which a promise is broken; null when none is. */
async function firstBroken(simulate: Simulate, most: number): Promise<number | null> {
  for (let seed = 1; seed <= most; seed++) {
    if ((await simulate(seed)).broken.length > 0) return seed;
  }
  return null;
}

describe('the interleavings', () => {
  it('find nothing wrong with the app as it is, built the same way', async () => {
    const simulate = await buildWithout(null, join(folder, 'whole'), histories);
    expect(await firstBroken(simulate, standing)).toBeNull();
  });

  it.each(guards.map((guard, at) => ({ ...guard, at })))(
    'turn out wrong without: $name',
    async ({ at, seed, ...guard }) => {
      const simulate = await buildWithout(guard, join(folder, String(at)), histories);
      const isShown = (await simulate(seed)).broken.length > 0;
      expect(isShown ? seed : await firstBroken(simulate, enough)).not.toBeNull();
    },
  );
});
