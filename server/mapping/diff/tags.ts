import type { FieldValue } from '../../pipedrive/types.ts';
import { canonical } from '../convert/canonical.ts';
import { type SipState, sipHash, sipStart } from './siphash.ts';

/** A keyed hash of one field's value: equal values of a field have equal tags, and a tag says nothing without the key. */
export type Tag = { high: number; low: number };

/**
 * Stands in the place of a tag where somebody else's value was seen: neither empty nor ours. No value has it. What it
 * was is not kept.
 */
export const otherTag: Tag = { high: 0, low: 2 };

/** Makes tags under one installation's key. Keep one for a run: it remembers the state after each field code. */
export type Tagger = {
  /** Tag of a field's value (its canonical form). Never the zero tag, which means "not known", nor `otherTag`. */
  tag(code: string, value: FieldValue | undefined): Tag;
  /** 32 bits that stand for `text` in the realm of a field, apart from the field's tags. */
  mark(code: string, text: string): number;
};

/**
 * SipHash-2-4 over field code and canonical value with the installation's 16-byte key. Eight bytes, as
 * design.md §5.4 has it: a changed value is taken for the old one once in 2⁶⁴ changes.
 */
export function createTagger(key: Uint8Array): Tagger {
  const start = sipStart(key);
  const fields = new Map<string, Field>();
  const hash = new Int32Array(2);

  const fieldOf = (code: string): Field => {
    const known = fields.get(code);
    if (known) return known;
    const state = new Int32Array(9);
    sipHash(start, codeBlock(code), state, true);
    const field = { state, empty: tagFrom(state, '') };
    fields.set(code, field);
    return field;
  };

  const tagFrom = (state: SipState, text: string): Tag => {
    sipHash(state, text, hash);
    const [high = 0, low = 0] = hash;
    return high === 0 && (low === 0 || low === otherTag.low) ? { high: 0, low: 1 } : { high, low };
  };

  return {
    tag(code, value) {
      const { state, empty } = fieldOf(code);
      const text = canonical(value);
      return text === '' ? empty : tagFrom(state, text);
    },
    mark(code, text) {
      sipHash(fieldOf(code).state, `\u0000${text}`, hash);
      return hash[1] ?? 0;
    },
  };
}

/** The hash after a field's code, and the tag of an empty field: half of all values are none. */
type Field = { state: SipState; empty: Tag };

/** The code, ended by at least one NUL (codes hold none) and filled with them to whole 8-byte blocks. */
export function codeBlock(code: string): string {
  return code.padEnd(code.length + 4 - (code.length % 4), '\u0000');
}

/** True when both are there and equal. */
export function sameTag(a: Tag | null, b: Tag | null): boolean {
  return a !== null && b !== null && a.high === b.high && a.low === b.low;
}
