import { expect, it, vi } from 'vitest';
import { gatherReads } from '../../server/platform/gather-reads.ts';

/** A place that is read slowly: what each reading found is what was there when it began. */
function place() {
  const underWay: (() => void)[] = [];
  const seen = { value: 0, readings: 0 };
  const read = gatherReads(
    (_key: string) => {
      const { value } = seen;
      seen.readings += 1;
      return new Promise<number>((resolve) => underWay.push(() => resolve(value)));
    },
    (key) => key,
  );
  const begun = () => vi.waitUntil(() => underWay.length > 0, { interval: 1 });
  /** Answers the oldest reading under way. */
  const end = async () => {
    await begun();
    underWay.shift()?.();
  };
  return { read, seen, begun, end };
}

it('reads once for all who ask in one turn', async () => {
  const { read, seen, end } = place();
  const all = Promise.all([read('a'), read('a'), read('a')]);
  await end();
  expect(await all).toEqual([0, 0, 0]);
  expect(seen.readings).toBe(1);
});

it('gives whoever asks while one is under way a reading that begins after it, one for all of them', async () => {
  const { read, seen, begun, end } = place();
  const first = read('a');
  await begun();
  seen.value = 1;
  const later = [read('a'), read('a')];
  await end();
  expect(await first).toBe(0);
  await end();
  expect(await Promise.all(later)).toEqual([1, 1]);
  expect(seen.readings).toBe(2);
});

it('keeps different keys apart, and nothing once a reading is over', async () => {
  const { read, seen, end } = place();
  const both = Promise.all([read('a'), read('b')]);
  await end();
  await end();
  await both;
  expect(seen.readings).toBe(2);
  seen.value = 5;
  const again = read('a');
  await end();
  expect(await again).toBe(5);
});

it('fails for those who asked, and not for those after', async () => {
  let fails = true;
  const read = gatherReads(
    async (_key: string) => {
      if (fails) throw new Error('away');
      return 'here';
    },
    (key) => key,
  );
  const asked = [read('a'), read('a')];
  for (const each of asked) await expect(each).rejects.toThrow('away');
  fails = false;
  expect(await read('a')).toBe('here');
});
