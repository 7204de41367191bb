import { beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { shopHost } from '../sandbox/seed/shop-hosts.ts';

let sandbox: Sandbox;
let now = new Date('2026-03-02T09:00:00Z');

beforeEach(async () => {
  now = new Date('2026-03-02T09:00:00Z');
  sandbox = await startSandbox({
    appUrl: 'http://127.0.0.1:1',
    clock: { now: () => now },
    organizations: 1,
    persons: 1,
  });
  sandbox.world.storeLeads.shops = 120;
  return () => sandbox.close();
});

type Answer = { status: number; text: string; retryAfter: string | null; body: Record<string, unknown> };

async function ask(path: string, body?: object, key = sandbox.storeLeads.apiKey): Promise<Answer> {
  const response = await fetch(sandbox.storeLeads.url + path, {
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, text, retryAfter, body: isJson ? JSON.parse(text) : {} };
}

const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};
const hosts = Array.from({ length: 120 }, (_, i) => shopHost(i).host);
const namesOf = (answer: Answer) => (answer.body['domains'] as { name: string }[]).map(({ name }) => name);

test('one store by its public or platform domain, in the documented shape; unknown ones are 404', async () => {
  const { body } = await ask('/domain/amber-acorn.example');
  expect(body['domain']).toMatchObject({
    name: 'amber-acorn.example',
    platform: 'shopify',
    platform_domain: 'amber-acorn-0.myshopify.com',
    estimated_sales: expect.any(Number),
    contact_info: expect.arrayContaining([expect.objectContaining({ type: 'email' })]),
  });
  expect((await ask('/domain/amber-acorn-0.myshopify.com')).body).toEqual(body);
  expect(await ask('/domain/nobody.example')).toMatchObject({
    status: 404,
    body: { error: expect.any(String) },
  });
  expect((await ask('/domain/formerly.amber-acorn.example')).status).toBe(404);
  const followed = await ask('/domain/formerly.amber-acorn.example?follow_redirects=true&fields=name,rank');
  expect(Object.keys(Object(followed.body['domain'])).sort()).toEqual(['name', 'rank']);
});

test('up to a hundred stores at once, in no order, unknown ones left out, only the fields asked for', async () => {
  const asked = [...hosts.slice(0, 98), 'nobody.example', hosts[0] ?? ''];
  const answer = await ask('/domain/bulk', { domains: asked, fields: 'name,platform' });
  expect(namesOf(answer).sort()).toEqual(hosts.slice(0, 98).sort());
  expect(namesOf(answer)).not.toEqual(hosts.slice(0, 98));
  expect(Object.keys(Object((answer.body['domains'] as object[])[0])).sort()).toEqual(['name', 'platform']);
  expect((await ask('/domain/bulk', { domains: [...asked, 'one-more.example'] })).status).toBe(400);
  expect((await ask('/domain/bulk', { domains: 'x' })).status).toBe(400);
});

test('lists go on by cursor, in pages of fifty at most; a whole walk may begin once a minute', async () => {
  const first = await ask('/domain?cursor=all&page_size=5000');
  expect(first.body).toMatchObject({ total: 120, page_size: 50, has_next_page: true });
  expect(await ask('/domain?cursor=all')).toMatchObject({ status: 429, retryAfter: '60' });
  const second = await ask(`/domain?cursor=${String(first.body['next_cursor'])}`);
  const third = await ask(`/domain?cursor=${String(second.body['next_cursor'])}`);
  expect(third.body).toMatchObject({ has_next_page: false });
  expect([first, second, third].flatMap(namesOf)).toEqual(hosts);
  later(60);
  expect((await ask('/domain?cursor=all')).status).toBe(200);
  expect((await ask('/domain?cursor=made-up')).status).toBe(400);
  const german = await ask('/domain?f:cc=DE&f:country=US&sort=rank&page_size=3&page=1');
  expect((german.body['domains'] as { country_code: string }[]).map((shop) => shop.country_code)).toEqual([
    'DE',
    'DE',
    'DE',
  ]);
});

test('five calls a second of a kind, two of lists; the answer says how long to wait', async () => {
  const domain = () => ask('/domain/amber-acorn.example');
  for (let i = 0; i < 5; i += 1) expect((await domain()).status).toBe(200);
  expect(await domain()).toMatchObject({ status: 429, retryAfter: '1', text: 'Rate limit exceeded' });
  for (let i = 0; i < 5; i += 1) expect((await ask('/domain/bulk', { domains: [] })).status).toBe(200);
  expect((await ask('/domain/bulk', { domains: [] })).status).toBe(429);
  for (let i = 0; i < 2; i += 1) expect((await ask('/domain')).status).toBe(200);
  expect((await ask('/domain')).status).toBe(429);
  later(1);
  expect((await domain()).status).toBe(200);
  sandbox.world.settings.limits = false;
  for (let i = 0; i < 7; i += 1) expect((await domain()).status).toBe(200);
});

test('a wrong key is refused in plain text, and troubles come on demand', async () => {
  expect(await ask('/domain/amber-acorn.example', undefined, 'wrong')).toMatchObject({
    status: 401,
    text: 'Unauthorized',
  });
  const path = '/store-leads/*';
  sandbox.addFault({ kind: 'text', path });
  sandbox.addFault({ kind: 'html_403', path });
  sandbox.addFault({ kind: 'error_200', path });
  const answers = [];
  for (let i = 0; i < 4; i += 1) answers.push(await ask('/domain/amber-acorn.example'));
  expect(answers.map(({ status }) => status)).toEqual([503, 403, 200, 200]);
  expect(answers[0]?.text).toBe('Temporarily unavailable');
  expect(answers[1]?.text).toMatch(/^<!DOCTYPE html>/);
  expect(answers[2]?.body).toEqual({ error: 'internal error' });
  expect(answers[3]?.body['domain']).toBeDefined();
});

test('a release published in the control API changes ranks everywhere and some shops for good', async () => {
  const all = async () => {
    const { body } = await ask('/domain/bulk', { domains: hosts.slice(0, 60) });
    const shops = body['domains'] as { name: string; rank: number; apps?: unknown; plan?: string }[];
    return new Map(shops.map((shop) => [shop.name, shop]));
  };
  const before = await all();
  expect(await all()).toEqual(before);
  const response = await fetch(`${sandbox.url}/__control/store-leads/release`, { method: 'POST' });
  expect(await response.json()).toEqual({ shops: 120, release: 2 });
  const after = [...(await all())];
  expect(after.filter(([name, shop]) => shop.rank !== before.get(name)?.rank).length).toBeGreaterThan(50);
  const different = (what: 'apps' | 'plan') =>
    after.filter(([name, shop]) => JSON.stringify(shop[what]) !== JSON.stringify(before.get(name)?.[what]));
  expect(different('apps').length).toBeGreaterThan(0);
  expect(different('plan').length).toBeGreaterThan(0);
  expect(different('apps').length + different('plan').length).toBeLessThan(30);
});
