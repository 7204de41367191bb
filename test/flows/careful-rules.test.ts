import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { type CarefulApp, carefulApp } from './careful-app.ts';

const db = await testDatabase();
const canary = newCanary();
let app: CarefulApp;
let shops: number[] = [];
/** Fields of text, in which people may type anything. */
let text = '';

beforeAll(async () => {
  app = await carefulApp(db, { organizations: 360, stores: 310, canary });
  await app.finished(await app.startRun('/api/scans'));
  const links = await db.collection('links').find({ enrichable: true }).sort({ orgId: 1 }).toArray();
  shops = links.map(({ orgId }) => Number(orgId));
  text = app.codes.get('platform') ?? [...app.codes.values()][0] ?? '';
  await app.settle({ rule: 'if_empty_or_ours' });
});
afterAll(() => app.close());

/** Runs "Enrich all", and holds the tokens it tells of against those the calls cost. */
async function enrichAll(): Promise<RunView & { calls: ReturnType<CarefulApp['tokens']> }> {
  const before = app.tokens();
  const run = await app.finished(await app.startRun('/api/enrich-all'));
  const after = app.tokens();
  const calls = {
    patches: after.patches - before.patches,
    lists: after.lists - before.lists,
    reads: after.reads - before.reads,
    all: after.all - before.all,
  };
  expect(run).toMatchObject({ state: 'done', failed: {}, remaining: 0, tokensUsed: calls.all });
  return { ...run, calls };
}

describe('rules that respect what people typed', () => {
  it('walk the company once where that is cheapest, and write over nothing a person typed', async () => {
    const typed = shops.slice(0, 5);
    for (const id of typed) app.type(id, text, `typed ${canary}`);
    const run = await enrichAll();
    expect(run.written).toBe(shops.length);
    expect(run.calls).toMatchObject({ patches: shops.length, lists: 1, reads: 0 });
    for (const id of typed) expect(app.held(id, text)).toBe(`typed ${canary}`);
    expect(app.held(shops[6] ?? 0, text)).not.toBeNull();
    expect(run.longestGapMs).toBeGreaterThanOrEqual(0);
    expect(run.longestGapMs).toBeLessThanOrEqual(60_000);
    await expectPrivate(db, canary, app.log());
  });

  it('read one by one what few records ask for, and leave it as it is', async () => {
    const run = await enrichAll();
    // The five in which somebody else's value stands: by now it might be gone.
    expect(run).toMatchObject({ written: 0, unchanged: shops.length });
    expect(run.calls).toMatchObject({ patches: 0, lists: 0, reads: 5, all: 5 });
    expect(run.longestGapMs).toBeNull();
  });

  it('fill what a person has emptied, when it is seen', async () => {
    const [id = 0] = shops;
    app.type(id, text, null);
    const run = await enrichAll();
    expect(run.calls).toMatchObject({ patches: 1, lists: 0, reads: 5 });
    expect(app.held(id, text)).not.toBeNull();
  });

  it('take what stands in a field for ours when it is what we would write, after all is forgotten', async () => {
    await db
      .collection('links')
      .updateMany({}, { $set: { confirmed: Buffer.alloc(0), pending: null, last: null } });
    const run = await enrichAll();
    expect(run).toMatchObject({ written: 0, unchanged: shops.length });
    expect(run.calls).toMatchObject({ patches: 0, lists: 1, reads: 0 });
  });

  it('fill only what is empty under “if empty”, and never update it', async () => {
    await app.settle({ rule: 'if_empty' });
    const [, first = 0, second = 0] = shops;
    app.type(second, text, null);
    await db.collection('links').updateMany({}, { $set: { confirmed: Buffer.alloc(0), pending: null } });
    const kept = app.held(first, text);
    const run = await enrichAll();
    expect(run.written).toBe(1);
    expect(app.held(second, text)).not.toBeNull();
    expect(app.held(first, text)).toBe(kept);
  });

  it('write nothing at all while organizations are switched off', async () => {
    const { body } = await app.api(app.admin, 'GET', '/api/mapping');
    const edition = Number(Reflect.get(Object(body), 'edition'));
    const off = { edition, organization: { enabled: false } };
    expect((await app.api(app.admin, 'PUT', '/api/mapping', off)).status).toBe(200);
    const refused = { status: 409, body: { error: { code: 'object_not_enabled' } } };
    expect(await app.api(app.admin, 'POST', '/api/enrich-all')).toMatchObject(refused);
    const button = `/api/organizations/${shops[0]}/enrich`;
    expect(await app.api(app.admin, 'POST', button)).toMatchObject(refused);
  });
});
