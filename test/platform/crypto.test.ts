import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  fingerprint,
  type KeyRing,
  open,
  sameSecret,
  seal,
  sealedWithCurrentKey,
} from '../../server/platform/crypto.ts';

const oldKey = { id: 'old', key: randomBytes(32) };
const newKey = { id: 'new', key: randomBytes(32) };
const before: KeyRing = [oldKey];
const during: KeyRing = [newKey, oldKey];

describe('sealed secrets', () => {
  it('open with the key that sealed them, also after a newer key took the lead', () => {
    const sealed = seal(before, 'a token', 'here');
    expect(open(during, sealed, 'here')).toBe('a token');
    expect(sealedWithCurrentKey(during, sealed)).toBe(false);
    expect(sealedWithCurrentKey(during, seal(during, 'a token', 'here'))).toBe(true);
  });

  it('look different every time and never show what they hold', () => {
    expect(seal(before, 'a token', 'here')).not.toBe(seal(before, 'a token', 'here'));
    expect(seal(before, 'a token', 'here')).not.toContain('token');
  });

  it.each([
    ['in another place', (sealed: string) => [sealed, 'there'] as const],
    ['when altered', (sealed: string) => [`${sealed.slice(0, -2)}AA`, 'here'] as const],
    ['when cut', (sealed: string) => [sealed.slice(0, 12), 'here'] as const],
    ['under an unknown key', (sealed: string) => [sealed.replace('old', 'lost'), 'here'] as const],
    ['when empty', () => ['', 'here'] as const],
  ])('do not open %s', (_name, change) => {
    const [sealed, context] = change(seal(before, 'a token', 'here'));
    expect(() => open(before, sealed, context)).toThrow(
      expect.objectContaining({ code: 'unreadable_secret' }),
    );
  });
});

describe('comparing secrets', () => {
  it('tells equal from different, whatever the lengths', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abd')).toBe(false);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', '')).toBe(true);
  });

  it('looks secrets up by a fingerprint that is always the same', () => {
    expect(fingerprint('state')).toBe(fingerprint('state'));
    expect(fingerprint('state')).not.toBe(fingerprint('State'));
  });
});
