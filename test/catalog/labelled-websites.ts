import { domainToASCII } from 'node:url';
import { type SampleRandom, sampleRandom } from '../../server/catalog/sample-random.ts';
import { sampleShop } from '../../server/catalog/sample-shop.ts';
import type { StoreDomain } from '../../server/catalog/store.ts';

/** A website text and the id of the store it means; null where it means none that the catalogue could know. */
export type LabelledWebsite = { text: string; store: string | null; way: string };

const suffixes = [
  'com',
  'co.uk',
  'de',
  'com.au',
  'com.br',
  'fr',
  'shop',
  'store',
  'io',
  'nl',
  'co.jp',
  'example',
] as const;

type Shop = { domain: StoreDomain; id: string; slug: string; suffix: string; written?: string };

/**
 * A catalogue with everything that makes matching hard: strangers with one name under different suffixes, shops on
 * subdomains, on platform hosts only, with international names, aliases and regional domains.
 */
export function labelledShops(count: number): Shop[] {
  return Array.from({ length: count }, (_, i): Shop => {
    // Pairs of strangers share their name.
    const slug = `vex${sampleShop(i - (i % 2)).slug}`;
    const suffix = suffixes[(i * 5 + (i % 2)) % suffixes.length] ?? 'com';
    const bare = `${slug}.${suffix}`;
    const base = { state: 'Active', platform: 'shopify', rank: i + 1 };
    const platform_domain = i % 3 === 0 ? `${slug}-${i}.myshopify.com` : undefined;
    const more = platform_domain === undefined ? {} : { platform_domain };
    switch (i % 10) {
      case 4: {
        const name = `shop.${bare}`;
        return { id: name, slug, suffix, domain: { ...base, ...more, name, tld1: bare } };
      }
      case 5: {
        const name = `${slug}-only-${i}.myshopify.com`;
        return { id: name, slug, suffix: '', domain: { ...base, name, platform_domain: name } };
      }
      case 6: {
        const written = `${slug}-${i % 4 === 0 ? '日本' : 'größe'}.${suffix}`;
        const name = domainToASCII(written);
        return {
          id: name,
          written,
          slug,
          suffix,
          domain: { ...base, ...more, name, aliases: [`${slug}-old.${suffix}`] },
        };
      }
      case 7: {
        const others = [`${slug}-regional.fr`, `${slug}-regional.co.uk`];
        const group = { cluster_domains: [bare, ...others], cluster_best_ranked: bare };
        return { id: bare, slug, suffix, domain: { ...base, ...more, name: `www.${bare}`, ...group } };
      }
      default:
        return { id: bare, slug, suffix, domain: { ...base, ...more, name: i % 2 ? `www.${bare}` : bare } };
    }
  });
}

/** Texts as people write them, two thirds of them about a shop of the catalogue. */
export function labelledWebsites(shops: readonly Shop[], count: number, seed: number): LabelledWebsite[] {
  return Array.from({ length: count }, (_, i) => {
    const random = sampleRandom(seed, i);
    const shop = shops[random.whole(0, shops.length - 1)];
    if (shop === undefined) throw new Error('no shops');
    return i % 3 < 2 ? about(shop, shops, random) : aboutNone(shop, random);
  });
}

function about(shop: Shop, shops: readonly Shop[], random: SampleRandom): LabelledWebsite {
  const { domain, id, slug, suffix } = shop;
  const keys = [id, ...(domain.aliases ?? []), ...(domain.platform_domain ? [domain.platform_domain] : [])];
  const regional = (domain.cluster_domains ?? []).filter((member) => !member.endsWith(id));
  const host = random.pick([id, id, shop.written ?? id, ...keys, ...regional]);
  const isPlatform = host.endsWith('.myshopify.com');
  const below = isPlatform ? host : `${random.pick(['blog', 'm', 'en', 'checkout', 'www2'])}.${host}`;
  const another = shops[(domain.rank ?? 0) % shops.length];
  const ways: readonly [[string, string], ...[string, string][]] = [
    ['bare', host],
    ['bare', host],
    ['www', `www.${host}`],
    ['link', `https://${host}/`],
    [
      'link',
      `http://www.${host}/${random.pick(['products/x', 'de/', 'index.php?id=3', 'a/b.html#c', '?ref=a.b'])}`,
    ],
    ['upper case', random.pick([host, `https://www.${host}/Shop`]).toUpperCase()],
    [
      'broken scheme',
      random.pick(['htp://', 'http:/', 'https//', 'hhttp://', 'http:', 'http:\\\\', 'https;//', '//']) + host,
    ],
    ['port', `${host}:${random.pick(['80', '443', '8080'])}`],
    ['login', `https://shop:${slug}@${host}/`],
    ['trailing marks', host + random.pick(['.', '/', ',', ' ;', '!', '...', ')', '//'])],
    [
      'blanks',
      `${random.pick([' ', '\t', '\n', '\u00a0'])}${host}${random.pick([' ', '\n', '\r\n', '\u200b'])}`,
    ],
    [
      'wrapped',
      random.pick([`<${host}>`, `(${host})`, `"${host}"`, `[${slug}](https://${host})`, `„${host}“`]),
    ],
    [
      'in words',
      random.pick([`Website: ${host}`, `web:www.${host}`, `${host} - online shop`, `see ${host} for more`]),
    ],
    [
      'with social',
      `${host}${random.pick([', ', ' / ', '; ', ' | ', '\n'])}https://www.facebook.com/${slug}`,
    ],
    ['social first', `https://instagram.com/${slug} ${host}`],
    ['twice', `${host}, https://www.${id}/`],
    ['with stranger', `${host} ${slug}-unlisted.example`],
    ['below', below],
    ['mail', isPlatform ? host : `info@${host}`],
    ['mail beside', `${host}; someone@gmail.com`],
    [
      'mail of another',
      `https://${host} mail@${another && another.suffix !== '' ? another.id : 'vexnobody.example'}`,
    ],
    ['spaced', host.includes('-') ? host.replaceAll('.', '. ') : host],
    ['wide letters', host.replaceAll('.', '．')],
  ];
  const [way, text] = random.pick(ways);
  // What no program can read for sure; one in a hundred, so that the figure stays honest.
  if (random.chance(0.01)) {
    return {
      text: random.pick([host.replaceAll('.', ','), `www${host}`, host.replace('.', ' dot ')]),
      store: id,
      way: 'garbled',
    };
  }
  // A shop on a subdomain also owns the domain above it, as long as no stranger sits there.
  if (suffix !== '' && id.startsWith('shop.') && random.chance(0.2))
    return { text: id.slice(5), store: id, way: 'domain' };
  return { text, store: id, way };
}

function aboutNone(shop: Shop, random: SampleRandom): LabelledWebsite {
  const { slug } = shop;
  const at = random.whole(3, slug.length - 2);
  const misspelt = slug.slice(0, at) + slug.slice(at + 1);
  const ways: readonly [[string, string], ...[string, string][]] = [
    [
      'social',
      random.pick([
        `https://www.facebook.com/${slug}`,
        `instagram.com/${slug}.com`,
        `https://www.tiktok.com/@${slug}`,
      ]),
    ],
    [
      'social host',
      random.pick(['facebook.com', 'www.instagram.com', 'https://m.facebook.com/', 'x.com', 'linkedin.com']),
    ],
    [
      'marketplace',
      random.pick([
        `https://www.amazon.co.uk/stores/${slug}`,
        `ebay.de/str/${slug}`,
        `https://www.etsy.com/shop/${slug}`,
      ]),
    ],
    [
      'link page',
      random.pick([
        `linktr.ee/${slug}`,
        `https://beacons.ai/${slug}`,
        `bit.ly/${slug}`,
        `https://g.page/${slug}`,
      ]),
    ],
    ['unknown platform host', `${misspelt}-none.myshopify.com`],
    [
      'platform itself',
      random.pick(['myshopify.com', 'https://www.wixsite.com', 'wordpress.com', 'shopify.com/login']),
    ],
    ['below platform host', `${slug}.wixsite.com/${slug}`],
    [
      'free mail',
      `${slug}@${random.pick(['gmail.com', 'web.de', 'hotmail.co.uk', 'yahoo.com', 'icloud.com'])}`,
    ],
    ['other suffix', `https://www.${slug}.${random.pick(['info', 'biz', 'org', 'eu', 'test'])}`],
    ['suffix added', `${slug}.${random.pick(['com.example', 'de.example', 'co.uk.example'])}`],
    ['misspelt', `${misspelt}x.${random.pick(suffixes)}`],
    ['longer name', `my${slug}.${random.pick(suffixes)}`],
    ['name in path', `https://vexnobody.example/${slug}.com`],
    ['name in query', `https://vexnobody.example/?shop=https://${shop.id}`],
    ['review page', `https://www.trustpilot.com/review/${shop.id}`],
    ['archive', `https://web.archive.org/web/2020/https://${shop.id}/`],
    ['search', `https://www.google.com/search?q=${shop.id}`],
    ['numbers', random.pick(['192.168.1.10', 'http://10.0.0.1/', '+44 20 7946 0123', '12.50', '2024.01.02'])],
    [
      'words',
      random.pick([
        'n/a',
        '-',
        'none',
        'tbd',
        'unknown',
        slug,
        `ask ${slug}`,
        'keine',
        '?',
        'www.',
        'http://',
      ]),
    ],
  ];
  const [way, text] = random.pick(ways);
  return { text, store: null, way };
}
