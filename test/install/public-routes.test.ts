import express from 'express';
import request from 'supertest';
import { afterAll, describe, expect, test } from 'vitest';
import { createInstallRouter } from '../../server/install/install.routes.ts';
import { silentLog } from '../../server/platform/log.ts';
import { errorHandler } from '../../server/web/error-handler.ts';
import { testDatabase } from '../support/database.ts';
import { startInstallWorld } from './install-world.ts';

const db = await testDatabase();
const world = await startInstallWorld(db);
afterAll(() => world.close());

const appAt = (appUrl: string) =>
  express()
    .use(createInstallRouter({ ...world.deps, options: { ...world.deps.options, appUrl } }))
    .use(errorHandler(silentLog));

describe('the public routes of installing', () => {
  test('over https set a cookie that no other host can set and no plain request carries', async () => {
    const response = await request(appAt('https://app.example')).get('/install');
    expect(response.headers['set-cookie']?.[0]).toMatch(
      /^__Host-install=[\w-]{43}; Max-Age=600; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test('take no cookie for their own that they could not have set', async () => {
    const app = appAt('http://app.example');
    const odd = await request(app).get('/install').set('cookie', 'install=short; other=1');
    expect(odd.headers['set-cookie']?.[0]).not.toContain('install=short');
    const own = 'o'.repeat(43);
    const kept = await request(app).get('/install').set('cookie', `other=1; install=${own}`);
    expect(kept.headers['set-cookie']?.[0]).toContain(`install=${own};`);
  });

  test('write nothing of a request into their pages', async () => {
    const response = await request(appAt(world.url)).get('/oauth/callback?error=%3Cscript%3E&state=%3Cb%3E');
    expect(response.status).toBe(200);
    expect(response.text).not.toMatch(/<script|<b>/);
    expect(response.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(response.headers['cache-control']).toBe('no-store');
  });

  test('slow down an address that never stops, each on its own', async () => {
    const app = appAt(world.url);
    for (let call = 0; call < 120; call += 1) {
      await request(app).post('/oauth/callback').set('authorization', 'Basic eDp5').expect(401);
    }
    const response = await request(app).post('/oauth/callback').set('authorization', 'Basic eDp5');
    expect([response.status, response.body.error.code]).toEqual([429, 'too_many_requests']);
    expect((await request(app).get('/install')).status).toBe(302);
  });

  test('show a fault of ours as a page that says what to do', async () => {
    const broken = { ...world.deps.states, add: () => Promise.reject(new Error('The database is gone')) };
    const app = express().use(createInstallRouter({ ...world.deps, states: broken }));
    const response = await request(app).get('/install');
    expect(response.status).toBe(500);
    expect(response.text).toContain('Install again in a minute');
    expect(response.text).not.toContain('database is gone');
  });
});
