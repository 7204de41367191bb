import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { loadSample } from '../../server/catalog/load-sample.ts';
import { webhooksView } from '../../server/inbox/webhooks.contract.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { type BenchApp, type Surroundings, startBenchApp } from './bench-app.ts';
import type { Row } from './row.ts';
import { enrichAll, prepareCompany } from './runs.ts';
import { shopsFor } from './shops.ts';
import { untilSeen } from './until-seen.ts';

const perSecond = 300;
const ticksPerSecond = 10;

/**
 * People rename organizations, so many a second, for `seconds`: how soon the app answers each delivery, how many it takes,
 * what its memory does. Then they edit as people do, and every token the app spends is counted against the events.
 */
export async function benchWebhooks(
  around: Surroundings,
  size: { organizations: number; seconds: number; say(line: string): void },
): Promise<Row[]> {
  const { organizations, seconds, say } = size;
  const catalog = createCatalogStore(around.db);
  await catalog.ensureIndexes();
  await loadSample({ catalog, clock: systemClock }, { count: shopsFor(organizations), seed: 1 });
  const app = await startBenchApp(around, { organizations, limits: false });
  try {
    await prepareCompany(app);
    await enrichAll(app);
    await answered(app);
    say(`${perSecond} events a second for ${seconds} s …`);
    const soak = await soakFor(app, seconds);
    await answered(app);
    say('People edit what they please …');
    return rowsOf(soak, await tokensPerEvent(app, organizations), seconds);
  } finally {
    await app.stop();
  }
}

type Soak = { ackMs: number[]; delivered: number; seconds: number; growthMb: number };

async function soakFor(app: BenchApp, seconds: number): Promise<Soak> {
  const ackMs: number[] = [];
  const before = (await app.sandbox.deliveries()).delivered;
  let seen = before;
  const start = Date.now();
  let memoryMb = app.memoryMb();
  const ticks = seconds * ticksPerSecond;
  for (let tick = 1; tick <= ticks; tick++) {
    await app.sandbox.people(Math.round(perSecond / ticksPerSecond), 'name');
    const { delivered, ackMs: last } = await app.sandbox.deliveries();
    // Only some of the last ones are remembered; each counts once.
    ackMs.push(...last.slice(Math.max(0, last.length - (delivered - seen))));
    seen = delivered;
    // What the first quarter needs once, for as long as the process lives, is no growth.
    if (tick === Math.ceil(ticks / 4)) memoryMb = app.memoryMb();
    const due = start + (tick * 1000) / ticksPerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
  }
  await app.sandbox.settled();
  const taken = (Date.now() - start) / 1000;
  const delivered = (await app.sandbox.deliveries()).delivered - before;
  return { ackMs, delivered, seconds: taken, growthMb: app.memoryMb() - memoryMb };
}

/** Edits of fields, names and websites by people, with the echoes of what they make the app write. */
async function tokensPerEvent(app: BenchApp, edits: number): Promise<number> {
  await app.sandbox.resetCalls();
  const before = (await app.sandbox.deliveries()).delivered;
  for (const only of ['field', 'name', 'website'] as const) await app.sandbox.people(edits, only);
  await answered(app);
  const events = (await app.sandbox.deliveries()).delivered - before;
  return (await app.sandbox.calls()).tokens / events;
}

/** Waits until every event is delivered and answered, those included that the answers cause. */
async function answered(app: BenchApp): Promise<void> {
  let delivered = -1;
  await untilSeen('every event to be answered', async () => {
    await app.sandbox.settled();
    const { waiting } = webhooksView.parse(await app.api('GET', '/api/webhooks'));
    const now = (await app.sandbox.deliveries()).delivered;
    const isQuiet = waiting === 0 && now === delivered;
    delivered = now;
    return isQuiet;
  });
}

function rowsOf({ ackMs, delivered, seconds, growthMb }: Soak, tokens: number, asked: number): Row[] {
  const sorted = ackMs.sort((a, b) => a - b);
  return [
    {
      id: 'webhook_ack_p99_ms',
      value: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN,
      unit: 'ms',
      bar: 250,
      better: 'lower',
      about: `from sending an event to 2xx, stored; sample of ${sorted.length} of ${delivered}`,
    },
    {
      id: 'webhook_events_per_second',
      value: delivered / seconds,
      unit: 'events/s',
      bar: asked < 10 ? null : perSecond * 0.98,
      better: 'higher',
      about: `taken in while ${perSecond} a second were sent for ${asked} s`,
    },
    {
      id: 'webhook_soak_rss_growth_mb',
      value: growthMb,
      unit: 'MB',
      bar: asked < 60 ? null : 20,
      better: 'lower',
      about: 'resident memory of the app at the end over that after a quarter of the time',
    },
    {
      id: 'webhook_tokens_per_event',
      value: tokens,
      unit: 'tokens',
      bar: null,
      better: 'lower',
      about: 'people edit fields, names and websites; echoes count as events',
    },
  ];
}
