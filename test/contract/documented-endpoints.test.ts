import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apiRoutes } from '../sandbox/api/routes.ts';
import { openApiAbsent, openApiFolder } from '../support/checked-sandbox.ts';
import { openOpenApiFile } from './openapi/openapi-file.ts';
import { createOpenApiCheck } from './openapi-check.ts';

const present = existsSync(join(openApiFolder, 'pipedrive-openapi-v2.yaml'));
if (!present) process.stderr.write(`${openApiAbsent}\n`);

describe.skipIf(!present)('against the OpenAPI documents', () => {
  test('cost and scopes of every endpoint are those of the documents', () => {
    const files = {
      v1: openOpenApiFile(join(openApiFolder, 'pipedrive-openapi-v1.yaml')),
      v2: openOpenApiFile(join(openApiFolder, 'pipedrive-openapi-v2.yaml')),
    };
    const key = (route: { version: string; method: string; path: string }) =>
      `${route.version} ${route.method} ${route.path}`;
    const documented = apiRoutes.map((route) => {
      const found = files[route.version].find(route.method, route.path);
      const scopes = found?.operation.security?.flatMap((way) => way['oauth2'] ?? []) ?? [];
      // Pipedrive's page on scopes and its changelog know more than the documents (pipedrive-api.md 1.10).
      if (route.path.startsWith('/webhooks'))
        scopes.push('webhooks:full', ...(route.method === 'GET' ? ['webhooks:read'] : []));
      return [key(route), found?.name, found?.operation['x-token-cost'], [...scopes].sort()];
    });
    expect(documented).toEqual(
      apiRoutes.map((r) => [key(r), `${r.method} ${r.path}`, r.cost, [...r.scopes].sort()]),
    );
  });

  const check = createOpenApiCheck(openApiFolder);

  test.each([
    [
      'an unknown parameter',
      'GET',
      '/api/v2/organizations?nonsense=1',
      undefined,
      /unknown parameter nonsense/,
    ],
    ['a number that is none', 'GET', '/api/v2/organizations?limit=ten', undefined, /limit must be integer/],
    ['a page above 500', 'GET', '/api/v2/organizations?limit=501', undefined, /above 500/],
    [
      '101 ids',
      'GET',
      `/api/v2/organizations?ids=${Array(101).fill(1).join(',')}`,
      undefined,
      /more than 100/,
    ],
    [
      'a fraction of a second',
      'GET',
      '/api/v2/persons?updated_since=2026-01-01T00:00:00.1Z',
      undefined,
      /RFC 3339/,
    ],
    ['an unknown key', 'PATCH', '/api/v2/organizations/1', { nonsense: 1 }, /additional properties/],
    [
      'a hash at the top level',
      'PATCH',
      '/api/v2/organizations/1',
      { ['a'.repeat(40)]: 1 },
      /additional properties/,
    ],
    ['text for a number', 'PATCH', '/api/v2/organizations/1', { employee_count: '5' }, /must be integer/],
    ['a missing name', 'POST', '/api/v2/organizationFields', { field_type: 'text' }, /field_name/],
    [
      'a type of field that cannot be made',
      'POST',
      '/api/v2/personFields',
      { field_name: 'x', field_type: 'int' },
      /allowed values/,
    ],
    ['a path that is gone', 'GET', '/v1/organizations', undefined, /not documented/],
    ['a form key of no grant', 'POST', '/oauth/token', 'grant_type=password', /allowed values/],
  ])('%s in a request is a fault', (_, method, url, body, fault) => {
    expect(check?.checkRequest(method, url, undefined, body).join()).toMatch(fault);
  });

  test.each([
    [
      'GET',
      '/api/v2/organizations?limit=500&custom_fields=a,b&include_fields=people_count,notes_count',
      undefined,
    ],
    [
      'PATCH',
      '/api/v2/organizations/7',
      { name: 'x', website: null, address: null, custom_fields: { ['a'.repeat(40)]: null } },
    ],
    ['POST', '/oauth/token', 'grant_type=refresh_token&refresh_token=x'],
    ['GET', '/v1/users/me', undefined],
    ['GET', '/api/v1/users/5/permissions', undefined],
  ])('%s %s is right', (method, url, body) => {
    expect(check?.checkRequest(method, url, undefined, body)).toEqual([]);
  });

  test('an answer with an unknown key, a wrong type, a null id, a missing key or an odd status is a fault', () => {
    const answer = (data: unknown, status = 200) =>
      check?.checkResponse('DELETE', '/api/v2/organizations/7', status, { success: true, data }).join();
    expect(answer({ id: 7 })).toBe('');
    expect(answer({ id: 7, extra: 1 })).toMatch(/additional properties/);
    expect(answer({ id: '7' })).toMatch(/must be integer/);
    expect(answer({ id: null })).toMatch(/must be integer/);
    expect(answer({})).toMatch(/documented key id is missing/);
    expect(answer({ id: 7 }, 204)).toMatch(/not documented/);
    expect(check?.checkResponse('DELETE', '/api/v2/organizations/7', 429, 'anything')).toEqual([]);
  });
});

test('where the documents are absent there is no check', () => {
  expect(createOpenApiCheck(join(openApiFolder, 'nowhere'))).toBeNull();
});
