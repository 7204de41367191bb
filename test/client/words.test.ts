import { describe, expect, it } from 'vitest';
import { lookAgainIn } from '../../client/features/runs/queries.ts';
import { count, formatDuration, formatInteger, formatMoney, formatRelative } from '../../client/ui/format.ts';
import { categoryPath, networkName, planBeside, platformName } from '../../client/ui/proper-names.ts';
import { pauseWords, processed, reasonWords } from '../../client/ui/run-words.ts';
import { safeLink } from '../../client/ui/safe-link.ts';
import { aRun } from './support/answers.ts';

const now = Date.parse('2026-03-10T12:00:00Z');

describe('formats', () => {
  it.each([
    [-5, 'just now'],
    [-45, '45 seconds ago'],
    [-60, '1 minute ago'],
    [-3 * 3600, '3 hours ago'],
    [-86_400, 'yesterday'],
    [-400 * 86_400, 'last year'],
    [7_200, 'in 2 hours'],
  ])('%d seconds from now is "%s"', (seconds, words) => {
    expect(formatRelative(new Date(now + seconds * 1000).toISOString(), now)).toBe(words);
  });

  it.each([
    [0, 'less than a minute'],
    [61, 'about 1 minute'],
    [89 * 60, 'about 89 minutes'],
    [3 * 3600, 'about 3 hours'],
    [60 * 3600, 'about 3 days'],
  ])('%d seconds of work take %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });

  it('survive values nobody expected', () => {
    expect(formatRelative('soon', now)).toBe('soon');
    expect(formatInteger(null)).toBe('–');
    expect(formatMoney(null)).toBe('–');
    expect(formatMoney({ amount: 3, currency: 'nonsense' })).toBe('3 nonsense');
    expect(count(1, 'field')).toBe('1 field');
    expect(count(1_200, 'field')).toBe(`${(1_200).toLocaleString()} fields`);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'not an address', ''])(
    'never link to %s',
    (address) => {
      expect(safeLink(address)).toBeNull();
    },
  );

  it('write names as their owners do', () => {
    expect(platformName('woocommerce')).toBe('WooCommerce');
    expect(platformName('newcart')).toBe('Newcart');
    expect(networkName('tiktok')).toBe('TikTok');
    expect(categoryPath('/Home & Garden/Lighting')).toBe('Home & Garden › Lighting');
  });
});

describe('the plan of a store', () => {
  it.each([
    ['shopify', 'Shopify', null],
    ['shopify', ' shopify ', null],
    ['woocommerce', 'Woo Commerce', null],
    ['shopify', 'Shopify Plus', 'Shopify Plus'],
    ['custom', 'Own Platform', null],
    [null, 'Shopify', 'Shopify'],
    ['shopify', null, null],
  ])('on %s that is called %s is shown as %s', (platform, plan, shown) => {
    expect(planBeside({ platform, plan })).toBe(shown);
  });
});

describe('runs', () => {
  it('are looked at every second while they move, rarely while they wait, and not at all when they are done', () => {
    expect(lookAgainIn([aRun({ state: 'running' }), aRun()])).toBe(1_000);
    expect(lookAgainIn([aRun({ state: 'queued' })])).toBe(1_000);
    expect(lookAgainIn([aRun({ state: 'paused' })])).toBe(15_000);
    expect(lookAgainIn([aRun(), aRun({ state: 'cancelled' }), aRun({ state: 'failed' })])).toBe(false);
    expect(lookAgainIn([])).toBe(false);
  });

  it('count every record they dealt with', () => {
    expect(processed(aRun({ written: 1, unchanged: 2, skipped: { a: 3, b: 4 }, failed: { c: 5 } }))).toBe(15);
  });

  it('say why they wait, and read well for reasons nobody has words for', () => {
    expect(pauseWords(aRun({ state: 'paused', pauseReason: 'budget' }), now)).toContain(
      'after the daily reset',
    );
    expect(pauseWords(aRun({ state: 'paused', pauseReason: 'connection' }), now)).toContain(
      'an admin takes over',
    );
    expect(reasonWords('no_match')).toBe('No store found');
    expect(reasonWords('brand_new_reason')).toBe('Brand new reason');
  });
});
