import { namesOf } from './invented-names.ts';
import { shopHost } from './shop-hosts.ts';

/** What stands in the website field of a seeded organization, and which shop (if any) it really belongs to. */
export type WebsiteText = { text: string | null; shop: number | null };

/**
 * The website of the i-th organization. Of 50 in a row 31 point to shops 0, 1, 2 …, 6 are empty,
 * 13 hold something that is no shop: other companies, social pages, marketplaces, junk.
 */
export function websiteText(i: number): WebsiteText {
  const place = (i * 7) % 50;
  if (place < 31) {
    const shop = Math.floor(i / 50) * 31 + place;
    // Two customers records of one shop are common: every 40th repeats the one before it.
    const pointed = shop % 40 === 39 ? shop - 1 : shop;
    return { text: writtenByPeople(pointed, i), shop: pointed };
  }
  return { text: place < 37 ? null : noShop(i, place - 37), shop: null };
}

function writtenByPeople(shop: number, i: number): string {
  const { host, platformHost } = shopHost(shop);
  const bare = host.replace(/^www\./, '');
  const slug = bare.replace('.example', '');
  const ways = [
    host,
    `https://${host}`,
    `https://${host}/`,
    `http://www.${bare}/collections/all?sort=new#top`,
    host.toUpperCase(),
    `https://${host}/de/shop/`,
    `${host}.`,
    platformHost ?? `www.${bare}`,
    `${host}, https://www.facebook.com/${slug}`,
    `hello@${bare}`,
    `shop.${bare}`,
    `${bare} - online shop`,
    platformHost === null ? `https://${host}:443` : `https://${platformHost}/products`,
    `HTTPS://WWW.${bare.toUpperCase()}/`,
    `https://www.instagram.com/${slug} / ${host}`,
    `https://shop.${bare}/cart`,
  ];
  return ways[i % ways.length] ?? host;
}

function noShop(i: number, kind: number): string {
  const { last } = namesOf(i);
  const name = last.toLowerCase();
  const texts = [
    `www.${name}-partners.example`,
    `https://www.facebook.com/${name}.handmade`,
    `https://linktr.ee/${name}${i}`,
    'n/a',
    `https://${name}-logistics.example/about-us`,
    `https://www.amazon.com/stores/${name}`,
    `kontakt@${name}-beratung.example`,
    `https://b\u00fccher-${name}.example`,
    `${name}-consulting.example ; ${name}-group.example`,
    '-',
    `https://www.etsy.com/shop/${name}Studio`,
    `xn--${name}-kva.example`,
    `ask ${last}`,
  ];
  return texts[kind] ?? 'n/a';
}
