import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { loadSample } from '../../server/catalog/load-sample.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { type Surroundings, startBenchApp } from './bench-app.ts';
import { changeShareOfStores, leaveLinks, linkedStores } from './change-stores.ts';
import { gapRows } from './gap-pass.ts';
import { newOrganizationRows } from './new-organizations.ts';
import type { Row } from './row.ts';
import { enrichAll, type Pass, prepareCompany } from './runs.ts';
import { shopsFor } from './shops.ts';
import { bringRelease, prepareWeekly } from './weekly-pass.ts';

/**
 * Measures bulk work on a large company with the sandbox's limits off: scan, first pass, and a run of which a fifth
 * of the links changed; and the largest memory of the app's process in all of it. The passes go over the first
 * `links` only: writing 97 fields of all of them takes longer than everything else together.
 */
export async function benchLarge(
  surroundings: Surroundings,
  size: { organizations: number; links: number; say(line: string): void },
): Promise<Row[]> {
  const { organizations, say } = size;
  const catalog = createCatalogStore(surroundings.db);
  await catalog.ensureIndexes();
  const stores = shopsFor(organizations);
  say(`Inventing ${stores} stores …`);
  const beganAt = Date.now();
  await loadSample({ catalog, clock: systemClock }, { count: stores, seed: 1 });
  const loadSeconds = (Date.now() - beganAt) / 1000;
  const app = await startBenchApp(surroundings, { organizations, limits: false });
  try {
    say(`Scanning ${organizations} organizations …`);
    const scan = await prepareCompany(app);
    await prepareWeekly(app);
    await leaveLinks(app.db, size.links);
    const links = await linkedStores(app.db);
    say(`Scanned in ${scan.seconds.toFixed(1)} s; bringing ${links.length} of them in step …`);
    const first = await enrichAll(app);
    say(`Done in ${first.seconds.toFixed(1)} s; changing a fifth of the stores …`);
    await changeShareOfStores(catalog, links, 0.2);
    const again = await enrichAll(app);
    say('Changing a fifth of them once more; bringing that by a weekly run …');
    await changeShareOfStores(catalog, links, 0.2);
    const weekly = await bringRelease(app);
    const rssMb = app.peakMemoryMb();
    const given = { catalog, links, say };
    const fresh = await newOrganizationRows(app, given);
    const afterGap = await gapRows(app, given);
    const rows = rowsOf({
      organizations,
      stores,
      loadSeconds,
      links: links.length,
      scan,
      first,
      again,
      weekly,
      rssMb,
    });
    return [...rows, ...fresh, ...afterGap];
  } finally {
    await app.stop();
  }
}

function rowsOf(measured: {
  organizations: number;
  stores: number;
  loadSeconds: number;
  links: number;
  scan: Pass;
  first: Pass;
  again: Pass;
  weekly: Pass;
  rssMb: number;
}): Row[] {
  const { organizations, stores, loadSeconds, links, scan, first, again, weekly, rssMb } = measured;
  const company = `${organizations} organizations`;
  return [
    {
      id: 'scan_list_calls',
      value: scan.calls.of('GET /api/v2/organizations'),
      unit: 'calls',
      // One more page tells how many there are about.
      bar: Math.ceil(organizations / 500),
      better: 'lower',
      about: company,
    },
    {
      id: 'scan_seconds',
      value: scan.seconds,
      unit: 's',
      bar: organizations === 100_000 ? 120 : null,
      better: 'lower',
      about: `${company}, catalogue of ${stores} stores`,
    },
    {
      id: 'enrich_links_per_second',
      value: links / again.seconds,
      unit: 'links/s',
      bar: 1000,
      better: 'higher',
      about: `"Enrich all" over ${links} links, ${again.run.written} changed, limits off`,
    },
    {
      id: 'weekly_links_per_second',
      value: links / weekly.seconds,
      unit: 'links/s',
      bar: 1000,
      better: 'higher',
      about: `weekly run over ${links} links, ${weekly.run.written} changed, careful rules, limits off`,
    },
    {
      id: 'weekly_rss_mb',
      value: rssMb,
      unit: 'MB',
      bar: 400,
      better: 'lower',
      about: 'largest resident memory of the app up to the end of that run',
    },
    {
      id: 'app_cpu_us_per_link',
      value: (weekly.cpuSeconds / links) * 1e6,
      unit: 'µs',
      bar: null,
      better: 'lower',
      about: 'processor time of the app in that run, which other work on the machine hardly changes',
    },
    {
      id: 'first_writes_per_second',
      value: first.run.written / first.seconds,
      unit: 'records/s',
      bar: null,
      better: 'higher',
      about: 'first pass, all 97 fields of every link',
    },
    {
      id: 'rss_mb',
      value: rssMb,
      unit: 'MB',
      bar: 400,
      better: 'lower',
      about: 'largest resident memory of the app, scan and runs together',
    },
    {
      id: 'catalog_rows_per_second',
      value: stores / loadSeconds,
      unit: 'stores/s',
      bar: null,
      better: 'higher',
      about: 'stores invented and written',
    },
  ];
}
