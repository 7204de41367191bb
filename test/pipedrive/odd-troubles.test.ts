import { describe, expect, it } from 'vitest';
import { bulk, click, countedTokens, errorOf, gatewayTo, organizationJson } from './gateway.ts';
import { cut, hang, json, oddServer, raw } from './odd-server.ts';

const secretText = 'Zebra Canary 4711';
const code = 'a'.repeat(40);

describe('tokens', () => {
  it('are renewed once after 401, and the call repeated with the new one', async () => {
    const server = await oddServer(json(401, {}), json(200, organizationJson()));
    const { pipedrive, tokens } = gatewayTo(server.url);
    expect((await pipedrive.getOrganization(click, 5)).id).toBe(5);
    expect(tokens.renewals).toEqual(['token-1']);
    expect(server.seen.map((request) => request.headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('are not renewed twice', async () => {
    const server = await oddServer(json(401, {}));
    const { pipedrive, tokens } = gatewayTo(server.url);
    expect((await errorOf(pipedrive.getOrganization(click, 5))).code).toBe('not_connected');
    expect(tokens.renewals).toHaveLength(1);
    expect(server.seen).toHaveLength(2);
  });

  it('never follow a redirect', async () => {
    const elsewhere = await oddServer(json(200, organizationJson()));
    const server = await oddServer(raw(302, '', { location: `${elsewhere.url}/api/v2/organizations/5` }));
    const { pipedrive, tokens } = gatewayTo(server.url);
    expect((await errorOf(pipedrive.getOrganization(click, 5))).code).toBe('bad_answer');
    expect(elsewhere.seen).toEqual([]);
    expect(tokens.renewals).toHaveLength(1);
  });

  it('bring the new domain of a company that has moved', async () => {
    const moved = await oddServer(json(200, organizationJson()));
    const server = await oddServer(raw(301, '', { location: 'https://elsewhere.example/' }));
    const tokens = countedTokens(server.url);
    const { pipedrive } = gatewayTo(server.url, {
      tokens: { ...tokens, afterRejection: async () => ({ accessToken: 'new', apiDomain: moved.url }) },
    });
    expect((await pipedrive.getOrganization(click, 5)).id).toBe(5);
    expect(moved.seen[0]?.headers.authorization).toBe('Bearer new');
  });

  it('of two callers at once never mix', async () => {
    const server = await oddServer((response, request) => {
      const user = /user-(\d+)/.exec(request.headers.authorization ?? '')?.[1] ?? '0';
      setImmediate(() => json(200, organizationJson({ id: Number(user) }))(response, request));
    });
    const { pipedrive } = gatewayTo(server.url, {
      tokens: {
        fresh: async (caller) => ({ accessToken: `user-${caller.userId}`, apiDomain: server.url }),
        afterRejection: async () => Promise.reject(new Error('not expected')),
      },
    });
    const users = Array.from({ length: 20 }, (_, index) => index + 1);
    const found = await Promise.all(
      users.map((userId) => pipedrive.getOrganization({ ...click, userId }, 5)),
    );
    expect(found.map((record) => record.id)).toEqual(users);
  });

  it('and answers stay out of the log', async () => {
    const server = await oddServer(
      json(500, { error: secretText }),
      json(200, organizationJson({ name: secretText }), {
        'x-correlation-id': 'abc-123',
        'set-cookie': secretText,
      }),
    );
    const { pipedrive, log } = gatewayTo(server.url);
    await pipedrive.getOrganization(click, 5);
    expect(log()).not.toContain(secretText);
    expect(log()).not.toContain('token-1');
    const [first, second] = log()
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(first).toMatchObject({ outcome: 500 });
    expect(second).toMatchObject({
      method: 'GET',
      path: '/v2/organizations/{id}',
      outcome: 200,
      cost: 1,
      companyId: 7,
      correlationId: 'abc-123',
    });
  });
});

describe('trouble on the way', () => {
  it.each([
    ['an empty 500', raw(500, '')],
    ['a cut connection', cut],
    ['a 503 page', raw(503, '<html></html>', { 'content-type': 'text/html' })],
    ['no answer in time', hang],
  ])('%s is tried again: the read succeeds after two', async (_, handler) => {
    const server = await oddServer(handler, handler, json(200, organizationJson()));
    const { pipedrive } = gatewayTo(server.url, { timeoutMs: 150 });
    expect((await pipedrive.getOrganization(click, 5)).id).toBe(5);
    expect(server.seen).toHaveLength(3);
  });

  it('ends for a click after three attempts, for bulk work after four', async () => {
    const server = await oddServer(raw(502, ''));
    const { pipedrive, clock } = gatewayTo(server.url);
    expect(await errorOf(pipedrive.getOrganization(click, 5))).toMatchObject({
      code: 'pipedrive_unavailable',
      retry: true,
      details: undefined,
    });
    expect(server.seen).toHaveLength(3);
    await errorOf(pipedrive.getOrganization(bulk, 5));
    expect(server.seen).toHaveLength(7);
    expect(clock.naps).toEqual([375, 1125, 750, 2250, 6000]);
  });

  it('may have let a write through: the error says so', async () => {
    const server = await oddServer(hang);
    const { pipedrive } = gatewayTo(server.url, { timeoutMs: 50 });
    const error = await errorOf(pipedrive.updateOrganization(click, 5, { [code]: 'x' }));
    expect(error).toMatchObject({ code: 'pipedrive_unavailable', details: { maybeDone: true } });
    expect(server.seen).toHaveLength(3);
  });

  it('never makes a POST leave twice', async () => {
    const server = await oddServer(cut);
    const { pipedrive } = gatewayTo(server.url);
    const error = await errorOf(
      pipedrive.createOrganizationField(click, { name: 'Store Leads: City', type: 'varchar' }),
    );
    expect(error).toMatchObject({ code: 'pipedrive_unavailable', details: { maybeDone: true } });
    expect(server.seen).toHaveLength(1);
  });

  it('that keeps a request from leaving costs nothing and cannot have written', async () => {
    const gone = await oddServer(hang);
    const { pipedrive, events } = gatewayTo(gone.url.replace(/:\d+$/, ':1'));
    const error = await errorOf(pipedrive.updateOrganization(click, 5, { [code]: 'x' }));
    expect(error.code).toBe('pipedrive_unavailable');
    expect(error.details).toBeUndefined();
    expect(events.filter((event) => event.startsWith('reserve'))).toHaveLength(3);
    expect(events.filter((event) => event === 'refund 5')).toHaveLength(3);
  });
});

describe('429', () => {
  it('is waited for as long as the longest header asks, and any method repeated', async () => {
    const server = await oddServer(
      raw(429, '', { 'retry-after': '3', 'x-ratelimit-reset': '4' }),
      json(200, { success: true, data: { field_code: code, field_name: 'n', field_type: 'varchar' } }),
    );
    const { pipedrive, events } = gatewayTo(server.url);
    await pipedrive.createOrganizationField(click, { name: 'n', type: 'varchar' });
    expect(server.seen).toHaveLength(2);
    expect(events).toEqual(['reserve 5', 'slot', 'refund 5', 'pause', 'reserve 5', 'slot', 'settle 5']);
  });

  it('with no daily tokens left ends at once and says when to go on', async () => {
    const server = await oddServer(raw(429, '', { 'x-daily-ratelimit-token-remaining': '0' }));
    const { pipedrive } = gatewayTo(server.url);
    expect(await errorOf(pipedrive.getOrganization(bulk, 5))).toMatchObject({
      code: 'budget_exhausted',
      details: { resumesAt: '2026-11-03T00:00:00.000Z' },
    });
    expect(server.seen).toHaveLength(1);
  });

  it('that does not end is taken for the daily limit, unless a header says that tokens are left', async () => {
    const silent = await oddServer(raw(429, ''));
    expect((await errorOf(gatewayTo(silent.url).pipedrive.getOrganization(bulk, 5))).code).toBe(
      'budget_exhausted',
    );
    expect(silent.seen).toHaveLength(3);
    const telling = await oddServer(raw(429, '', { 'x-daily-ratelimit-token-remaining': '900' }));
    expect((await errorOf(gatewayTo(telling.url).pipedrive.getOrganization(bulk, 5))).code).toBe(
      'rate_limited',
    );
    expect(telling.seen).toHaveLength(3);
  });

  it('with a long wait does not hold a person', async () => {
    const server = await oddServer(raw(429, '', { 'retry-after': '60' }));
    const { pipedrive } = gatewayTo(server.url);
    const error = await errorOf(pipedrive.getOrganization(click, 5));
    expect(error).toMatchObject({ code: 'rate_limited', details: { resumesAt: '2026-11-02T09:01:00.000Z' } });
    expect(server.seen).toHaveLength(1);
  });
});

describe('a caller that gives up', () => {
  it('gets its waiting read back as cancelled', async () => {
    const stop = new AbortController();
    const server = await oddServer(() => stop.abort());
    const { pipedrive } = gatewayTo(server.url);
    expect((await errorOf(pipedrive.getOrganization({ ...click, signal: stop.signal }, 5))).code).toBe(
      'cancelled',
    );
  });

  it('sends nothing any more', async () => {
    const server = await oddServer(json(200, organizationJson()));
    const { pipedrive, events } = gatewayTo(server.url);
    const signal = AbortSignal.abort();
    expect((await errorOf(pipedrive.getOrganization({ ...click, signal }, 5))).code).toBe('cancelled');
    expect(server.seen).toEqual([]);
    expect(events).toEqual([]);
  });

  it('still learns how a write ended that had left', async () => {
    const stop = new AbortController();
    const server = await oddServer((response, request) => {
      stop.abort();
      json(200, organizationJson({ custom_fields: { [code]: 'x' } }))(response, request);
    });
    const { pipedrive } = gatewayTo(server.url);
    const held = await pipedrive.updateOrganization({ ...bulk, signal: stop.signal }, 5, { [code]: 'x' });
    expect(held.customFields).toEqual({ [code]: 'x' });
  });
});
