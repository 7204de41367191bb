import { describe, expect, it } from 'vitest';
import { apiOrigin } from '../../server/pipedrive/api-origin.ts';
import { createOAuthClient } from '../../server/pipedrive/oauth-client.ts';
import { errorOf } from './gateway.ts';
import { cut, type Handler, hang, json, oddServer, raw } from './odd-server.ts';

const secret = 's3cret/+ value';

async function clientTo(handler: Handler) {
  const server = await oddServer(handler);
  const client = createOAuthClient({
    oauthUrl: server.url,
    clientId: 'client-1',
    clientSecret: secret,
    redirectUri: 'https://app.example/oauth/callback',
    timeoutMs: 200,
  });
  return { server, client };
}

const token = {
  access_token: 'v1u:new',
  token_type: 'bearer',
  refresh_token: '1:2:abc',
  scope: 'base,contacts:full users:read',
  expires_in: 3599,
  api_domain: 'https://acme.pipedrive.com',
};

describe('the authorize address', () => {
  it('carries client, callback and state, and never a scope', async () => {
    const { client, server } = await clientTo(hang);
    const url = new URL(client.authorizeUrl('a&b'));
    expect(url.origin + url.pathname).toBe(`${server.url}/oauth/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client-1',
      redirect_uri: 'https://app.example/oauth/callback',
      state: 'a&b',
    });
  });
});

describe('the token endpoint', () => {
  it('is asked with a form and Basic credentials', async () => {
    const { client, server } = await clientTo(json(200, token));
    expect(await client.exchange('the code')).toEqual({
      accessToken: 'v1u:new',
      refreshToken: '1:2:abc',
      expiresInSeconds: 3599,
      scopes: ['base', 'contacts:full', 'users:read'],
      apiDomain: 'https://acme.pipedrive.com',
    });
    await client.refresh('1:2:abc');
    const [exchange, refresh] = server.seen;
    expect(exchange).toMatchObject({ method: 'POST', url: '/oauth/token' });
    expect(exchange?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(exchange?.headers.authorization).toBe(
      `Basic ${Buffer.from(`client-1:${secret}`).toString('base64')}`,
    );
    expect(Object.fromEntries(new URLSearchParams(exchange?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'the code',
      redirect_uri: 'https://app.example/oauth/callback',
    });
    expect(Object.fromEntries(new URLSearchParams(refresh?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: '1:2:abc',
    });
  });

  it.each<[string, Handler, string, boolean]>([
    [
      'a dead code',
      json(400, { success: false, error: 'invalid_grant', message: 'Zebra' }),
      'invalid_grant',
      false,
    ],
    ['another 400', json(400, { error: 'invalid_client' }), 'oauth_refused', false],
    ['a 400 without JSON', raw(400, '<html>'), 'oauth_refused', false],
    ['a 401', json(401, { error: 'invalid_grant' }), 'oauth_refused', false],
    ['a redirect', raw(301, '', { location: '/oauth/token/' }), 'oauth_refused', false],
    ['a 429', raw(429, ''), 'oauth_unavailable', true],
    ['a 500', raw(500, ''), 'oauth_unavailable', true],
    ['maintenance', raw(503, '<html>', { 'content-type': 'text/html' }), 'oauth_unavailable', true],
    ['a cut connection', cut, 'oauth_unavailable', true],
    ['no answer in time', hang, 'oauth_unavailable', true],
    ['an answer that is not JSON', raw(200, 'ok'), 'oauth_unavailable', true],
    ['an answer without tokens', json(200, { access_token: 'x' }), 'oauth_unavailable', true],
    [
      'a foreign API domain',
      json(200, { ...token, api_domain: 'https://pipedrive.com.evil.example' }),
      'oauth_refused',
      false,
    ],
  ])('with %s', async (_, handler, code, retry) => {
    const { client, server } = await clientTo(handler);
    const error = await errorOf(client.refresh('1:2:abc'));
    expect([error.code, error.retry]).toEqual([code, retry]);
    const text = JSON.stringify([error.message, error.details, String(error.cause), error.stack]);
    for (const hidden of [secret, '1:2:abc', 'Zebra']) expect(text).not.toContain(hidden);
    expect(server.seen).toHaveLength(1);
  });
});

describe('revoking', () => {
  it('names the refresh token as such', async () => {
    const { client, server } = await clientTo(raw(200, ''));
    await client.revoke('1:2:a b');
    expect(server.seen[0]?.url).toBe('/oauth/revoke');
    expect(Object.fromEntries(new URLSearchParams(server.seen[0]?.body))).toEqual({
      token: '1:2:a b',
      token_type_hint: 'refresh_token',
    });
  });
});

describe('who am I', () => {
  it('asks the company of the token', async () => {
    const me = {
      id: 11,
      company_id: 7,
      company_domain: 'acme',
      company_country: null,
      default_currency: 'EUR',
      access: [
        { app: 'campaigns', admin: true },
        { app: 'sales', admin: false },
      ],
    };
    const { client, server } = await clientTo(json(200, { success: true, data: me }));
    expect(await client.whoAmI({ accessToken: 'v1u:new', apiDomain: server.url })).toEqual({
      userId: 11,
      companyId: 7,
      companyDomain: 'acme',
      companyCountry: null,
      isAdmin: false,
      defaultCurrency: 'EUR',
    });
    expect(server.seen[0]).toMatchObject({ method: 'GET', url: '/api/v1/users/me' });
    expect(server.seen[0]?.headers.authorization).toBe('Bearer v1u:new');
  });

  it('tells an outage from a refusal', async () => {
    const down = await clientTo(raw(503, ''));
    const grant = { accessToken: 'v1u:new', apiDomain: down.server.url };
    expect((await errorOf(down.client.whoAmI(grant))).code).toBe('oauth_unavailable');
    const refusing = await clientTo(json(401, {}));
    expect((await errorOf(refusing.client.whoAmI({ ...grant, apiDomain: refusing.server.url }))).code).toBe(
      'oauth_refused',
    );
  });
});

describe('where tokens may be sent', () => {
  const real = 'https://oauth.pipedrive.com';
  const local = 'http://localhost:4000';

  it.each([
    ['https://acme.pipedrive.com', real, 'https://acme.pipedrive.com'],
    ['https://acme.pipedrive.com/some/path', real, 'https://acme.pipedrive.com'],
    ['https://api.pipedrive.com', local, 'https://api.pipedrive.com'],
    ['http://127.0.0.1:9999', local, 'http://127.0.0.1:9999'],
    ['http://[::1]:9999', local, 'http://[::1]:9999'],
    ['http://acme.localhost:9999', local, 'http://acme.localhost:9999'],
  ])('%s with %s', (apiDomain, oauthUrl, origin) => {
    expect(apiOrigin(apiDomain, oauthUrl)).toBe(origin);
  });

  it.each([
    ['http://acme.pipedrive.com', real],
    ['https://acme.pipedrive.com:8443', real],
    ['https://acmepipedrive.com', real],
    ['https://pipedrive.com.evil.example', real],
    ['https://user:pass@acme.pipedrive.com', real],
    ['http://127.0.0.1:9999', real],
    ['http://169.254.169.254', local],
    ['http://127.0.0.1.evil.example', local],
    ['file:///etc/hosts', local],
    ['not a url', local],
    ['', local],
  ])('not %s with %s', (apiDomain, oauthUrl) => {
    expect(() => apiOrigin(apiDomain, oauthUrl)).toThrow(expect.objectContaining({ code: 'oauth_refused' }));
  });
});
