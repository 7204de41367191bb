import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const histories = 10_000;

describe('events, people, runs and crashes on one record', () => {
  it('end right in ten thousand interleavings', async () => {
    const sum = { patches: 0, putBack: 0 };
    for (let seed = 1; seed <= histories; seed++) {
      const { broken, patches, putBack } = await simulate(seed);
      if (broken.length > 0) expect.fail(await tellOf(seed));
      sum.patches += patches;
      sum.putBack += putBack;
    }
    // Else they would say nothing.
    expect(sum.patches).toBeGreaterThan(histories);
    expect(sum.putBack).toBeGreaterThan(histories / 100);
  });

  it.each(['model.ts', 'looks-model.ts'])(
    'are judged by a model that knows nothing of the server: %s',
    (name) => {
      expect(readFileSync(`test/interleavings/${name}`, 'utf8')).not.toMatch(
        /\bimport\b(?!s nothing)|\brequire\b/,
      );
    },
  );
});

/** The history of a seed in words, and what is wrong with it. */
async function tellOf(seed: number): Promise<string> {
  const story: string[] = [];
  const { broken } = await simulate(seed, (what) => void story.push(what));
  return [`seed ${seed}`, ...broken, '', ...story].join('\n');
}
