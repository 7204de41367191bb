import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { loadSample } from '../../server/catalog/load-sample.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { recordsAtOnce } from '../../server/runs/run-worker.ts';
import { type BenchApp, type Surroundings, startBenchApp } from './bench-app.ts';
import { changeShareOfStores, type LinkedStore, linkedStores } from './change-stores.ts';
import { createNaiveClient } from './naive-client.ts';
import { everyField } from './naive-fields.ts';
import type { Row } from './row.ts';
import { enrichAll, type Pass, prepareCompany } from './runs.ts';
import { shopsFor } from './shops.ts';
import { bringRelease, prepareWeekly } from './weekly-pass.ts';

const changedShare = 0.2;

/**
 * Counts tokens, calls and time of weekly work on one company under Pipedrive's limits: first pass, unchanged pass,
 * a release as the generator makes them, one that changes a fifth of the stores, and the naive client on the same.
 */
export async function benchWeekly(
  surroundings: Surroundings,
  size: { organizations: number; naive: number; say(line: string): void },
): Promise<Row[]> {
  const { say } = size;
  const catalog = createCatalogStore(surroundings.db);
  await catalog.ensureIndexes();
  const sample = { count: shopsFor(size.organizations), seed: 1 };
  await loadSample({ catalog, clock: systemClock }, sample);
  const app = await startBenchApp(surroundings, { organizations: size.organizations, limits: true });
  try {
    await prepareCompany(app);
    await prepareWeekly(app);
    const links = await linkedStores(app.db);
    say(`${links.length} of ${size.organizations} organizations are stores; bringing them in step …`);
    const first = await enrichAll(app);
    say('A release as the generator makes them …');
    await loadSample({ catalog, clock: systemClock }, { ...sample, release: 2 });
    const realistic = await bringRelease(app);
    say('A release that changes nothing …');
    await changeShareOfStores(catalog, links, 0);
    const unchanged = await bringRelease(app);
    say(`A release that changes ${changedShare * 100} % of the stores …`);
    const changedLinks = await changeShareOfStores(catalog, links, changedShare);
    const changed = await bringRelease(app);
    expectCount('changed records written', changed.run.written, changedLinks.length);
    expectCount('unchanged records written', unchanged.run.written, 0);
    say('The naive client on the same …');
    const naive = await naivePass(app, links, changedLinks, size.naive);
    await app.restart();
    const afterRestart = await enrichAll(app);
    return rowsOf({ links: links.length, first, unchanged, realistic, changed, naive, afterRestart });
  } finally {
    await app.stop();
  }
}

type NaivePass = { records: number; changed: number; tokens: number; calls: number; seconds: number };

/** The naive client on as many records as asked for, with the same share of changed ones; it writes all of them. */
async function naivePass(
  app: BenchApp,
  links: readonly LinkedStore[],
  changedLinks: readonly LinkedStore[],
  wanted: number,
): Promise<NaivePass> {
  const changedIds = new Set(changedLinks.map(({ orgId }) => orgId));
  const count = Math.min(wanted, links.length);
  const changed = changedLinks.slice(0, Math.round(count * changedShare));
  const others = links.filter(({ orgId }) => !changedIds.has(orgId)).slice(0, count - changed.length);
  const client = createNaiveClient(app.sandbox);
  const names = await client.names();
  const fieldsOf = await everyField(app, [...changed, ...others], await client.currencies());
  const records = [...changed, ...others].map(({ orgId, storeId }) => ({
    orgId,
    name: names.get(orgId) ?? '',
    fields: fieldsOf(storeId),
  }));
  await app.sandbox.resetCalls();
  const seconds = await client.updateAll(records, recordsAtOnce);
  const { calls, tokens } = await app.sandbox.calls();
  const refused = calls - 3 * records.length;
  return { records: records.length, changed: changed.length, tokens, calls: calls - refused, seconds };
}

function expectCount(what: string, value: number, expected: number): void {
  if (value !== expected) throw new Error(`${what}: ${value}, expected ${expected}`);
}

function rowsOf(passes: {
  links: number;
  first: Pass;
  unchanged: Pass;
  realistic: Pass;
  changed: Pass;
  naive: NaivePass;
  afterRestart: Pass;
}): Row[] {
  const { links, first, unchanged, realistic, changed, naive, afterRestart } = passes;
  const tokensPerChanged = changed.calls.tokens / changed.run.written;
  const secondsPerLink = changed.seconds / links;
  const naiveSecondsPerLink = naive.seconds / naive.records;
  const naiveTokens = naive.tokens / naive.records;
  const low = { better: 'lower', bar: null } as const;
  const high = { better: 'higher', bar: null } as const;
  return [
    {
      ...low,
      id: 'tokens_per_first_write',
      value: first.calls.tokens / first.run.written,
      unit: 'tokens',
      about: `first pass over ${links} organizations, all 97 fields`,
    },
    {
      ...low,
      id: 'tokens_per_unchanged',
      value: unchanged.calls.tokens / unchanged.run.unchanged,
      unit: 'tokens',
      bar: 0,
      about: 'weekly run of a release that changes nothing, careful rules',
    },
    {
      ...low,
      id: 'tokens_per_changed',
      value: tokensPerChanged,
      unit: 'tokens',
      bar: 5.02,
      about: `weekly run of a release that changes ${changedShare * 100} % of the stores, careful rules, all tokens`,
    },
    {
      ...low,
      id: 'calls_per_changed',
      value: changed.calls.calls / changed.run.written,
      unit: 'calls',
      about: 'of the same run',
    },
    {
      ...low,
      id: 'fixed_tokens_per_run',
      value: afterRestart.calls.tokens - 5 * afterRestart.run.written,
      unit: 'tokens',
      about: 'what a run costs beside its writes when nothing was read within the hour',
    },
    {
      ...low,
      id: 'naive_tokens_per_changed',
      value: naive.tokens / naive.changed,
      unit: 'tokens',
      about: `search, get, full PATCH of each organization, changed or not (${naive.records})`,
    },
    {
      ...high,
      id: 'tokens_saved',
      value: naiveTokens / tokensPerChanged,
      unit: 'times',
      bar: 5,
      about: 'even if the naive client knew which records changed',
    },
    {
      ...low,
      id: 'weekly_ms_per_link',
      value: secondsPerLink * 1000,
      unit: 'ms',
      about: 'wall time of that run, under burst limits',
    },
    {
      ...low,
      id: 'naive_ms_per_link',
      value: naiveSecondsPerLink * 1000,
      unit: 'ms',
      about: `the naive client, same limits, ${recordsAtOnce} at a time, as the app`,
    },
    {
      ...high,
      id: 'time_saved',
      value: naiveSecondsPerLink / secondsPerLink,
      unit: 'times',
      bar: 10,
      about: 'naive wall time over ours',
    },
    {
      ...low,
      id: 'written_share_default',
      value: realistic.run.written / links,
      unit: 'share',
      bar: 0.2,
      about: 'records written by a release as the generator makes them',
    },
  ];
}
