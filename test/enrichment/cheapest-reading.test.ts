import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestReading, type ReadingFacts } from '../../server/enrichment/reading/cheapest-reading.ts';
import { blockCost } from '../../server/enrichment/reading/read-block.ts';

const facts = (rest: Partial<ReadingFacts>): ReadingFacts => ({
  organizations: 1000,
  records: 600,
  chunkSize: 200,
  outOfStep: 1,
  written: 1,
  pacePerSecond: 10,
  goodForSeconds: 60,
  ...rest,
});

describe('the cheapest reading', () => {
  it.each([
    [0, 0],
    [1, 1],
    [9, 9],
    [10, 10],
    [100, 10],
    [104, 14],
    [180, 20],
  ])('of %i records by their ids costs %i tokens', (records, tokens) => {
    expect(blockCost(records)).toBe(tokens);
  });

  it.each<[string, Partial<ReadingFacts>, string]>([
    ['nothing is out of step', { outOfStep: 0 }, 'blocks'],
    ['few are out of step', { outOfStep: 0.01 }, 'blocks'],
    ['all are, and can be written while what was seen is fresh', {}, 'pages'],
    [
      'all are, and hardly any would be written',
      { records: 100_000, organizations: 120_000, written: 0.01 },
      'pages',
    ],
    [
      'all are to be written, and the walk takes long',
      { records: 100_000, organizations: 120_000 },
      'blocks',
    ],
    ['the company is large, and few of it are stores', { organizations: 500_000, written: 0 }, 'blocks'],
  ])('where %s', (_, rest, reading) => {
    expect(cheapestReading(facts(rest)).reading).toBe(reading);
  });

  it('is the one that costs less, for any company', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const any = fc.record({
      organizations: fc.nat(300_000),
      records: fc.nat(200_000),
      outOfStep: share,
      written: share,
      pacePerSecond: fc.double({ min: 0, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(any, (rest) => {
        const { reading, blocks, pages } = cheapestReading(facts(rest));
        expect(reading).toBe(pages < blocks ? 'pages' : 'blocks');
        const more = cheapestReading(facts({ ...rest, written: 1 }));
        expect(more.pages).toBeGreaterThanOrEqual(pages);
        expect(more.blocks).toBe(blocks);
      }),
    );
  });
});
