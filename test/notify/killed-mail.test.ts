import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorMailView } from '../../server/notify/notify.contract.ts';
import { createHistoryStore } from '../../server/runs/history.store.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { type RunningApp, startApp } from '../support/start-app.ts';
import { waitFor } from '../support/wait-for.ts';
import { makeJobsDue, startWorkerProcess } from '../support/worker-process.ts';
import { readable, smtpWorld, tokenIn } from './smtp-world.ts';

const db = await testDatabase();
const smtp = await smtpWorld();
const owner = 9001;
const hour = 3_600_000;
const wish = { address: 'owner@mail.example', timeZone: 'UTC' };
let app: RunningApp;

beforeAll(async () => {
  await ensureBuilt();
  app = await startApp({
    db,
    withoutWork: true,
    withoutEvents: true,
    sandbox: { organizations: 5, persons: 2 },
    settings: { SMTP_URL: smtp.url, MAIL_FROM: 'Store Leads <app@mail.example>' },
  });
  await app.install(owner);
}, 300_000);
afterAll(() => app.close());

/** Looks at mails that are due, as of so many hours from now, until the book of days says what became of today's. */
async function work(hours: number, until: () => Promise<unknown>) {
  const worker = await startWorkerProcess(app, db.name, undefined, { aheadMs: hours * hour });
  await waitFor('the mail', until);
  await worker.stop();
}
const subscription = async () => {
  const row = await db.collection('mail_subscriptions').findOne({});
  if (!row) throw new Error('no subscription');
  return { companyId: Number(row['companyId']), epoch: String(row['epoch']), nextAt: row['nextAt'] as Date };
};
const days = async () =>
  (await db.collection('mail_days').find().sort({ _id: 1 }).toArray()).map(({ state }) => state);
const digests = () => smtp.received.filter((mail) => readable(mail).includes('1 error'));

it.each(killedAt['notify/killed-mail'])(
  'a process killed at %s sends no mail twice, and loses none',
  async (boundary) => {
    for (const name of ['mail_subscriptions', 'mail_days', 'history'])
      await db.collection(name).deleteMany({});
    await app.api(owner, 'PUT', '/api/error-mail', wish);
    const token = tokenIn(smtp.received.at(-1), 'confirm');
    await fetch(`${app.url}/mail/confirm`, { method: 'POST', body: new URLSearchParams({ token }) });
    expect((await app.ask(errorMailView, owner, 'GET', '/api/error-mail')).state).toBe('on');
    const { companyId, epoch, nextAt } = await subscription();
    const failed = { outcome: 'failed', code: 'field_refused', field: null } as const;
    const at = new Date(Date.now() + 1000);
    await createHistoryStore(db).add([
      { companyId, epoch, orgId: 3, cause: 'run', runId: 'r1', at, sources: [], notes: [], ...failed },
    ]);
    smtp.received.length = 0;

    // The first morning: the mail is due, and whoever makes it is killed.
    const morning = Math.ceil((nextAt.getTime() - Date.now()) / hour);
    const aheadMs = morning * hour;
    await makeJobsDue(db);
    const doomed = await startWorkerProcess(app, db.name, { boundary, nth: 1 }, { aheadMs });
    expect(await doomed.ended).toBe('SIGKILL');
    const wentOut = boundary === 'mail.sent' || boundary === 'mail.noted';
    expect(digests()).toHaveLength(wentOut ? 1 : 0);

    // Later that morning: told now only where it certainly was not.
    await makeJobsDue(db);
    const isLater = async () => (await subscription()).nextAt > new Date(Date.now() + (morning + 1) * hour);
    await work(morning + 1, isLater);
    expect(digests()).toHaveLength(boundary === 'mail.sending' ? 0 : 1);

    // The next morning: what may not have arrived is told once more, what arrived is not.
    await makeJobsDue(db);
    await work(morning + 25, async () => (await days()).length === 2 && !(await days()).includes('claimed'));
    const certain = boundary === 'mail.claimed' || boundary === 'mail.noted';
    expect(digests()).toHaveLength(certain || boundary === 'mail.sending' ? 1 : 2);
    expect(await days()).toEqual([certain ? 'sent' : 'doubtful', expect.stringMatching(/sent|nothing/)]);
  },
);
