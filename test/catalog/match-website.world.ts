import type { StoreDomain } from '../../server/catalog/store.ts';

/** The small world the cases are about. */
export const knownStores: StoreDomain[] = [
  store('www.vexacorn.com', 'shopify', 100, {
    platform_domain: 'vexacorn-shop.myshopify.com',
    aliases: ['vexacorn-store.com', 'shop.vexacorn.com'],
  }),
  store('vexbirch.co.uk', 'woocommerce', 200),
  store('shop.vexcedar.de', 'magento', 300),
  store('xn--bcher-kva.example', 'wix', 400),
  store('vexdogwood.myshopify.com', 'shopify', 500, { platform_domain: 'vexdogwood.myshopify.com' }),
  store('elm.wixsite.com', 'wix', 600),
  // One merchant with regional shops; the catalogue knows two of the four domains as stores.
  store(
    'www.vexfern.com',
    'shopify',
    50,
    cluster('www.vexfern.com', 'uk.vexfern.com', 'vexfern.fr', 'vexfern-outlet.com'),
  ),
  store(
    'uk.vexfern.com',
    'wix',
    900,
    cluster('www.vexfern.com', 'uk.vexfern.com', 'vexfern.fr', 'vexfern-outlet.com'),
  ),
  // Two strangers below one domain.
  store('one.vexgrove.com', 'shopify', 700),
  store('two.vexgrove.com', 'shopify', 800),
  // A merchant with regional shops and none at the domain itself.
  store('de.vexhazel.com', 'shopify', 1000, cluster('de.vexhazel.com', 'at.vexhazel.com')),
  store('at.vexhazel.com', 'shopify', 990, cluster('de.vexhazel.com', 'at.vexhazel.com')),
  // Bad data: a store that claims hosts everybody shares, or others' hosts.
  store('vexivy.com', 'custom', 60, {
    aliases: ['facebook.com', 'www.instagram.com', 'vexacorn.com', 'amazon.de', 'gmail.com', 'co.uk'],
  }),
  store('vexjuniper.uk.com', 'shopify', 1100),
  store('kelp.example', 'shopify', 1200),
];

function store(name: string, platform: string, rank: number, more: Partial<StoreDomain> = {}): StoreDomain {
  return { name, state: 'Active', platform, rank, ...more };
}

function cluster(...domains: [string, ...string[]]): Partial<StoreDomain> {
  return { cluster_domains: domains, cluster_best_ranked: domains[0] };
}
