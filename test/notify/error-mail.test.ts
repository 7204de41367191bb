import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { errorMailView } from '../../server/notify/notify.contract.ts';
import { createHistoryStore } from '../../server/runs/history.store.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { type RunningApp, startApp } from '../support/start-app.ts';
import { readable, smtpWorld, tokenIn } from './smtp-world.ts';

const db = await testDatabase();
const smtp = await smtpWorld();
const [owner, otherAdmin] = [9001, 9002];
const canary = newCanary();
const wish = { address: 'owner@mail.example', timeZone: 'Europe/Lisbon' };
let app: RunningApp;

beforeAll(async () => {
  app = await startApp({
    db,
    withoutWork: true,
    sandbox: { organizations: 5, persons: 2, canary },
    settings: { SMTP_URL: smtp.url, MAIL_FROM: 'Store Leads <app@mail.example>' },
  });
  for (const userId of [owner, otherAdmin]) await app.install(userId);
});
afterAll(() => app.close());
beforeEach(async () => {
  smtp.received.length = 0;
  smtp.manner = 'ok';
  for (const name of ['mail_subscriptions', 'mail_days']) await db.collection(name).deleteMany({});
});

const look = (userId = owner) => app.ask(errorMailView, userId, 'GET', '/api/error-mail');
const ask = (userId = owner, body: object = wish) => app.api(userId, 'PUT', '/api/error-mail', body);
const page = (method: 'GET' | 'POST', path: string, form?: Record<string, string>) =>
  fetch(`${app.url}${path}`, { method, ...(form ? { body: new URLSearchParams(form) } : {}) });
const confirm = () => page('POST', '/mail/confirm', { token: tokenIn(smtp.received[0], 'confirm') });

describe('the daily error mail', () => {
  test('is off until its owner asks for it, and sends nothing until the address is confirmed', async () => {
    expect(await look()).toMatchObject({ available: true, canChange: true, state: 'off', address: null });
    expect((await ask()).body).toMatchObject({ state: 'unconfirmed', address: wish.address, userId: owner });
    expect(smtp.received.map(({ to }) => to)).toEqual([wish.address]);
    const early = await app.api(owner, 'POST', '/api/error-mail/test');
    expect(early).toMatchObject({ status: 409, body: { error: { code: 'mail_not_confirmed' } } });
    expect(smtp.received).toHaveLength(1);
    expect((await confirm()).status).toBe(200);
    expect(await look()).toMatchObject({ state: 'on' });
    expect((await app.api(owner, 'POST', '/api/error-mail/test')).status).toBe(200);
    expect(smtp.received).toHaveLength(2);
  });

  test('is confirmed by a press of a button, not by whatever opens the link, and once', async () => {
    await ask();
    const path = `/mail/confirm?token=${tokenIn(smtp.received[0], 'confirm')}`;
    const asked = await page('GET', path);
    expect(await asked.text()).toContain('<form method="post" action="/mail/confirm">');
    expect(asked.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect((await look()).state).toBe('unconfirmed');
    expect((await confirm()).status).toBe(200);
    const again = await confirm();
    expect(again.status).toBe(404);
    expect(await again.text()).toContain('This link was used before');
  });

  test.each([
    ['no token', '/mail/confirm'],
    ['a made-up token', `/mail/confirm?token=${'a'.repeat(43)}`],
    ['something else', '/mail/confirm?token[$gt]=a'],
  ])('is not confirmed by %s', async (_, path) => {
    await ask();
    for (const method of ['GET', 'POST'] as const) expect((await page(method, path)).status).toBe(404);
    expect((await look()).state).toBe('unconfirmed');
  });

  test('is not confirmed by the link of an earlier mail', async () => {
    await ask();
    await ask(owner, { ...wish, address: 'other@mail.example' });
    expect((await confirm()).status).toBe(404);
    expect((await look()).state).toBe('unconfirmed');
  });

  test('is not confirmed when the link is two days old', async () => {
    await ask();
    const past = new Date(Date.now() - 1);
    await db.collection('mail_subscriptions').updateMany({}, { $set: { confirmUntil: past } });
    expect((await confirm()).status).toBe(404);
  });

  test('is seen by others without the address, and changed by nobody but the owner', async () => {
    await ask();
    expect(await look(otherAdmin)).toMatchObject({ canChange: false, state: 'unconfirmed', address: null });
    const before = await dumpDatabase(db);
    for (const [method, path] of [
      ['PUT', '/api/error-mail'],
      ['DELETE', '/api/error-mail'],
      ['POST', '/api/error-mail/test'],
    ] as const) {
      const body = method === 'PUT' ? wish : undefined;
      expect((await app.api(otherAdmin, method, path, body)).status).toBe(403);
    }
    expect(await dumpDatabase(db)).toEqual(before);
  });

  test('ends by the link in it, by one press of a button or by what mail programs send', async () => {
    for (const oneClick of [true, false]) {
      smtp.received.length = 0;
      await ask();
      await confirm();
      await app.api(owner, 'POST', '/api/error-mail/test');
      const path = `/mail/unsubscribe?token=${tokenIn(smtp.received[1], 'unsubscribe')}`;
      expect((await page('GET', path)).status).toBe(200);
      expect((await look()).state).toBe('on');
      const form = { token: tokenIn(smtp.received[1], 'unsubscribe') };
      const ended = oneClick
        ? await page('POST', path, { 'List-Unsubscribe': 'One-Click' })
        : await page('POST', '/mail/unsubscribe', form);
      expect(ended.status).toBe(200);
      expect((await look()).state).toBe('off');
      expect((await page('POST', path)).status).toBe(200);
    }
  });

  test('ends by its owner', async () => {
    await ask();
    expect((await app.api(owner, 'DELETE', '/api/error-mail')).body).toMatchObject({ state: 'off' });
    expect((await confirm()).status).toBe(404);
  });

  test('does not let a stranger’s address be flooded', async () => {
    const answers = [];
    for (let time = 0; time < 12; time++) answers.push(await ask());
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { error: { code: 'too_many_mails' } } });
    expect(smtp.received).toHaveLength(10);
  });

  test.each([
    ['refuses', 400, 'address_refused'],
    ['busy', 503, 'mail_not_sent'],
  ] as const)('says so when the mail server %s', async (manner, status, code) => {
    smtp.manner = manner;
    expect(await ask()).toMatchObject({ status, body: { error: { code } } });
  });

  test.each([
    ['no address', { ...wish, address: 'nobody' }],
    ['two lines', { ...wish, address: 'a@b.example\r\nBcc: c@d.example' }],
    ['no zone', { ...wish, timeZone: 'Mars/Base' }],
  ])('is refused for %s', async (_, body) => {
    expect(await ask(owner, body)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
    expect(smtp.received).toEqual([]);
  });
});

test('neither the address nor a token is stored or logged in clear, and an uninstall takes all of it', async () => {
  await ask();
  await confirm();
  const tokens = [tokenIn(smtp.received[0], 'confirm')];
  await app.api(owner, 'POST', '/api/error-mail/test');
  tokens.push(tokenIn(smtp.received[1], 'unsubscribe'));
  const seen = JSON.stringify(await dumpDatabase(db)) + app.log();
  for (const secret of [wish.address, 'owner@', ...tokens]) expect(seen).not.toContain(secret);
  await expectPrivate(db, canary, app.log());
  expect(readable(smtp.received[1] ?? { to: '', text: '' })).not.toContain(canary);
  for (const userId of [otherAdmin, owner]) await app.sandbox.uninstall(userId);
  const left = await dumpDatabase(db);
  expect([left['mail_subscriptions'], left['mail_days'] ?? []]).toEqual([[], []]);
});

test('failures of a day are counted by reason, each record once, within one installation', async () => {
  const history = createHistoryStore(db);
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 2, hour));
  const entry = (orgId: number, hour: number, more: object = {}) => ({
    companyId: 5,
    epoch: 'now',
    orgId,
    cause: 'run' as const,
    runId: `run ${hour}`,
    at: at(hour),
    outcome: 'failed' as const,
    code: 'no_access',
    field: null,
    sources: [],
    notes: [],
    ...more,
  });
  await history.add([
    entry(1, 3),
    entry(1, 4),
    entry(2, 4),
    entry(3, 4, { code: 'record_gone' }),
    entry(4, 4, { outcome: 'written', code: null }),
    entry(5, 2),
    entry(6, 9),
    entry(7, 4, { epoch: 'before' }),
    entry(8, 4, { companyId: 6 }),
  ]);
  const found = await history.failedBetween({ companyId: 5, epoch: 'now' }, at(2), at(8));
  expect(found).toEqual({ no_access: 2, record_gone: 1 });
});
