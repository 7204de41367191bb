import { expect, test } from 'vitest';
import { simulate } from './simulate.ts';

const N = Number(process.env['HISTORIES'] ?? 10000);
test('histories', async () => {
  const t0 = Date.now();
  const bad: unknown[] = [];
  let patches = 0,
    reads = 0,
    gap = 0;
  for (let seed = Number(process.env['FROM'] ?? 1); seed <= N; seed++) {
    const o = await simulate(seed);
    patches += o.patches;
    reads += o.reads;
    gap = Math.max(gap, o.longestGap);
    if (o.broken.length) {
      bad.push([seed, o.broken.slice(0, 2), o.story.join('\n')]);
      if (bad.length > 8) break;
    }
  }
  console.log(Date.now() - t0, 'ms', { patches, reads, gap });
  expect(bad).toEqual([]);
});
