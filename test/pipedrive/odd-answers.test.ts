import { describe, expect, it } from 'vitest';
import { bulk, click, countedTokens, errorOf, gatewayTo, organizationJson } from './gateway.ts';
import { cut, hang, json, oddServer, raw } from './odd-server.ts';

const secretText = 'Zebra Canary 4711';
const code = 'a'.repeat(40);
const other = 'b'.repeat(40);

describe('a request as it leaves', () => {
  it('carries token, user agent, path and query, and nothing of the client library', async () => {
    const server = await oddServer(
      json(200, { success: true, data: [], additional_data: { next_cursor: 'c2' } }),
    );
    const { pipedrive } = gatewayTo(server.url);
    const page = await pipedrive.listOrganizations(bulk, {
      ids: [3, 4],
      updatedSince: '2026-11-01T10:00:00.123Z',
      customFields: [code],
      cursor: 'c1',
      sortDescending: true,
    });
    expect(page).toEqual({ items: [], nextCursor: 'c2' });
    const url = new URL(server.seen[0]?.url ?? '', server.url);
    expect(url.pathname).toBe('/api/v2/organizations');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ids: '3,4',
      updated_since: '2026-11-01T10:00:00Z',
      sort_by: 'id',
      sort_direction: 'desc',
      custom_fields: code,
      limit: '500',
      cursor: 'c1',
    });
    expect(server.seen[0]?.headers.authorization).toBe('Bearer token-1');
    expect(server.seen[0]?.headers['user-agent']).toBe('store-leads-for-pipedrive');
  });

  it('holds exactly the custom fields to change', async () => {
    const server = await oddServer(json(200, organizationJson()));
    const { pipedrive } = gatewayTo(server.url);
    await pipedrive.updateOrganization(click, 5, { [code]: 'x', [other]: null });
    expect(server.seen[0]?.method).toBe('PATCH');
    expect(server.seen[0]?.url).toBe('/api/v2/organizations/5');
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ custom_fields: { [code]: 'x', [other]: null } });
    expect(server.seen[0]?.headers['content-type']).toBe('application/json');
  });

  it('is never an update without custom fields', async () => {
    const server = await oddServer(json(200, organizationJson()));
    const { pipedrive } = gatewayTo(server.url);
    await expect(pipedrive.updateOrganization(click, 5, {})).rejects.toThrow(RangeError);
    expect(server.seen).toEqual([]);
  });
});

describe('answers that are not what they should be', () => {
  it.each([
    ['an HTML page', raw(200, '<html>maintenance</html>', { 'content-type': 'text/html' })],
    ['broken JSON', raw(200, '{"success":true,"data":{"id":5', { 'content-type': 'application/json' })],
    ['no body', raw(200, '')],
    ['a record without id', json(200, { success: true, data: { name: secretText } })],
    ['an id that is text', json(200, organizationJson({ id: secretText }))],
    ['success: false with 200', json(200, { success: false, error: secretText })],
  ])('%s with status 200 is bad_answer', async (_, handler) => {
    const server = await oddServer(handler);
    const { pipedrive } = gatewayTo(server.url);
    const error = await errorOf(pipedrive.getOrganization(click, 5));
    expect(error.code).toBe('bad_answer');
    expect(JSON.stringify([error.message, error.details])).not.toContain(secretText);
  });

  it('says that a write whose answer cannot be read may stand', async () => {
    const server = await oddServer(raw(200, 'oops'));
    const { pipedrive } = gatewayTo(server.url);
    const error = await errorOf(pipedrive.updateOrganization(click, 5, { [code]: 'x' }));
    expect(error).toMatchObject({ code: 'bad_answer', details: { maybeDone: true } });
  });

  it('reads a record with undeclared nulls and unknown value shapes', async () => {
    const server = await oddServer(
      json(
        200,
        organizationJson({
          name: null,
          update_time: '2026-11-01T10:00:00.250Z',
          website: null,
          custom_fields: {
            money: { value: 12.5, currency: 'EUR' },
            noMoney: { value: null, currency: null },
            place: { value: 'Somewhere 1', country: null, locality: 'Elsewhere' },
            options: [1, 2],
            time: { value: '10:00:00', timezone_id: 3 },
            nothing: null,
          },
        }),
      ),
    );
    const { pipedrive } = gatewayTo(server.url);
    expect(await pipedrive.getOrganization(click, 5)).toEqual({
      id: 5,
      name: '',
      isDeleted: false,
      updateTime: '2026-11-01T10:00:00Z',
      website: null,
      customFields: {
        money: { value: 12.5, currency: 'EUR' },
        noMoney: null,
        place: { value: 'Somewhere 1', country: null, locality: 'Elsewhere' },
        options: [1, 2],
        time: '{"value":"10:00:00","timezone_id":3}',
        nothing: null,
      },
    });
  });

  it('tells an absent website from an empty one', async () => {
    const server = await oddServer(json(200, organizationJson()));
    const { pipedrive } = gatewayTo(server.url);
    expect((await pipedrive.getOrganization(click, 5)).website).toBeUndefined();
  });
});

describe('refusals', () => {
  it.each([
    [402, {}, 'company_closed'],
    [403, { success: false, error: 'Scope and URL mismatch', errorCode: 403 }, 'scope_missing'],
    [
      403,
      { success: false, error: secretText, code: 'feature_capping_custom_fields_limit' },
      'custom_field_cap',
    ],
    [403, { success: false, error: secretText }, 'no_access'],
    [404, { success: false, error: secretText }, 'record_gone'],
    [400, { success: false, error: secretText }, 'request_refused'],
    [410, { success: false, error: secretText }, 'request_refused'],
  ])('status %i with %o is %s', async (status, body, expected) => {
    const server = await oddServer(json(status, body));
    const { pipedrive, log } = gatewayTo(server.url);
    const error = await errorOf(pipedrive.getOrganization(click, 5));
    expect(error.code).toBe(expected);
    expect(server.seen).toHaveLength(1);
    expect(JSON.stringify([error.message, error.details, String(error.cause)]) + log()).not.toContain(
      secretText,
    );
  });

  it('is not about a record when a list answers 404', async () => {
    const server = await oddServer(json(404, {}));
    const { pipedrive } = gatewayTo(server.url);
    expect((await errorOf(pipedrive.listUsers(click))).code).toBe('request_refused');
  });

  it.each([
    ['named by field_code', { field_code: other, error: `${code} looks fine` }],
    ['named in the text', { error: `Validation failed: custom_fields.${other}: ${secretText}` }],
  ])('names the refused field when it is %s', async (_, body) => {
    const server = await oddServer(
      json(400, { success: false, code: 'ERR_SCHEMA_VALIDATION_FAILED', ...body }),
    );
    const { pipedrive } = gatewayTo(server.url);
    const error = await errorOf(pipedrive.updateOrganization(click, 5, { [code]: 'x', [other]: secretText }));
    expect(error).toMatchObject({ code: 'field_refused', details: { fieldCode: other } });
    expect(JSON.stringify([error.message, error.details])).not.toContain(secretText);
  });

  it('takes the only field sent for the refused one, and none when several could be', async () => {
    const server = await oddServer(json(400, { success: false, error: 'no' }));
    const { pipedrive } = gatewayTo(server.url);
    const single = await errorOf(pipedrive.updateOrganization(click, 5, { [code]: 'x' }));
    expect(single).toMatchObject({ code: 'field_refused', details: { fieldCode: code } });
    const several = await errorOf(pipedrive.updateOrganization(click, 5, { [code]: 'x', [other]: 'y' }));
    expect(several.code).toBe('request_refused');
  });

  it('backs off when the firewall answers with a page', async () => {
    const server = await oddServer(
      raw(403, '<!doctype html><h1>Blocked</h1>', { 'content-type': 'text/html' }),
    );
    const { pipedrive, events } = gatewayTo(server.url);
    expect(await errorOf(pipedrive.getOrganization(click, 5))).toMatchObject({
      code: 'rate_limited',
      retry: true,
    });
    expect(events).toContain('pause');
    expect(server.seen).toHaveLength(1);
  });
});

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
