import { type SampleRandom, sampleRandom } from './sample-random.ts';
import { sampleShop } from './sample-shop.ts';
import {
  type SampleCity,
  type SamplePlace,
  sampleApps,
  sampleCarriers,
  sampleCategories,
  sampleFeatures,
  samplePlaces,
  samplePlatforms,
  sampleTechnologies,
  sampleThemes,
} from './sample-words.ts';

/** An invented shop as it stands in one release; what changes from release to release changes in here. */
export type SampleState = ReturnType<typeof sampleShop> & {
  index: number;
  platform: string;
  platformDomain: string | null;
  plans: readonly string[];
  plan: string | null;
  /** Release of the last change of plan, counted back from the first where it lies before. */
  planChanged: number | null;
  place: SamplePlace;
  city: SampleCity;
  /** 1 is best. */
  rank: number;
  /** Visits a month. */
  traffic: number;
  /** Share of visits that buy. */
  conversion: number;
  /** US dollars. */
  price: number;
  products: number;
  vendors: number;
  employees: number;
  followers: Record<'tiktok' | 'youtube' | 'twitter' | 'pinterest', number>;
  followers30d: Record<'tiktok' | 'youtube' | 'twitter' | 'pinterest', number>;
  apps: string[];
  technologies: string[];
  categories: string[];
  features: string[];
  carriers: string[];
  theme: string | null;
  active: boolean;
};

/** How many ranked shops the pretended world has; ranks of a sample are spread over all of them. */
export const worldSize = 3_000_000;

/** The i-th shop in the first release. */
export function firstState(seed: number, index: number): SampleState {
  const random = sampleRandom(seed, index, 0);
  const shop = sampleShop(index);
  const platform = shop.platformHost === null ? weighted(random, otherPlatforms) : shopify;
  const place = weighted(random, samplePlaces);
  // Squared: a good part of what a sales team looks at is in the better ranks.
  const rank = 1 + Math.floor(worldSize * random.next() ** 2);
  const products = Math.max(1, Math.round(Math.exp(random.next() * 8)));
  return {
    ...shop,
    index,
    platform: platform.id,
    platformDomain: shop.platformHost ?? platform.host?.replace('*', `${shop.slug}-${index}`) ?? null,
    plans: platform.plans,
    plan: platform.plans[Math.floor(random.next() ** 2 * platform.plans.length)] ?? null,
    planChanged: platform.plans.length > 0 && random.chance(0.15) ? -random.whole(4, 150) : null,
    place,
    city: random.pick(place.cities),
    rank,
    traffic: (4e8 / rank ** 0.9) * (0.6 + random.next() * 0.8),
    conversion: 0.005 + random.next() * 0.02,
    price: Math.round(Math.exp(2 + random.next() * 3.5) * 100) / 100,
    products,
    vendors: Math.max(1, Math.round(products ** (random.next() * 0.6))),
    employees: Math.max(1, Math.round((6e4 / (rank + 100)) * (0.5 + random.next()) + random.next() * 8)),
    followers: eachNetwork(() => Math.round(Math.exp(3 + random.next() * 9))),
    followers30d: eachNetwork(() => random.whole(-40, 400)),
    apps: platform.plans.length > 0 ? random.some(sampleApps, random.whole(0, 12)) : [],
    technologies: random.some(sampleTechnologies, random.whole(2, 16)),
    categories: random.some(sampleCategories, random.whole(1, 3)),
    features: random.some(sampleFeatures, random.whole(0, 5)),
    carriers: random.some(sampleCarriers, random.whole(0, 3)),
    theme: random.chance(0.6) ? random.pick(sampleThemes) : null,
    active: !random.chance(0.03),
  };
}

/** One value for each network that comes with follower counts. */
export function eachNetwork(
  value: (network: keyof SampleState['followers']) => number,
): SampleState['followers'] {
  return {
    tiktok: value('tiktok'),
    youtube: value('youtube'),
    twitter: value('twitter'),
    pinterest: value('pinterest'),
  };
}

const shopify = {
  id: 'shopify',
  share: 1,
  plans: ['Basic', 'Shopify', 'Advanced', 'Shopify Plus'],
  host: null,
};
const otherPlatforms = samplePlatforms.filter((platform) => platform.id !== 'shopify');

function weighted<Item extends { share: number }>(random: SampleRandom, items: readonly Item[]): Item {
  let left = random.next() * items.reduce((sum, item) => sum + item.share, 0);
  const found = items.find((item) => {
    left -= item.share;
    return left < 0;
  });
  const item = found ?? items[0];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}
