import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMetrics } from '../../server/platform/metrics.ts';
import { testDatabase } from '../support/database.ts';
import { operatorToken } from '../support/start-app.ts';
import { waitFor } from '../support/wait-for.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

const db = await testDatabase();
let app: PreparedApp;

beforeAll(async () => {
  app = await preparedApp(db, {
    sandbox: { organizations: 40, persons: 5, limits: false },
    compose: { inboxOptions: { foldMs: 20, pollMs: 20 } },
  });
});
afterAll(() => app.close());

/** What an operator's scraper reads: each line's value by its name and labels. */
async function figures(): Promise<Map<string, number>> {
  const headers = { authorization: `Bearer ${operatorToken}` };
  const text = await (await fetch(`${app.url}/metrics`, { headers })).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}
const figure = async (name: string) => (await figures()).get(name) ?? 0;

describe('the figures an operator watches', () => {
  it('tell what runs and events did, spent and left', async () => {
    await app.finished(await app.startRun('/api/scans'));
    await app.createFields(6);
    const run = await app.finished(await app.startRun('/api/enrich-all'));
    const seen = await figures();
    expect(seen.get('enriched_records_total{outcome="written"}')).toBe(run.written);
    expect(seen.get('pipedrive_tokens_total{lane="bulk"}')).toBeGreaterThanOrEqual(5 * run.written);
    expect(seen.get('pipedrive_tokens_total{lane="click"}')).toBeGreaterThan(0);
    // The first check of the new subscription is a run too, and may still be under way.
    for (const state of ['queued', 'running', 'paused'])
      await waitFor(
        `no run to be ${state}`,
        async () => (await figure(`store_leads_runs{state="${state}"}`)) === 0,
      );

    const received = await figure('store_leads_webhook_deliveries_total{outcome="received"}');
    const link = await db.collection('links').findOne({ enrichable: true });
    const by = { userId: app.admin, source: 'app' } as const;
    app.sandbox.deps.records.change('organization', link?.['orgId'], { name: 'Another name' }, by);
    await app.sandbox.webhooks.settled();
    expect(await figure('store_leads_webhook_deliveries_total{outcome="received"}')).toBeGreaterThan(
      received,
    );
    await waitFor(
      'the queue to be empty',
      async () => (await figure('store_leads_webhook_events_waiting')) === 0,
    );
    const after = await figures();
    expect(after.get('store_leads_webhook_wait_seconds_count')).toBeGreaterThan(0);
    const answers = [...after].filter(([name]) => name.startsWith('store_leads_webhook_answers_total'));
    expect(answers.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(0);
  });

  it('tell of events that wait and runs that are paused, whoever is asked', async () => {
    await db.collection('runs').updateOne({}, { $set: { settled: false, state: 'paused' } });
    const event = { _id: 'waits' as never, state: 'waiting', companyId: 1, dueAt: new Date('9000-01-01') };
    await db.collection('inbox_events').insertOne(event);
    expect(await figure('store_leads_runs{state="paused"}')).toBe(1);
    expect(await figure('store_leads_webhook_events_waiting')).toBe(1);
  });

  it('are all in the README, and nothing else is', async () => {
    const { registry } = createMetrics({ waitingEvents: async () => 0, runsByState: async () => ({}) });
    const ours = (await registry.getMetricsAsJSON())
      .map(({ name }) => name)
      .filter((name) => !/^(process|nodejs)_/.test(name));
    const table = readFileSync('README.md', 'utf8').split('## Watching it')[1]?.split('\n## ')[0] ?? '';
    const told = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual(ours.sort());
  });
});
