import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { routesOf } from '../support/routes-of.ts';
import { operatorToken } from '../support/start-app.ts';
import { allRoutes, type RouteCase } from './all-routes.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }).optional() });
/** Installed second; the number stands in every row of that company. */
const otherCompany = 8_420_053;
const otherUser = 9002;
/** Connected in the first company; neither admin nor the account's owner. */
const regular = 9003;

const db = await testDatabase();
let app: PreparedApp;
let company: number;
let runId: string;

beforeAll(async () => {
  app = await preparedApp(db, { sandbox: { organizations: 12 }, stores: 40, withoutWork: true });
  const { world } = app.sandbox;
  company = world.company.id;
  await app.parts.startWork();
  await app.finished(await app.startRun('/api/scans'));
  await app.parts.stopWork();
  await app.createFields(3);
  await app.install(regular);
  runId = await app.startRun('/api/enrich-all');
  world.company.id = otherCompany;
  await app.install(otherUser);
  world.company.id = company;
});
afterAll(() => app.close());

const routesFor = (guard: RouteCase['guard']) => allRoutes.filter((each) => each.guard === guard);

/** Calls a route with ids of the first company in its path. */
async function call({ route, body }: RouteCase, headers: Record<string, string>) {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern
    .replace('/runs/:id', `/runs/${runId}`)
    .replace('/persons/:id', `/persons/${app.sandbox.world.persons[0]?.id}`)
    .replace('/organizations/:id', `/organizations/${app.sandbox.world.organizations[0]?.id}`)
    .replace(':companyId', String(company))
    .replace(':edition', '1');
  const response = await fetch(`${app.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  const { error } = refusal.parse(text.startsWith('{') ? JSON.parse(text) : {});
  return { status: response.status, code: error?.code, message: error?.message, text };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function signed(
  claims: Record<string, unknown>,
  { secret = app.sandbox.clientSecret, age = 0, life = 300 } = {},
): Promise<string> {
  const issued = Math.floor(Date.now() / 1000) - age;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt(issued)
    .setExpirationTime(issued + life)
    .sign(new TextEncoder().encode(secret));
}

/** Everything stored but the books of the API budget, which also a refused call may have to be asked for. */
async function stored(keep: (row: unknown) => boolean = () => true) {
  const dump = await dumpDatabase(db);
  const { budget_days: _days, burst_windows: _bursts, ...rest } = dump;
  const kept = Object.entries(rest).map(([name, rows]): [string, unknown[]] => [
    name,
    rows.filter(keep).map(withoutArrivals),
  ]);
  return Object.fromEntries(kept.filter(([, rows]) => rows.length > 0));
}

/** Events that are refused are counted, and the count is written some time later. */
function withoutArrivals(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || !('arrivals' in row)) return row;
  const { arrivals: _arrivals, ...rest } = row;
  return rest;
}

const ofOthers = (row: unknown) => JSON.stringify(row).includes(String(otherCompany));

/** What callers without a right to anything send, with the code they are told. */
async function badCredentials(): Promise<[string, Record<string, string>, string][]> {
  const me = { companyId: company, userId: app.admin };
  const unsigned = new UnsecuredJWT(me).setIssuedAt().setExpirationTime('5m').encode();
  const lifelong = new SignJWT(me).setProtectedHeader({ alg: 'HS256' }).setIssuedAt();
  const secret = new TextEncoder().encode(app.sandbox.clientSecret);
  return [
    ['no token', {}, 'no_token'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'no_token'],
    ['words instead of a token', bearer('hello'), 'bad_token'],
    ['a token nobody signed', bearer(unsigned), 'bad_token'],
    ['a token somebody else signed', bearer(await signed(me, { secret: 'another-secret' })), 'bad_token'],
    ['a token that never ends', bearer(await lifelong.sign(secret)), 'bad_token'],
    ['a token that ended', bearer(await signed(me, { age: 600 })), 'token_expired'],
    ['a token that is old', bearer(await signed(me, { age: 600, life: 9000 })), 'token_expired'],
    ['a token of nobody', bearer(await signed({ companyId: company })), 'bad_token'],
    ['ids as text', bearer(await signed({ companyId: String(company), userId: '9001' })), 'bad_token'],
    ['ids that are queries', bearer(await signed({ companyId: { $gt: 0 }, userId: 9001 })), 'bad_token'],
    ['a user of another company', bearer(await signed({ ...me, userId: otherUser })), 'not_connected'],
    [
      'the user in another company',
      bearer(await signed({ ...me, companyId: otherCompany })),
      'not_connected',
    ],
    ['a company that is not here', bearer(await signed({ ...me, companyId: 5 })), 'not_connected'],
    ['a user who never installed', bearer(await signed({ ...me, userId: 9004 })), 'not_connected'],
  ];
}

it('the list of routes is the whole of the app', () => {
  expect(allRoutes.map(({ route }) => route).sort()).toEqual(routesOf(app.parts.app));
});

describe('a caller who proves nothing is refused, with a code, and nothing is stored', () => {
  it.each(routesFor('person'))('$route', async (route) => {
    const before = await stored();
    for (const [who, headers, code] of await badCredentials()) {
      const answer = await call(route, headers);
      expect([who, answer.status, answer.code]).toEqual([who, 401, code]);
      expect(answer.message).toMatch(/\.$/);
    }
    expect(await stored()).toEqual(before);
  });

  it.each(routesFor('operator'))('$route', async (route) => {
    const before = await stored();
    const admin = await app.sandbox.signedToken(app.admin);
    for (const headers of [{}, bearer('wrong'), bearer(`${operatorToken}x`), bearer(admin)]) {
      const answer = await call(route, headers);
      expect([answer.status, answer.code]).toEqual([401, expect.stringContaining('operator_token')]);
    }
    expect(await stored()).toEqual(before);
  });

  it.each(routesFor('pipedrive'))('$route', async (route) => {
    const before = await stored();
    const { clientId } = app.sandbox;
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const admin = await app.sandbox.signedToken(app.admin);
    for (const headers of [{}, basic(`${clientId}:wrong`), basic(clientId), bearer(admin)]) {
      expect(await call(route, headers)).toMatchObject({ status: 401, code: 'bad_credentials' });
    }
    expect(await stored()).toEqual(before);
  });
});

describe('a user of another company sees and changes nothing of this one', () => {
  it.each(routesFor('person'))('$route', async (route) => {
    const mine = (row: unknown) => !ofOthers(row);
    const before = await stored(mine);
    const token = await app.sandbox.signedToken(otherUser, otherCompany);
    const answer = await call(route, bearer(token));
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain(runId);
    expect(answer.text).not.toContain(String(company));
    if (route.route.includes('/runs/:id'))
      expect(answer).toMatchObject({ status: 404, code: 'run_not_found' });
    expect(await stored(mine)).toEqual(before);
  });
});

describe('a user who is no longer an admin changes nothing for the whole company', () => {
  /** What we knew last; only Pipedrive can tell that it is over. */
  const rememberedAsAdmin = () =>
    db.collection('connections').updateOne({ userId: regular }, { $set: { isAdmin: true } });

  it.each(routesFor('person').filter(({ manager }) => manager))('$route', async (route) => {
    await rememberedAsAdmin();
    const before = await stored();
    const answer = await call(route, bearer(await app.sandbox.signedToken(regular)));
    expect(answer).toMatchObject({ status: 403, code: 'not_allowed' });
    expect(answer.message).toMatch(/admin/);
    await rememberedAsAdmin();
    expect(await stored()).toEqual(before);
  });

  it('but may look', async () => {
    const looks = routesFor('person').filter(({ route, manager }) => route.startsWith('GET') && !manager);
    const token = await app.sandbox.signedToken(regular);
    const answers = await Promise.all(
      looks.map(async (route) => [route.route, (await call(route, bearer(token))).status]),
    );
    expect(answers).toEqual(looks.map(({ route }) => [route, 200]));
  });
});
