import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import registration from '../../manifest/registration.json' with { type: 'json' };
import { missingScopes, requiredScopes } from '../../server/install/scopes.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { type RunningApp, startApp } from '../support/start-app.ts';

const db = await testDatabase();
let app: RunningApp;

beforeAll(async () => {
  await ensureBuilt();
  app = await startApp({
    db,
    sandbox: { organizations: 1, persons: 1 },
    settings: { PIPEDRIVE_WEB_URL: 'https://{company}.pipedrive.com' },
    withoutWork: true,
  });
}, 300_000);
afterAll(() => app.close());

const paths = (kind: string) =>
  registration.extensions.filter((extension) => extension.kind === kind).map(({ path }) => path);

describe('the registration', () => {
  it('asks for exactly the scopes the app requires', () => {
    expect([...requiredScopes].sort()).toEqual([...registration.scopes].sort());
    expect(missingScopes(registration.scopes)).toEqual([]);
  });

  it.each(registration.scopes)('is found wanting without %s', (scope) => {
    expect(missingScopes(registration.scopes.filter((each) => each !== scope))).toEqual([scope]);
  });

  it('has one panel for organizations and persons, and one settings page', () => {
    expect(paths('custom_panel')).toHaveLength(1);
    expect(paths('app_settings')).toHaveLength(1);
    const panel = registration.extensions.find(({ kind }) => kind === 'custom_panel');
    expect(panel?.locations).toEqual(['organization_details', 'person_details']);
  });
});

describe('every surface of the registration', () => {
  it.each(registration.extensions)(
    '$path is a page that Pipedrive may frame, and nobody else',
    async ({ path }) => {
      const query = '?id=x&token=x&companyId=1&userId=1&selectedIds=1&resource=organization&view=details';
      const response = await fetch(`${app.url}${path}${query}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^text\/html/);
      expect(response.headers.get('x-frame-options')).toBeNull();
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy.match(/frame-ancestors [^;]*/)?.[0]).toBe('frame-ancestors https://*.pipedrive.com');
      const html = await response.text();
      const scripts = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, asset]) => asset ?? '');
      expect(scripts.length).toBeGreaterThan(0);
      for (const asset of scripts) expect((await fetch(`${app.url}${asset}`)).status).toBe(200);
    },
  );
});

describe('the installation address', () => {
  it('leads to the consent screen with a state of its own and the registered callback', async () => {
    const states = new Set<string | null>();
    for (const _ of [1, 2]) {
      const response = await fetch(`${app.url}${registration.installationPath}`, { redirect: 'manual' });
      expect(response.status).toBe(302);
      const location = new URL(response.headers.get('location') ?? '');
      expect(`${location.origin}${location.pathname}`).toBe(`${app.sandbox.url}/oauth/authorize`);
      expect(location.searchParams.get('client_id')).toBe(app.sandbox.clientId);
      expect(location.searchParams.get('redirect_uri')).toBe(`${app.url}${registration.callbackPath}`);
      states.add(location.searchParams.get('state'));
    }
    expect(states.size).toBe(2);
    for (const state of states) expect(state).toMatch(/^[\w-]{32,}$/);
  });
});

describe('the callback address', () => {
  const callback = (method: string, body?: object, authorization?: string) =>
    fetch(`${app.url}${registration.callbackPath}`, {
      method,
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const basic = () =>
    `Basic ${Buffer.from(`${app.sandbox.clientId}:${app.sandbox.clientSecret}`).toString('base64')}`;

  it('takes a person back who comes without a code, and says what to do', async () => {
    const response = await callback('GET');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Start the install again');
  });

  it('takes Pipedrive’s uninstall call', async () => {
    const call = {
      client_id: app.sandbox.clientId,
      company_id: 1,
      user_id: 1,
      timestamp: '2026-11-02T09:00:00Z',
    };
    expect((await callback('DELETE', call)).status).toBe(401);
    const taken = await callback('DELETE', call, basic());
    expect([taken.status, await taken.json()]).toEqual([200, { outcome: 'ignored' }]);
  });

  it('takes Pipedrive’s app-sharing notice', async () => {
    const notice = { company_id: 1, user_id: 1, isShared: true };
    expect((await callback('POST', notice)).status).toBe(401);
    expect((await callback('POST', notice, basic())).status).toBe(204);
  });
});
