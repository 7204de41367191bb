import { describe, expect, it } from 'vitest';
import { csvRows } from '../../server/catalog/csv-rows.ts';
import type { SourceRow } from '../../server/catalog/source-row.ts';
import { fieldCatalog } from '../../server/mapping/fields/field-catalog.ts';
import { exportColumns, exportedStore, exportFile } from './csv-export.ts';

async function* chunks(text: string, size = 997): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size?: number): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of csvRows(chunks(text, size))) rows.push(row);
  return rows;
}

const shop = (domain: string, more: Record<string, string> = {}) => ({
  domain,
  platform: 'wix',
  status: 'Active',
  ...more,
});
const domainOf = (row: SourceRow | undefined) => (row?.read.ok ? row.read.store.domain : undefined);

describe('a CSV export of Store Leads', () => {
  it('has 162 columns and becomes a record in the shape of the API', async () => {
    expect(exportColumns).toHaveLength(162);
    const [row, ...others] = await read(`\uFEFF${exportFile([exportedStore])}`);
    expect(others).toEqual([]);
    const domain = domainOf(row);
    expect(domain).toMatchObject({
      name: 'www.fernandoak.example',
      state: 'Active',
      administrative_area_level_1: 'Oregon',
      platform: 'shopify',
      created_at: '2018-05-14T00:00:00',
      last_platform_change_at: '2022-02-07T00:00:00',
      description: 'Furniture,\nmade slowly',
      title: 'Fern & Oak, "made" slowly',
      estimated_sales: 5_170_704_853,
      estimated_sales_yearly: 25_000_000,
      monthly_app_spend: 41_200,
      avg_price: 4999,
      max_price: 120_000,
      currency_code: 'EUR',
      rank: 3178,
      rank_percentile: 99.94,
      avg_weight: 350.5,
      cc_centrality: 16_000_123,
      cluster_domains: ['www.fernandoak.example', 'uk.fernandoak.example'],
      categories: ['/Home & Garden/Home Furnishings', '/Gifts'],
      technologies: [{ name: 'Sample Analytics' }, { name: 'Sample CDN' }],
      theme: { name: 'Sample Theme', style: 'Unknown', vendor: 'Sample Maker' },
      trustpilot: { avg_rating: 4.4, review_count: 310 },
      judge_me: { avg_rating: 4.9, review_count: 1204 },
    });
    expect(domain?.apps?.map(({ name, token, platform }) => [name, token, platform])).toEqual([
      ['Sample Reviews', 'sample-reviews', 'shopify'],
      ['Upsell', 'upsell', 'shopify'],
    ]);
    expect(domain?.contact_info?.filter(({ type }) => type === 'phone').map(({ value }) => value)).toEqual([
      '+1 800-342-9647',
      '+1 503-555-0100',
      '+1 503-555-0101',
    ]);
    expect(domain?.contact_info).toContainEqual({
      type: 'tiktok',
      value: 'https://www.tiktok.com/@fernandoak',
      followers: 5200,
      followers_30d: -40,
      followers_90d: 110,
    });
    // What the API has no name for stays out.
    expect(Object.keys(domain ?? {})).not.toEqual(expect.arrayContaining(['notes']));
    expect(Object.keys(domain ?? {})).not.toEqual(expect.arrayContaining(['domain_count']));
  });

  it('fills every field that an export has a column for', async () => {
    const domain = domainOf((await read(exportFile([exportedStore])))[0]);
    if (!domain) throw new Error('no store');
    const empty = fieldCatalog.filter((field) => field.derive(domain) === null).map(({ key }) => key);
    // The export tells neither when a shop was last looked at nor a theme's version; this one has no Magento apps.
    expect(empty.sort()).toEqual(['last_updated_at', 'magento_apps', 'theme_style', 'theme_version']);
  });

  it('leaves out what is empty or odd, and keeps the store', async () => {
    const odd = shop('odd.example', {
      estimated_monthly_sales: 'a lot',
      rank: 'n/a',
      created: 'last year',
      phones: ' : :',
      installed_apps_names: 'One:Two:Three',
      installed_apps: 'https://apps.example/one',
    });
    expect(domainOf((await read(exportFile([odd])))[0])).toEqual({
      name: 'odd.example',
      state: 'Active',
      platform: 'wix',
      apps: ['One', 'Two', 'Three'].map((name) => ({ name, state: 'Active', platform: 'wix' })),
    });
  });

  it('takes columns in any order, fewer of them, others too, whatever the chunks are', async () => {
    const columns = ['status', 'rank', 'something_new', 'domain', 'platform'];
    const text = exportFile([shop('ä.example', { rank: '7', something_new: 'x' })], columns);
    const rows = await read(text.replaceAll('\n', '\r\n'), 1);
    expect(domainOf(rows[0])).toEqual({ name: 'ä.example', state: 'Active', platform: 'wix', rank: 7 });
    expect(rows[0]?.cutOff).toBe(false);
  });

  it('says of rows with too few or too many values what is wrong, and goes on', async () => {
    const text = `domain,platform,status\none.example,wix,Active\ntwo.example\nthree.example,wix,Active,more\n,wix,Active\nlast.example,wix,Active\n`;
    const rows = await read(text);
    expect(rows.map(({ line, read: { ok }, cutOff }) => [line, ok, cutOff])).toEqual([
      [2, true, false],
      [3, false, true],
      [4, false, false],
      [5, false, false],
      [6, true, false],
    ]);
  });

  it('sees that a file was cut off inside its last value', async () => {
    const rows = await read('domain,platform,status\none.example,wix,Active\ntwo.example,wix,Act');
    expect(rows.map(({ cutOff }) => cutOff)).toEqual([false, true]);
  });

  it.each([
    ['', 'there is nothing in it'],
    ['name,email\na,b\n', 'which has domain, platform, status'],
    ['{"name":"json.example"}\n', 'the quotation marks near line 1 are damaged'],
    ['domain,platform,status,domain\n', 'a column is in its first line twice'],
    ['domain,platform,status\n"one.example,wix,Active\n', 'a quotation mark is left open at its end'],
    ['domain,platform,status\n"one"x.example,wix,Active\n', 'the quotation marks near line 2 are damaged'],
  ])('refuses %j', async (text, reason) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'catalog_file_unreadable',
      message: expect.stringContaining(reason),
    });
  });

  it('gives up on a value that never ends instead of keeping it', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('domain,platform,status\n"');
      for (let i = 0; i < 100; i += 1) yield Buffer.alloc(100_000, 'x');
    }
    const all = async () => {
      for await (const _ of csvRows(endless())) throw new Error('there is no row');
    };
    await expect(all()).rejects.toMatchObject({ message: expect.stringContaining('never ends') });
  });

  it('hands on what its source throws', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('domain,platform,status\none.example,wix,Active\n');
      throw new Error('disk gone');
    }
    const all = async () => {
      for await (const _ of csvRows(broken()));
    };
    await expect(all()).rejects.toThrow('disk gone');
  });
});
