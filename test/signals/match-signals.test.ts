import { describe, expect, it } from 'vitest';
import type { StoreChanges } from '../../server/catalog/store-changes.ts';
import { matchingChanges } from '../../server/signals/match-signals.ts';

const changes: StoreChanges = {
  release: 7,
  attributes: 5,
  platform: { from: 'woocommerce', to: 'shopify' },
  plan: { from: null, to: 'Shopify Plus' },
  appsAdded: ['Yotpo', 'Klaviyo'],
  appsRemoved: ['Privy'],
};

describe('which changes rules ask for', () => {
  it('are all of a kind where no names are given, and none without rules', () => {
    expect(matchingChanges([], changes)).toEqual([]);
    expect(matchingChanges([{ kind: 'app_added', names: [] }], changes)).toEqual([
      { kind: 'app_added', from: null, to: 'Klaviyo' },
      { kind: 'app_added', from: null, to: 'Yotpo' },
    ]);
    expect(matchingChanges([{ kind: 'plan_changed', names: [] }], changes)).toEqual([
      { kind: 'plan_changed', from: null, to: 'Shopify Plus' },
    ]);
  });

  it.each([
    ['app_added', ' klaviyo', 1],
    ['app_added', 'privy', 0],
    ['app_removed', 'PRIVY', 1],
    ['app_removed', 'klaviyo', 0],
    ['platform_changed', 'Shopify', 1],
    ['platform_changed', 'WooCommerce', 1],
    ['platform_changed', 'wix', 0],
    ['plan_changed', 'shopify plus', 1],
    ['plan_changed', 'shopify', 0],
  ] as const)('are those with a name, whatever its case: %s %s', (kind, name, found) => {
    expect(matchingChanges([{ kind, names: [name] }], changes)).toHaveLength(found);
  });

  it('are each told once, however many rules ask for them', () => {
    const rules = [
      { kind: 'app_added' as const, names: [] },
      { kind: 'app_added' as const, names: ['Klaviyo', 'klaviyo'] },
      { kind: 'platform_changed' as const, names: ['shopify', 'woocommerce'] },
    ];
    expect(matchingChanges(rules, changes)).toHaveLength(3);
  });
});
