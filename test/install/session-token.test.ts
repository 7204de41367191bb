import { createHmac, randomBytes } from 'node:crypto';
import express from 'express';
import { SignJWT, UnsecuredJWT } from 'jose';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createVerifySession } from '../../server/install/session-token.ts';
import { silentLog } from '../../server/platform/log.ts';
import { errorHandler } from '../../server/web/error-handler.ts';
import { fakeClock } from '../support/fake-clock.ts';

const clock = fakeClock();
const clientSecret = randomBytes(20).toString('hex');
const now = Math.floor(clock.now().getTime() / 1000);
const good = { userId: 11, companyId: 7, iat: now, exp: now + 300 };

const verifySession = createVerifySession({
  clientSecret,
  clock,
  isConnected: async ({ companyId, userId }) => companyId === 7 && userId === 11,
});
const app = express()
  .get('/who', async (call, response) => void response.json(await verifySession(call)))
  .use(errorHandler(silentLog));

const key = (secret: string) => new TextEncoder().encode(secret);
const signed = (claims: object, { alg = 'HS256', secret = clientSecret } = {}) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg, typ: 'JWT' }).sign(key(secret));
const who = (authorization: string) => request(app).get('/who').set('authorization', authorization);

/** A token put together by hand: whatever header and payload, signed with the right secret. */
function handmade(header: unknown, payload: unknown, secret = clientSecret): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part(header)}.${part(payload)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

describe('a signed token', () => {
  test('names company and user', async () => {
    const response = await who(`Bearer ${await signed(good)}`);
    expect([response.status, response.body]).toEqual([200, { companyId: 7, userId: 11 }]);
  });

  test('is good a little before and after its time, as clocks differ', async () => {
    expect((await who(`bearer ${await signed({ ...good, iat: now + 29 })}`)).status).toBe(200);
    expect((await who(`Bearer ${await signed({ ...good, iat: now - 329, exp: now - 29 })}`)).status).toBe(
      200,
    );
  });

  test('is believed whatever the query says', async () => {
    const response = await request(app)
      .get('/who?companyId=8&userId=12&token=abc')
      .set('authorization', `Bearer ${await signed(good)}`);
    expect(response.body).toEqual({ companyId: 7, userId: 11 });
  });

  const refused: [string, string, () => string | Promise<string>][] = [
    ['is missing', 'no_token', () => ''],
    ['is empty', 'no_token', () => 'Bearer '],
    ['comes with another scheme', 'no_token', async () => `Basic ${await signed(good)}`],
    ['comes with more words', 'no_token', async () => `Bearer ${await signed(good)} extra`],
    ['is no token', 'bad_token', () => 'Bearer abc.def'],
    ['has ended', 'token_expired', async () => `Bearer ${await signed({ ...good, exp: now - 30 })}`],
    [
      'is too old though it claims to last',
      'token_expired',
      async () => `Bearer ${await signed({ ...good, iat: now - 331, exp: now + 9999 })}`,
    ],
    ['comes from the future', 'bad_token', async () => `Bearer ${await signed({ ...good, iat: now + 60 })}`],
    ['never ends', 'bad_token', async () => `Bearer ${await signed({ ...good, exp: undefined })}`],
    ['never began', 'bad_token', async () => `Bearer ${await signed({ ...good, iat: undefined })}`],
    ['is not signed', 'bad_token', () => `Bearer ${new UnsecuredJWT(good).encode()}`],
    ['says "none" but is signed', 'bad_token', () => `Bearer ${handmade({ alg: 'none' }, good)}`],
    [
      'is signed with another algorithm',
      'bad_token',
      async () => `Bearer ${await signed(good, { alg: 'HS512' })}`,
    ],
    ['says RS256', 'bad_token', () => `Bearer ${handmade({ alg: 'RS256' }, good)}`],
    [
      'is signed with another secret',
      'bad_token',
      async () => `Bearer ${await signed(good, { secret: 'x'.repeat(40) })}`,
    ],
    ['is signed with nothing', 'bad_token', () => `Bearer ${handmade({ alg: 'HS256' }, good, '')}`],
    [
      'has lost its signature',
      'bad_token',
      async () => `Bearer ${(await signed(good)).replace(/[^.]+$/, '')}`,
    ],
    ['was altered', 'bad_token', async () => `Bearer ${altered(await signed(good))}`],
    [
      'asks for what we do not know',
      'bad_token',
      () => `Bearer ${handmade({ alg: 'HS256', crit: ['x'], x: 1 }, good)}`,
    ],
    ['has its ids as text', 'bad_token', async () => `Bearer ${await signed({ ...good, userId: '11' })}`],
    [
      'names a condition',
      'bad_token',
      async () => `Bearer ${await signed({ ...good, companyId: { $gt: 0 } })}`,
    ],
    ['names no user', 'bad_token', async () => `Bearer ${await signed({ ...good, userId: undefined })}`],
    ['names half a user', 'bad_token', async () => `Bearer ${await signed({ ...good, userId: 11.5 })}`],
    [
      'names an unsafe number',
      'bad_token',
      async () => `Bearer ${await signed({ ...good, userId: 2 ** 60 })}`,
    ],
    ['is a list', 'bad_token', () => `Bearer ${handmade({ alg: 'HS256' }, [good])}`],
    [
      'names another company',
      'not_connected',
      async () => `Bearer ${await signed({ ...good, companyId: 8 })}`,
    ],
    ['names another user', 'not_connected', async () => `Bearer ${await signed({ ...good, userId: 12 })}`],
  ];
  test.each(refused)('that %s gets 401 %s', async (_name, code, token) => {
    const response = await who(await token());
    expect([response.status, response.body.error.code]).toEqual([401, code]);
    expect(response.body.error.message).toMatch(/[.!]$/);
  });
});

/** The same token about company 8, with the old signature. */
function altered(token: string): string {
  const [header, , signature] = token.split('.');
  return [
    header,
    Buffer.from(JSON.stringify({ ...good, companyId: 8 })).toString('base64url'),
    signature,
  ].join('.');
}
