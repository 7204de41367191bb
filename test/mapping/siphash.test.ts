import fc from 'fast-check';
import reference from 'siphash';
import { describe, expect, it } from 'vitest';
import { sipHash, sipStart } from '../../server/mapping/diff/siphash.ts';
import { codeBlock, createTagger } from '../../server/mapping/diff/tags.ts';

const key = Uint8Array.from({ length: 16 }, (_, index) => index);

function ours(secret: Uint8Array, text: string): [number, number] {
  const hash = new Int32Array(2);
  sipHash(sipStart(secret), text, hash);
  return [(hash[0] ?? 0) >>> 0, (hash[1] ?? 0) >>> 0];
}

function theirs(secret: Uint8Array, text: string): [number, number] {
  const bytes = Buffer.from(secret);
  const words = Uint32Array.from({ length: 4 }, (_, index) => bytes.readUInt32LE(index * 4));
  const { h, l } = reference.hash(words, new Uint8Array(Buffer.from(text, 'utf16le')));
  return [h >>> 0, l >>> 0];
}

/** Text whose UTF-16 code units are the bytes 00 01 02 …, as the published vectors count them. */
const counting = (bytes: number) =>
  Buffer.from(Array.from({ length: bytes }, (_, index) => index)).toString('utf16le');

describe('SipHash-2-4', () => {
  // From the vectors published with the algorithm: key 00…0f, message 00, 01, 02 … of this many bytes.
  it.each([
    [0, 0x726fdb47, 0xdd0e0e31],
    [2, 0x0d6c8009, 0xd9a94f5a],
    [8, 0x93f5f579, 0x9a932462],
  ])('gives the published hash for %i bytes', (bytes, high, low) => {
    expect(ours(key, counting(bytes))).toEqual([high, low]);
  });

  it('agrees with the package for any key and text', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.string({ unit: 'binary', maxLength: 400 }),
        (k, text) => {
          expect(ours(k, text)).toEqual(theirs(k, text));
        },
      ),
    );
  });

  it('refuses a key of another length', () => {
    expect(() => sipStart(new Uint8Array(15))).toThrow(RangeError);
  });
});

describe('a tag', () => {
  it('is the hash of the closed field code and the value, whatever state was kept from before', () => {
    const codes = fc.string({ unit: fc.constantFrom(...'abcdef0123456789_'), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(codes, fc.string({ unit: 'grapheme' }), (code, text) => {
        const value = text.trim().replace(/\s+/g, ' ');
        const tagger = createTagger(key);
        tagger.tag(code, 'something else');
        const { high, low } = tagger.tag(code, value);
        expect([high >>> 0, low >>> 0]).toEqual(theirs(key, codeBlock(code) + value));
      }),
    );
  });

  it('differs between installations, fields and values', () => {
    const a = createTagger(key);
    const b = createTagger(key.toReversed());
    expect(a.tag('f1', 'Lisbon')).toEqual(a.tag('f1', 'Lisbon'));
    expect(a.tag('f1', 'Lisbon')).not.toEqual(b.tag('f1', 'Lisbon'));
    expect(a.tag('f1', 'Lisbon')).not.toEqual(a.tag('f2', 'Lisbon'));
    expect(a.tag('f1', 'Lisbon')).not.toEqual(a.tag('f1', 'Porto'));
  });

  it('cannot move characters between code and value', () => {
    const tagger = createTagger(key);
    expect(tagger.tag('abcd', 'efgh')).not.toEqual(tagger.tag('abcdefgh', ''));
    expect(tagger.tag('abc', 'x')).not.toEqual(tagger.tag('abcx', ''));
  });
});
