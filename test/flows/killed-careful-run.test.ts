import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Boundary } from '../../server/platform/boundaries.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { startWorkerProcess } from '../support/worker-process.ts';
import { type CarefulApp, carefulApp } from './careful-app.ts';
import { forgetWrites } from './forget.ts';

const moments: { boundary: Boundary; nth: number }[] = [
  ...killedAt['flows/killed-careful-run'].map((boundary) => ({ boundary, nth: 1 })),
  { boundary: 'enrich.pending-written', nth: 30 },
  { boundary: 'enrich.patch-answered', nth: 30 },
];
const db = await testDatabase();
let app: CarefulApp;

beforeAll(async () => {
  await ensureBuilt();
  app = await carefulApp(db, { organizations: 190, stores: 170, withoutWork: true });
  const scanner = await startWorkerProcess(app, db.name);
  await app.finished(await app.startRun('/api/scans'));
  await scanner.stop();
  await app.settle({ rule: 'if_empty_or_ours' });
}, 300_000);
afterAll(() => app.close());

describe('a careful run shared by two workers, one of them killed', () => {
  it.each(moments)('at $boundary: is finished, and no hand edit is lost', async (crashAt) => {
    await forgetWrites(db, app.sandbox);
    const links = await db.collection('links').find({ enrichable: true }).toArray();
    const typed = links.slice(10, 40).map(({ orgId }) => Number(orgId));
    const [code = ''] = app.codes.values();
    for (const id of typed) app.type(id, code, 'typed by hand');

    const doomed = await startWorkerProcess(app, db.name, crashAt);
    const id = await app.startRun('/api/enrich-all');
    expect(await doomed.ended).toBe('SIGKILL');
    const others = [await startWorkerProcess(app, db.name), await startWorkerProcess(app, db.name)];
    const run = await app.finished(id);

    expect(run).toMatchObject({ state: 'done', remaining: 0, failed: {}, planned: links.length });
    expect(run.written).toBeGreaterThan(100);
    for (const orgId of typed) expect(app.held(orgId, code)).toBe('typed by hand');
    expect(await db.collection('links').countDocuments({ pending: { $ne: null } })).toBe(0);
    const before = app.tokens();
    const again = await app.finished(await app.startRun('/api/enrich-all'));
    expect(again).toMatchObject({ state: 'done', written: 0, unchanged: links.length });
    expect(app.tokens().patches).toBe(before.patches);
    for (const worker of others) await worker.stop();
  });
});
