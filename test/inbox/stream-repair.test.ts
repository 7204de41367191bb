import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebhooksView } from '../../server/inbox/webhooks.contract.ts';
import { webhooksView } from '../../server/inbox/webhooks.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';
import { movableClock } from './movable-clock.ts';

const db = await testDatabase();
const clock = movableClock();
const canary = newCanary();
const hour = 3_600_000;
let app: PreparedApp;

beforeAll(async () => {
  app = await preparedApp(db, {
    sandbox: { organizations: 40, persons: 5, limits: false, clock, canary },
    compose: { clock, inboxOptions: { foldMs: 20, pollMs: 20 } },
  });
  await app.finished(await app.startRun('/api/scans'));
  await healthy();
});
afterAll(() => app.close());

const view = () => app.ask(webhooksView, app.admin, 'GET', '/api/webhooks');
const check = () => app.ask(webhooksView, app.admin, 'POST', '/api/webhooks/check');
const healthy = () =>
  waitFor('the stream to be trusted', async () => {
    const seen = await view();
    const repairs = await db.collection('runs').countDocuments({ kind: 'repair', settled: false });
    return seen.health === 'ok' && seen.waiting === 0 && repairs === 0 && seen;
  });
const linkOf = (orgId: number) => db.collection('links').findOne({ orgId });
const records = () => app.sandbox.world.organizations.filter(({ is_deleted }) => !is_deleted);

/** A person changes a record in Pipedrive's pages. */
const edit = (id: number, change: object) => control('POST', `/organizations/${id}`, change);
const remove = (id: number) => control('DELETE', `/organizations/${id}`);

async function control(method: string, path: string, body: object = {}): Promise<void> {
  const response = await fetch(`${app.sandbox.url}/__control${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

describe('after the install', () => {
  it('Pipedrive is asked for events, and what changes arrives and is answered', async () => {
    expect(app.sandbox.world.webhooks).toHaveLength(1);
    const [record] = records();
    if (!record) throw new Error('no record');
    await edit(record.id, { website: 'https://no-shop-of-ours.example' });
    await waitFor('the link to follow', async () =>
      (await linkOf(record.id))?.['domains'].includes('no-shop-of-ours.example'),
    );
    await waitFor('the numbers', async () => (await view()).received > 0);
    const seen: WebhooksView = await healthy();
    expect(seen.lastEventAt).not.toBeNull();
    expect(seen).toMatchObject({ refused: {}, dead: 0, automatic: true, code: null });
  });
});

describe('what a ban swallows', () => {
  it('is noticed by the next check and made up for, deletions too', async () => {
    const [, edited, deleted] = records();
    if (!edited || !deleted) throw new Error('no records');
    app.sandbox.webhooks.ban();
    await edit(edited.id, { website: 'https://edited-unheard.example' });
    await remove(deleted.id);
    clock.move(hour);
    app.sandbox.wake();
    expect((await check()).health).toBe('gap');
    await waitFor('the link to follow', async () =>
      (await linkOf(edited.id))?.['domains'].includes('edited-unheard.example'),
    );
    await healthy();
    expect((await linkOf(deleted.id))?.['match'].storeId ?? null).toBeNull();
    await expectPrivate(db, canary, app.log());
  });
});

describe('a subscription that Pipedrive removed', () => {
  it('is made anew, and what was missed is made up for', async () => {
    app.sandbox.world.webhooks = [];
    const [, , , edited] = records();
    if (!edited) throw new Error('no record');
    await edit(edited.id, { website: 'https://while-it-was-gone.example' });
    clock.move(hour);
    await check();
    expect(app.sandbox.world.webhooks).toHaveLength(1);
    await waitFor('the link to follow', async () =>
      (await linkOf(edited.id))?.['domains'].includes('while-it-was-gone.example'),
    );
    await healthy();
  });
});

describe('a quiet company', () => {
  it('is proved quiet, and costs one list call', async () => {
    clock.move(3 * hour);
    const before = app.calls();
    await check();
    const spent = (name: string) => (app.calls()[name] ?? 0) - (before[name] ?? 0);
    expect(spent('GET /api/v2/organizations')).toBe(1);
    expect(spent('GET /api/v1/webhooks')).toBe(1);
    const seen = await healthy();
    expect(new Date(seen.certainUntil ?? 0).getTime()).toBeGreaterThan(clock.now().getTime() - hour);
  });

  it('is not trusted once nothing has proved for long that events come', async () => {
    clock.move(7 * hour);
    expect((await view()).health).toBe('silent');
    expect((await check()).health).toBe('ok');
  });
});
