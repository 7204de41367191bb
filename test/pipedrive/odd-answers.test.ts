import { describe, expect, it } from 'vitest';
import { bulk, click, errorOf, gatewayTo, organizationJson } from './gateway.ts';
import { json, oddServer, raw } from './odd-server.ts';

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
          address: { value: 'Quay 1', country: 'Ireland', locality: null },
          linkedin: null,
          industry: 3,
          owner_id: 11,
          custom_fields: {
            money: { value: 12.5, currency: 'EUR' },
            noMoney: { value: null, currency: null },
            place: { value: 'Somewhere 1', country: null, locality: 'Elsewhere' },
            options: [1, 2],
            time: { value: '10:00:00', timezone_id: 3 },
            nothing: null,
            hollow: {},
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
      standardFields: {
        website: null,
        address: { value: 'Quay 1', country: 'Ireland', locality: null },
        linkedin: null,
        industry: 3,
      },
      customFields: {
        money: { value: 12.5, currency: 'EUR' },
        noMoney: null,
        place: { value: 'Somewhere 1', country: null, locality: 'Elsewhere' },
        options: [1, 2],
        time: '{"value":"10:00:00","timezone_id":3}',
        nothing: null,
        hollow: null,
      },
    });
  });

  it('tells an absent website from an empty one', async () => {
    const server = await oddServer(json(200, organizationJson()));
    const { pipedrive } = gatewayTo(server.url);
    const record = await pipedrive.getOrganization(click, 5);
    expect(record.website).toBeUndefined();
    expect(record.standardFields).toEqual({});
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

  it('of options names the field, also when it is gone', async () => {
    const server = await oddServer(json(404, {}), json(400, {}), json(403, {}));
    const { pipedrive } = gatewayTo(server.url);
    const add = () =>
      errorOf(pipedrive.addFieldOptions(click, { objectType: 'person', code, labels: ['Gold'] }));
    expect(await add()).toMatchObject({ code: 'field_refused', details: { fieldCode: code } });
    expect(await add()).toMatchObject({ code: 'field_refused', details: { fieldCode: code } });
    expect((await add()).code).toBe('no_access');
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
