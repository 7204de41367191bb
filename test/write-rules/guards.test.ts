import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWithout, type Simulate } from './build-without.ts';
import { guards } from './guards.ts';

/** Inside the project, so that what is built finds its packages. */
const parent = resolve('node_modules', '.write-rules');
let folder = '';
beforeAll(() => {
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, 'built-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** So many the app as it is has to stand. */
const standing = 600;
/** So many are enough to show that a guard is missing: most show in the first fifty, the rarest after 850. */
const enough = 2500;

/** The first history in which a promise is broken; null when none is. */
async function firstBroken(simulate: Simulate, histories: number): Promise<number | null> {
  for (let seed = 1; seed <= histories; seed++) {
    if ((await simulate(seed)).broken.length > 0) return seed;
  }
  return null;
}

describe('the histories', () => {
  it('find nothing wrong with the app as it is, built the same way', async () => {
    expect(await firstBroken(await buildWithout(null, join(folder, 'whole')), standing)).toBeNull();
  });

  it.each(guards.map((guard, at) => ({ ...guard, at })))(
    'turn out wrong without: $name',
    async ({ at, ...guard }) => {
      const simulate = await buildWithout(guard, join(folder, String(at)));
      expect(await firstBroken(simulate, enough)).not.toBeNull();
    },
  );
});
