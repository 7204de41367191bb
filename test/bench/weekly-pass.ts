import { webhooksView } from '../../server/inbox/webhooks.contract.ts';
import { preferencesView } from '../../server/install/preferences.contract.ts';
import { mappingView } from '../../server/mapping/mapping.contract.ts';
import { runList } from '../../server/runs/runs.contract.ts';
import type { BenchApp } from './bench-app.ts';
import { ended, type Pass, passFrom } from './runs.ts';

const lookEveryMs = 50;
const patienceMs = 120_000;

/** Has every field protect what people type, and nothing begin by itself; ends when events keep what is known current. */
export async function prepareWeekly(app: BenchApp): Promise<void> {
  await switchAutomatic(app, false);
  const { edition, organization } = mappingView.parse(await app.api('GET', '/api/mapping'));
  const entries = Object.fromEntries(
    organization.rows.map(({ source, settings }) => [source, { ...settings, rule: 'if_empty_or_ours' }]),
  );
  await app.api('PUT', '/api/mapping', { edition, organization: { entries } });
  await app.api('POST', '/api/webhooks/check');
  await eventsTrusted(app);
}

/** Waits until what is known is kept current by events, and nothing that was missed is left to make up for. */
export async function eventsTrusted(app: BenchApp): Promise<void> {
  await until(
    'events to be trusted',
    async () => webhooksView.parse(await app.api('GET', '/api/webhooks')).health === 'ok' || null,
  );
}

/**
 * Lets the current release, which was published just now, be brought to the company; waits for the end of its run, and of
 * what is to happen meanwhile.
 */
export async function bringRelease(
  app: BenchApp,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<Pass> {
  const known = new Set((await weeklyRuns(app)).map(({ id }) => id));
  await app.sandbox.resetCalls();
  const from = { cpuSeconds: app.cpuSeconds(), at: Date.now() };
  await switchAutomatic(app, true);
  const run = await until('a weekly run', async () =>
    (await weeklyRuns(app)).find(({ id }) => !known.has(id)),
  );
  const [last] = await Promise.all([ended(app, run.id), meanwhile()]);
  const pass = await passFrom(app, last, from);
  await switchAutomatic(app, false);
  return pass;
}

async function weeklyRuns(app: BenchApp) {
  const { runs } = runList.parse(await app.api('GET', '/api/runs'));
  return runs.filter(({ kind }) => kind === 'weekly');
}

async function switchAutomatic(app: BenchApp, automatic: boolean): Promise<void> {
  const { version } = preferencesView.parse(await app.api('GET', '/api/preferences'));
  await app.api('PUT', '/api/preferences', { version, change: { automatic } });
}

async function until<T>(what: string, look: () => Promise<T | undefined | null>): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
