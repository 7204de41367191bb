import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const histories = 10_000;

describe('the write rules', () => {
  it('hold through ten thousand histories of changes, hand edits, crashes, lost answers and reinstalls', async () => {
    const sum = { patches: 0, reads: 0, longestGap: 0 };
    for (let seed = 1; seed <= histories; seed++) {
      const { broken, patches, reads, longestGap } = await simulate(seed);
      if (broken.length > 0) expect.fail(await tellOf(seed));
      sum.patches += patches;
      sum.reads += reads;
      sum.longestGap = Math.max(sum.longestGap, longestGap);
    }
    // Else they would say nothing.
    expect(sum.patches).toBeGreaterThan(2 * histories);
    expect(sum.reads).toBeGreaterThan(5 * histories);
    expect(sum.longestGap).toBeGreaterThan(50_000);
    expect(sum.longestGap).toBeLessThanOrEqual(60_000);
  });

  it('are judged by a model that knows nothing of the server', () => {
    expect(readFileSync('test/write-rules/model.ts', 'utf8')).not.toMatch(
      /\bimport\b(?!s nothing)|\brequire\b/,
    );
  });
});

/** The history of a seed in words, and what is wrong with it. */
async function tellOf(seed: number): Promise<string> {
  const story: string[] = [];
  const { broken } = await simulate(seed, (what) => void story.push(what));
  return [`seed ${seed}`, ...broken, '', ...story].join('\n');
}
