/** Places a sample merchant can sit in; shares add up to about 100. Phone patterns are ranges kept free for fiction. */
export type SamplePlace = {
  share: number;
  country: string;
  countryName: string;
  region: string;
  currency: string;
  /** Units of the currency to a US dollar, roughly. */
  perDollar: number;
  language: string;
  phone: string;
  cities: readonly [SampleCity, ...SampleCity[]];
};
export type SampleCity = { city: string; state: string; code: string; zip: string };

const place = (
  [share, country, countryName, region, currency, perDollar, language, phone]: [
    number,
    string,
    string,
    string,
    string,
    number,
    string,
    string,
  ],
  cities: string,
): SamplePlace => {
  const [first = noCity, ...others] = cities.split(';').map((text) => {
    const [city = '', state = '', code = '', zip = ''] = text.trim().split('/');
    return { city, state, code, zip };
  });
  const known = { share, country, countryName, region, currency, perDollar, language, phone };
  return { ...known, cities: [first, ...others] };
};

const noCity: SampleCity = { city: '', state: '', code: '', zip: '' };

export const samplePlaces: readonly SamplePlace[] = [
  place(
    [42, 'US', 'USA', 'Americas', 'USD', 1, 'en', '+1 503-555-01##'],
    'Portland/Oregon/OR/972##; Austin/Texas/TX/787##; Denver/Colorado/CO/802##; Brooklyn/New York/NY/112##; San Diego/California/CA/921##',
  ),
  place(
    [12, 'GB', 'United Kingdom', 'Europe', 'GBP', 0.79, 'en', '+44 20 7946 0###'],
    'Leeds/England/ENG/LS# #AB; Cardiff/Wales/WLS/CF# #AB; Glasgow/Scotland/SCT/G# #AB',
  ),
  place(
    [8, 'DE', 'Germany', 'Europe', 'EUR', 0.92, 'de', '+49 30 23125 ###'],
    'Berlin/Berlin/BE/101##; München/Bayern/BY/803##; Köln/Nordrhein-Westfalen/NW/506##',
  ),
  place(
    [7, 'CA', 'Canada', 'Americas', 'CAD', 1.36, 'en', '+1 604-555-01##'],
    'Vancouver/British Columbia/BC/V#B #A#; Toronto/Ontario/ON/M#B #A#; Montréal/Québec/QC/H#B #A#',
  ),
  place(
    [7, 'AU', 'Australia', 'Oceania', 'AUD', 1.52, 'en', '+61 2 5550 ####'],
    'Melbourne/Victoria/VIC/30##; Brisbane/Queensland/QLD/40##; Perth/Western Australia/WA/60##',
  ),
  place(
    [6, 'FR', 'France', 'Europe', 'EUR', 0.92, 'fr', '+33 1 99 00 ## ##'],
    'Lyon/Auvergne-Rhône-Alpes/ARA/6900#; Nantes/Pays de la Loire/PDL/4400#',
  ),
  place(
    [4, 'NL', 'Netherlands', 'Europe', 'EUR', 0.92, 'nl', '+31 85 555 0###'],
    'Utrecht/Utrecht/UT/35## AB; Rotterdam/Zuid-Holland/ZH/30## AB',
  ),
  place(
    [4, 'BR', 'Brazil', 'Americas', 'BRL', 5.4, 'pt', '+55 11 5555 0###'],
    'São Paulo/São Paulo/SP/010##-000; Curitiba/Paraná/PR/800##-000',
  ),
  place(
    [3, 'IT', 'Italy', 'Europe', 'EUR', 0.92, 'it', '+39 02 5555 0###'],
    'Milano/Lombardia/25/201##; Torino/Piemonte/21/101##',
  ),
  place(
    [3, 'IN', 'India', 'Asia', 'INR', 83, 'en', '+91 22 5555 0###'],
    'Mumbai/Maharashtra/MH/4000##; Bengaluru/Karnataka/KA/5600##',
  ),
  place(
    [2, 'JP', 'Japan', 'Asia', 'JPY', 150, 'ja', '+81 3 5555 0###'],
    'Osaka/Osaka/27/530-00##; Tokyo/Tokyo/13/150-00##',
  ),
  place([2, 'SE', 'Sweden', 'Europe', 'SEK', 10.5, 'sv', '+46 8 555 0####'], 'Malmö/Skåne/M/211 ##'),
];

/** Platforms with their share, the plans they sell, and the host they give shops (`*`: the shop's slug), if any. */
export const samplePlatforms: readonly {
  id: string;
  share: number;
  plans: readonly string[];
  host: string | null;
}[] = [
  { id: 'woocommerce', share: 42, plans: [], host: null },
  { id: 'shopify', share: 10, plans: ['Basic', 'Shopify', 'Advanced', 'Shopify Plus'], host: null },
  { id: 'wix', share: 12, plans: ['Business', 'Business Elite'], host: null },
  { id: 'squarespace', share: 10, plans: ['Commerce'], host: '*.squarespace.com' },
  { id: 'magento', share: 8, plans: ['Open Source', 'Commerce'], host: null },
  {
    id: 'bigcommerce',
    share: 7,
    plans: ['Standard', 'Plus', 'Pro', 'Enterprise'],
    host: '*.mybigcommerce.com',
  },
  { id: 'webflow', share: 4, plans: ['Plus', 'Advanced'], host: '*.webflow.io' },
  { id: 'custom', share: 7, plans: [], host: null },
];

export const sampleCategories: readonly string[] = [
  ...[
    '/Apparel',
    '/Apparel/Footwear',
    '/Apparel/Athletic Apparel',
    "/Apparel/Women's Clothing",
    '/Autos & Vehicles',
  ],
  ...[
    '/Beauty & Fitness',
    '/Beauty & Fitness/Face & Body Care',
    '/Books & Literature',
    '/Consumer Electronics',
  ],
  ...[
    '/Food & Drink',
    '/Food & Drink/Coffee & Tea',
    '/Games',
    '/Gifts & Special Events',
    '/Health',
    '/Hobbies & Leisure',
  ],
  ...[
    '/Home & Garden',
    '/Home & Garden/Home Furnishings',
    '/Home & Garden/Kitchen & Dining',
    '/Pets & Animals',
    '/Sports',
  ],
];

export const sampleFeatures: readonly string[] = [
  ...[
    'Shopify Pay',
    'FAQ Page',
    'Has Blog',
    'Headless',
    'International Shipping',
    'Returns Page',
    'Gift Messaging',
  ],
  ...['Has iOS App', 'Subscriptions', 'Store Locator', 'Wholesale'],
];

export const sampleCarriers: readonly string[] = [
  'UPS',
  'DHL',
  'FedEx',
  'USPS',
  'Royal Mail',
  'PostNL',
  'Canada Post',
];

const makers = [
  'Brindle',
  'Tarnwell',
  'Oxbow',
  'Quillon',
  'Farrow Lane',
  'Pipistrel',
  'Nettleworth',
  'Samphire',
];
const jobs = [
  'Reviews',
  'Loyalty',
  'Upsell',
  'Pop-ups',
  'Returns',
  'Chat',
  'Feeds',
  'Bundles',
  'Analytics',
  'Search',
];

/** Invented apps: every maker has one for every job. */
export const sampleApps: readonly string[] = makers.flatMap((maker) => jobs.map((job) => `${maker} ${job}`));

export const sampleTechnologies: readonly string[] = makers.flatMap((maker) =>
  ['Tag', 'CDN', 'Pixel', 'Consent', 'Fonts', 'Pay'].map((job) => `${maker} ${job}`),
);

export const sampleThemes: readonly [string, ...string[]] = [
  'Harbour',
  'Larkspur',
  'Meridian',
  'Slate',
  'Willow',
  'Atelier',
];
