import { sampleDomain } from './sample-domain.ts';
import { sampleState } from './sample-release.ts';
import type { StoreDomain } from './store.ts';

/** Which part of the invented world: how many shops, of which seed, in which release (1 is the first). */
export type Sample = { count: number; seed?: number; release?: number };

/** The i-th invented store of a release. The same arguments give the same store on every machine. */
export function sampleStore(index: number, seed = 1, release = 1): StoreDomain {
  return sampleDomain(sampleState(seed, release, index), seed, release);
}

/**
 * Invented stores one after the other, so that a million need no memory. The first ones are the shops that the
 * sandbox company's websites point to (manifest/sample-shops.json).
 */
export function* sampleStores({ count, seed = 1, release = 1 }: Sample): Generator<StoreDomain> {
  for (let index = 0; index < count; index += 1) yield sampleStore(index, seed, release);
}
