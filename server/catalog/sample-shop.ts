import words from '../../manifest/sample-shops.json' with { type: 'json' };

const { first, second } = words;

/**
 * Name and hosts of the i-th invented shop, by the rule of manifest/sample-shops.json. The sandbox company's websites
 * follow the same rule, so the catalogue knows the shops they point to without either side importing the other.
 */
export function sampleShop(i: number): {
  merchant: string;
  slug: string;
  host: string;
  platformHost: string | null;
} {
  const merchant = `${first[i % first.length]} ${second[Math.floor(i / first.length) % second.length]}`;
  const slug = merchant.toLowerCase().replace(' ', '-');
  const round = Math.floor(i / (first.length * second.length));
  const name = round > 0 ? `${slug}${round + 1}` : slug;
  return {
    merchant,
    slug: name,
    host: `${i % 7 === 3 ? 'www.' : ''}${name}.example`,
    platformHost: i % 3 === 0 ? `${slug}-${i}.myshopify.com` : null,
  };
}
