import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorOf, nearAnchor, withinTolerance } from '../../server/mapping/diff/tolerance.ts';
import type { Tolerance } from '../../server/mapping/mapping.ts';
import { tagger } from './desired.ts';

const within = (share: number, plus?: number): Tolerance =>
  plus === undefined ? { kind: 'tolerance', share } : { kind: 'tolerance', share, plus };
const near = (from: number, to: number, share: number, plus?: number) =>
  nearAnchor(tagger, 'code', to, within(share, plus), anchorOf(tagger, 'code', from, within(share, plus)));

const size = fc.double({ min: 1e-6, max: 9e13, noNaN: true });
const share = fc.constantFrom(0.01, 0.05, 0.1, 0.2, 0.5, 1);
const sign = fc.constantFrom(1, -1);
/** A part of the tolerance, on the logarithmic scale: 0 none of it, 1 all of it. */
const step = (from: number, part: number, tolerance: number) => from * (1 + tolerance) ** part;

describe('the anchor of a written number', () => {
  it('knows every number inside the tolerance, up and down', () => {
    fc.assert(
      fc.property(
        size,
        share,
        sign,
        fc.double({ min: -0.98, max: 0.98, noNaN: true }),
        (from, tolerance, s, part) => {
          expect(near(s * from, s * step(from, part, tolerance), tolerance)).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('knows none outside', () => {
    fc.assert(
      fc.property(
        size,
        share,
        sign,
        fc.double({ min: 1.02, max: 40, noNaN: true }),
        (from, tolerance, s, part) => {
          expect(near(s * from, s * step(from, part, tolerance), tolerance)).toBe(false);
          expect(near(s * from, s * step(from, -part, tolerance), tolerance)).toBe(false);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each<[string, number, number]>([
    ['numbers of other sign', 5, -5],
    ['a number and zero', 5, 0],
    ['zero and a number', 0, 5],
    ['a tiny number and zero', 1e-9, 0],
  ])('takes %s for different', (_, from, to) => {
    expect(near(from, to, 0.1)).toBe(false);
  });

  it('belongs to one currency, one field and one tolerance', () => {
    const anchor = anchorOf(tagger, 'code', { value: 100, currency: 'USD' }, within(0.1));
    expect(nearAnchor(tagger, 'code', { value: 105, currency: 'USD' }, within(0.1), anchor)).toBe(true);
    expect(nearAnchor(tagger, 'code', { value: 100, currency: 'EUR' }, within(0.1), anchor)).toBe(false);
    expect(nearAnchor(tagger, 'other', { value: 100, currency: 'USD' }, within(0.1), anchor)).toBe(false);
    expect(nearAnchor(tagger, 'code', { value: 100, currency: 'USD' }, within(0.2), anchor)).toBe(false);
  });

  it.each<[number, number, boolean]>([
    [3, 8, true],
    [3, 8.3, false],
    [0, 4.9, true],
    [0, 5.1, false],
    [95, 86, true],
    [95, 85, false],
    [-3, 3, false],
  ])('lets small numbers of a natural scale move more: from %d to %d is near: %j', (from, to, expected) => {
    expect(near(from, to, 0.05, 100)).toBe(expected);
    expect(withinTolerance(from, to, within(0.05, 100))).toBe(expected);
  });

  it('is nothing for what is no number', () => {
    for (const value of [null, 0, 'text', [1]]) expect(anchorOf(tagger, 'code', value, within(0.1))).toBe(0);
    expect(nearAnchor(tagger, 'code', 'text', within(0.1), 0)).toBe(false);
  });
});

describe('withinTolerance', () => {
  it.each<[number | null, number | null, boolean]>([
    [100, 110, true],
    [110, 100, true],
    [100, 110.01, false],
    [100, 90.92, true],
    [100, 90, false],
    [-100, -109, true],
    [-100, 100, false],
    [0, 0, true],
    [0, 1, false],
    [null, 100, false],
    [100, null, false],
  ])('compares %j and %j under ten per cent: %j', (a, b, expected) => {
    expect(withinTolerance(a, b, within(0.1))).toBe(expected);
  });
});
