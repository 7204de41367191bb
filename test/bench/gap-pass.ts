import type { CatalogStore } from '../../server/catalog/catalog.store.ts';
import type { BenchApp } from './bench-app.ts';
import { changeShareOfStores, type LinkedStore } from './change-stores.ts';
import type { Row } from './row.ts';
import { bringRelease, eventsTrusted } from './weekly-pass.ts';

/** One edit of a person for so many links, of which the app is told nothing. */
const linksPerEdit = 20;

type AfterGap = { tokens: number; written: number; unchanged: number };

/**
 * Pipedrive removes the webhooks without a word, and people edit fields; then a release arrives in which `share` of the
 * stores changed. Counts all tokens: of noticing it, of making up for what was missed, and of the weekly run.
 */
async function bringAfterGap(
  app: BenchApp,
  given: { catalog: CatalogStore; links: readonly LinkedStore[]; share: number },
): Promise<AfterGap> {
  const { catalog, links, share } = given;
  await lastLookWasNow(app);
  await app.sandbox.removeWebhooks();
  await app.sandbox.people(Math.ceil(links.length / linksPerEdit), 'field');
  await changeShareOfStores(catalog, links, share);
  await app.sandbox.resetCalls();
  await app.api('POST', '/api/webhooks/check');
  await eventsTrusted(app);
  const { tokens } = await app.sandbox.calls();
  const { run, calls } = await bringRelease(app);
  return { tokens: tokens + calls.tokens, written: run.written, unchanged: run.unchanged };
}

/**
 * The passes before took minutes that stand for weeks: what they wrote was looked at long ago, as it is every two hours,
 * and is not among what changed since the last look.
 */
async function lastLookWasNow({ db }: BenchApp): Promise<void> {
  await db.collection('webhook_subscriptions').updateMany({}, { $set: { certainUntil: new Date() } });
}

/** The last bar of the histogram below which 99 of 100 lie, in milliseconds. */
async function gapMs99(app: BenchApp): Promise<number> {
  const name = 'store_leads_read_to_write_seconds';
  const text = await app.metrics();
  const count = Number(new RegExp(`^${name}_count (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  for (const [, le, value] of text.matchAll(new RegExp(`^${name}_bucket{le="([^"]+)"} (\\S+)$`, 'gm')))
    if (Number(value) >= 0.99 * count) return Number(le) * 1000;
  return Number.NaN;
}

/** A release while Pipedrive sends no events at all: every record is read before it is written. */
async function gapRow(
  app: BenchApp,
  { catalog, links }: { catalog: CatalogStore; links: readonly LinkedStore[] },
): Promise<Row> {
  await app.sandbox.refuseWebhooks();
  await app.sandbox.removeWebhooks();
  await app.api('POST', '/api/webhooks/check');
  await changeShareOfStores(catalog, links, 0.2);
  const { run } = await bringRelease(app);
  return {
    id: 'overwrite_gap_ms_p99',
    value: await gapMs99(app),
    unit: 'ms',
    bar: null,
    better: 'lower',
    about: `at most, from reading a record to its PATCH, of ${run.written} written without events; never above 60,000`,
  };
}

/**
 * Two releases, each after a gap in the events: one that changes nothing, and one that changes a fifth of the stores; and
 * one without any events.
 */
export async function gapRows(
  app: BenchApp,
  given: { catalog: CatalogStore; links: readonly LinkedStore[]; say(line: string): void },
): Promise<Row[]> {
  given.say('The same two, each after a gap in the events …');
  const none = await bringAfterGap(app, { ...given, share: 0 });
  const fifth = await bringAfterGap(app, { ...given, share: 0.2 });
  const about = `all tokens, noticing and making up for it included; one edit was missed for ${linksPerEdit} links`;
  return [
    {
      ...{ id: 'tokens_per_unchanged_after_gap', value: none.tokens / none.unchanged, unit: 'tokens' },
      ...{ bar: 0.02, better: 'lower', about },
    },
    {
      ...{ id: 'tokens_per_changed_after_gap', value: fifth.tokens / fifth.written, unit: 'tokens' },
      ...{ bar: 5.12, better: 'lower', about },
    },
    await gapRow(app, given),
  ];
}
