import words from '../../../manifest/sample-shops.json' with { type: 'json' };

const { first, second } = words;

/**
 * The i-th invented shop, by the rule written down in manifest/sample-shops.json.
 * The sample catalogue follows the same rule, so the two agree without sharing code.
 */
export function shopHost(i: number): { host: string; platformHost: string | null; merchant: string } {
  const merchant = `${first[i % first.length]} ${second[Math.floor(i / first.length) % second.length]}`;
  const slug = merchant.toLowerCase().replace(' ', '-');
  const round = Math.floor(i / (first.length * second.length));
  const name = round > 0 ? `${slug}${round + 1}` : slug;
  return {
    host: `${i % 7 === 3 ? 'www.' : ''}${name}.example`,
    platformHost: i % 3 === 0 ? `${slug}-${i}.myshopify.com` : null,
    merchant,
  };
}
