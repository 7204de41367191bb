import { expect, it } from 'vitest';
import { matchWebsite } from '../../server/catalog/match-website.ts';
import { labelledShops, labelledWebsites } from './labelled-websites.ts';
import { lookUpIn } from './look-up.ts';

const size = 10_000;

it('finds nearly every shop in 10,000 labelled website texts, and never a wrong one', () => {
  const shops = labelledShops(4_000);
  const lookUp = lookUpIn(shops.map(({ domain }) => domain));
  const wrong: string[] = [];
  const missed: string[] = [];
  let about = 0;
  let found = 0;
  for (const { text, store, way } of labelledWebsites(shops, size, 2026)) {
    const match = matchWebsite(text, lookUp, null);
    if (store !== null) about += 1;
    if (match.kind === 'match') {
      if (match.storeId === store) found += 1;
      else wrong.push(`${way}: ${JSON.stringify(text)} is ${store}, got ${match.storeId}`);
    } else if (store !== null) missed.push(`${way}: ${JSON.stringify(text)} is ${store}, got ${match.kind}`);
  }
  const recall = found / about;
  process.stdout.write(
    `website matching: ${size} texts, ${about} about a shop, ${found} found, recall ${recall.toFixed(4)}, ${wrong.length} wrong\n`,
  );
  expect(wrong).toEqual([]);
  expect(about).toBeGreaterThan(size * 0.6);
  expect(recall, missed.slice(0, 40).join('\n')).toBeGreaterThanOrEqual(0.98);
});
