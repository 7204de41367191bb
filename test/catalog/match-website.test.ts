import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchWebsite, type StoreKey, websiteKeys } from '../../server/catalog/match-website.ts';
import type { WebsiteMatch } from '../../server/catalog/website-match.ts';
import { lookUpIn } from './look-up.ts';
import { matchCases } from './match-website.cases.ts';
import { knownStores } from './match-website.world.ts';

const lookUp = lookUpIn(knownStores);

function inWords(match: WebsiteMatch): string {
  if (match.kind === 'match') return `${match.storeId} via ${match.key}`;
  if (match.kind === 'ambiguous') return `ambiguous: ${match.storeIds.join(' ')}`;
  return match.kind === 'out_of_plan' ? `out_of_plan: ${match.storeId}` : match.kind;
}

describe('matching a website text', () => {
  it('has a table worth the name', () => {
    expect(matchCases.length).toBeGreaterThanOrEqual(120);
    expect(new Set(matchCases.map(([text]) => text)).size).toBe(matchCases.length);
  });

  it.each(matchCases)('reads %j as %s', (text, expected) => {
    expect(inWords(matchWebsite(text, lookUp, null))).toBe(expected);
  });

  it.each([
    ['vexacorn.com', ['shopify'], 'vexacorn.com via host'],
    ['vexacorn.com', ['wix', 'magento'], 'out_of_plan: vexacorn.com'],
    ['vexacorn.com', [], 'out_of_plan: vexacorn.com'],
    // The covered store of the same merchant stands in for the one that is not.
    ['vexfern.fr', ['wix'], 'uk.vexfern.com via cluster'],
    ['vexfern.com, uk.vexfern.com', ['wix'], 'uk.vexfern.com via host'],
    ['vexfern.fr', ['magento'], 'out_of_plan: vexfern.com'],
    // But never another merchant, and never instead of the host that was named.
    ['uk.vexfern.com', ['shopify'], 'out_of_plan: uk.vexfern.com'],
    ['vexacorn.com, vexbirch.co.uk', ['woocommerce'], 'ambiguous: vexacorn.com vexbirch.co.uk'],
    ['vexunknown.com', ['shopify'], 'no_match'],
    ['facebook.com', ['shopify'], 'not_a_shop'],
  ])('with the plan covering a part, reads %j within %j as %s', (text, scope, expected) => {
    expect(inWords(matchWebsite(text, lookUp, scope))).toBe(expected);
  });

  it('names at most twenty stores to choose from, best ranked first', () => {
    const rows = Array.from({ length: 30 }, (_, i): StoreKey => {
      return {
        storeId: `s${i}.many.com`,
        kind: 'registrable_domain',
        platform: 'wix',
        rank: i === 29 ? 1 : null,
        cluster: null,
      };
    });
    const match = matchWebsite('many.com', () => rows, null);
    expect(match.kind === 'ambiguous' && match.storeIds.length).toBe(20);
    expect(match.kind === 'ambiguous' && match.storeIds[0]).toBe('s29.many.com');
  });

  it('asks only for the keys it names', () => {
    for (const [text] of matchCases) {
      const website = websiteKeys(text);
      const named = website.kind === 'candidates' ? website.keys : [];
      const asked: string[] = [];
      const asking = (key: string) => {
        asked.push(key);
        return lookUp(key);
      };
      matchWebsite(text, asking, null);
      expect(named).toEqual(expect.arrayContaining(asked));
    }
  });

  it('never asks for a host that many share', () => {
    const shared = [
      'facebook.com',
      'instagram.com',
      'amazon.de',
      'gmail.com',
      'myshopify.com',
      'wixsite.com',
      'co.uk',
    ];
    const hosts = fc.constantFrom(...shared);
    const before = fc.constantFrom('', 'www.', 'm.', 'https://', 'https://www.', 'info@', 'a.b.');
    fc.assert(
      fc.property(before, hosts, fc.constantFrom('', '/', '/vexacorn.com', '?x'), (start, host, end) => {
        const website = websiteKeys(start + host + end);
        return website.kind !== 'candidates' || !website.keys.some((key) => shared.includes(key));
      }),
    );
  });

  it('never throws, whatever stands in the field', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({
        unit: fc.constantFrom(...'ahtps:/\\.@-_%[]()#?&=;,| \n\u00ad\u3002ü日😀0xn'),
        maxLength: 60,
      }),
      fc.webUrl(),
      fc.emailAddress(),
      fc
        .constantFrom(...matchCases.map(([one]) => one))
        .chain((one) => fc.string().map((more) => one + more)),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect(typeof matchWebsite(value, lookUp, null).kind).toBe('string');
      }),
      { numRuns: 5000 },
    );
  });

  it('reads a text the same with more blanks and in other case', () => {
    const blank = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r\n', '\u00a0'), maxLength: 3 });
    fc.assert(
      fc.property(
        fc.constantFrom(...matchCases.map(([text]) => text)),
        blank,
        blank,
        (text, before, after) => {
          const plain = matchWebsite(text, lookUp, null);
          expect(matchWebsite(before + text + after, lookUp, null)).toEqual(plain);
          expect(matchWebsite(text.toUpperCase(), lookUp, null)).toEqual(plain);
          expect(matchWebsite(text.toLowerCase(), lookUp, null)).toEqual(plain);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('stays quick on a very long text', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `shop-${i}.com`).join(' ');
    const website = websiteKeys(many);
    expect(website.kind === 'candidates' && website.candidates.length).toBe(20);
    for (const unit of ['a.', 'http://', '@', ' .', ':', '/', 'www.', '(', '%']) {
      expect(typeof websiteKeys(unit.repeat(500_000)).kind).toBe('string');
    }
  });
});
