import express from 'express';
import request from 'supertest';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAccountStore } from '../../server/accounts/account.store.ts';
import { runAccountCommand } from '../../server/accounts/account-command.ts';
import { accountForCompany } from '../../server/accounts/account-for-company.ts';
import { createAccountsRouter } from '../../server/accounts/accounts.routes.ts';
import { silentLog } from '../../server/platform/log.ts';
import { errorHandler } from '../../server/web/error-handler.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { fakeClock } from '../support/fake-clock.ts';

const db = await testDatabase();
const clock = fakeClock();
const accounts = createAccountStore(db);
const changed: number[] = [];
const onPlanChanged = async (companyId: number) => void changed.push(companyId);
const operatorToken = 'operator-token-of-tests';

beforeAll(() => accounts.ensureIndexes());
beforeEach(async () => {
  await db.collection('accounts').deleteMany({});
  changed.length = 0;
  await accountForCompany({ accounts, clock, defaultPlan: 'pro' }, { companyId: 7, userId: 11 });
});

describe('the account of a company', () => {
  test('is made at the first install, with the default plan and every platform', async () => {
    expect(await accounts.forCompany(7)).toEqual({
      id: expect.any(String),
      companyId: 7,
      ownerUserId: 11,
      plan: 'pro',
      platformScope: null,
      createdAt: clock.now(),
    });
  });

  test('stays the same for later installs, also when two come at once', async () => {
    const deps = { accounts, clock, defaultPlan: 'free' } as const;
    const users = [21, 22, 23, 24];
    const made = await Promise.all(users.map((userId) => accountForCompany(deps, { companyId: 8, userId })));
    expect(new Set(made.map((account) => account.id)).size).toBe(1);
    expect((await dumpDatabase(db))['accounts']).toHaveLength(2);
    expect((await accountForCompany(deps, { companyId: 7, userId: 99 })).ownerUserId).toBe(11);
  });
});

describe('the operator command', () => {
  async function run(...argv: string[]) {
    const out: string[] = [];
    const errors: string[] = [];
    const code = await runAccountCommand(
      {
        accounts,
        log: silentLog,
        onPlanChanged,
        print: (line) => out.push(line),
        printError: (line) => errors.push(line),
      },
      argv,
    );
    return { code, out: out.join('\n'), errors: errors.join('\n') };
  }

  test('shows an account', async () => {
    expect(await run('show', '7')).toEqual({
      code: 0,
      out: 'Company 7: plan pro, all platforms, owner is user 11.',
      errors: '',
    });
    expect(changed).toEqual([]);
  });

  test('sets plan and platforms, and lets the features follow', async () => {
    const { code, out } = await run('plan', '7', 'premium', '--platforms', 'shopify, wix');
    expect([code, out]).toEqual([0, 'Company 7: plan premium, shopify, wix, owner is user 11.']);
    expect(changed).toEqual([7]);
    await run('plan', '7', 'enterprise');
    expect(await accounts.forCompany(7)).toMatchObject({
      plan: 'enterprise',
      platformScope: ['shopify', 'wix'],
    });
    await run('plan', '7', 'enterprise', '--platforms', 'all');
    expect((await accounts.forCompany(7))?.platformScope).toBeNull();
  });

  test.each([
    ['nothing', [], 'Say what to do'],
    ['another word', ['delete', '7'], 'Say what to do'],
    ['no company', ['show'], 'COMPANY_ID'],
    ['a company in words', ['plan', 'acme', 'pro'], 'COMPANY_ID'],
    ['a negative company', ['plan', '-7', 'pro'], 'does not know'],
    ['no plan', ['plan', '7'], 'PLAN is not one'],
    ['a plan nobody sells', ['plan', '7', 'gold'], 'PLAN is not one'],
    ['too much', ['plan', '7', 'pro', 'now'], 'Too many words'],
    ['too much to show', ['show', '7', 'pro'], 'Too many words'],
    ['an unknown option', ['plan', '7', 'pro', '--force'], 'does not know'],
    ['odd platforms', ['plan', '7', 'pro', '--platforms', 'Shop ify,,'], '--platforms takes'],
    ['no platforms', ['plan', '7', 'pro', '--platforms', ''], '--platforms takes'],
  ])('refuses %s and says how it is used', async (_name, argv, sentence) => {
    const before = await dumpDatabase(db);
    const { code, out, errors } = await run(...argv);
    expect([code, out]).toEqual([1, '']);
    expect(errors).toContain(sentence);
    expect(errors).toContain('npm run account -- plan COMPANY_ID PLAN');
    expect(await dumpDatabase(db)).toEqual(before);
    expect(changed).toEqual([]);
  });

  test('refuses a company that never installed', async () => {
    expect(await run('plan', '8', 'pro')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('has no account'),
    });
    expect(await run('show', '8')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('has no account'),
    });
  });
});

describe('the operator routes', () => {
  const appWith = (token: string | undefined) =>
    express()
      .use(createAccountsRouter({ accounts, log: silentLog, onPlanChanged, operatorToken: token }))
      .use(errorHandler(silentLog));
  const app = appWith(operatorToken);
  const bearer = `Bearer ${operatorToken}`;
  const put = (path: string, body: object) =>
    request(app).put(`/operator/accounts/${path}`).set('authorization', bearer).send(body);

  test('show and set an account', async () => {
    const shown = await request(app).get('/operator/accounts/7').set('authorization', bearer);
    expect(shown.body).toEqual({
      companyId: 7,
      ownerUserId: 11,
      plan: 'pro',
      platformScope: null,
      createdAt: clock.now().toISOString(),
    });
    const set = await put('7', { plan: 'elite', platformScope: ['shopify'] });
    expect(set.body).toMatchObject({ plan: 'elite', platformScope: ['shopify'] });
    expect(changed).toEqual([7]);
    expect((await put('7', { plan: 'elite', platformScope: null })).body.platformScope).toBeNull();
  });

  test.each([
    ['7', {}, 400, 'bad_request'],
    ['7', { plan: 'gold' }, 400, 'bad_request'],
    ['7', { plan: 'pro', platformScope: [] }, 400, 'bad_request'],
    ['7', { plan: 'pro', platformScope: ['$where'] }, 400, 'bad_request'],
    ['7', { plan: 'pro', ownerUserId: 5 }, 400, 'bad_request'],
    ['seven', { plan: 'pro' }, 400, 'bad_request'],
    ['8', { plan: 'pro' }, 404, 'no_account'],
  ])('refuse PUT %s %j', async (path, body, status, code) => {
    const response = await put(path, body);
    expect([response.status, response.body.error.code]).toEqual([status, code]);
    expect(changed).toEqual([]);
  });

  test.each(['', 'Bearer ', 'Bearer wrong', `Basic ${operatorToken}`, operatorToken])(
    'are closed to "%s"',
    async (authorization) => {
      for (const call of [
        request(app).get('/operator/accounts/7'),
        request(app).put('/operator/accounts/7'),
      ]) {
        const response = await call.set('authorization', authorization).send({ plan: 'free' });
        expect([response.status, response.body.error.code]).toEqual([401, 'bad_operator_token']);
      }
      expect((await accounts.forCompany(7))?.plan).toBe('pro');
    },
  );

  test('do not exist where no operator token is configured', async () => {
    const response = await request(appWith(undefined))
      .get('/operator/accounts/7')
      .set('authorization', 'Bearer undefined');
    expect(response.status).toBe(404);
  });
});
