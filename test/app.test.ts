import { Router } from 'express';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp } from '../server/app.ts';
import { endpoint } from '../server/platform/endpoint.ts';
import { AppError } from '../server/platform/errors.ts';
import { createLog } from '../server/platform/log.ts';
import { createMetrics } from '../server/platform/metrics.ts';

const operatorToken = 'operator-token-of-the-test';

function start(options: { failing?: boolean; token?: string; appUrl?: string; webUrl?: string } = {}) {
  const written: string[] = [];
  const feature = Router();
  const session = async () => ({ companyId: 1, userId: 2 });
  feature.post(
    '/api/echo',
    endpoint(session, { body: z.strictObject({ n: z.number() }) }, async ({ body }) => body),
  );
  feature.get('/api/broken', () => {
    throw new Error('acme GmbH, token=secret-token');
  });
  feature.get('/api/refused', () => {
    throw new AppError({
      code: 'refused',
      status: 409,
      message: 'Choose another one.',
      details: { field: 'name' },
    });
  });
  const app = createApp({
    log: createLog({ level: 'debug', destination: { write: (line) => void written.push(line) } }),
    metrics: createMetrics({ waitingEvents: async () => 0, runsByState: async () => ({}) }),
    appUrl: options.appUrl ?? 'http://127.0.0.1:3000',
    webUrl: options.webUrl ?? 'https://{company}.pipedrive.com',
    clientDir: '/nowhere',
    trustProxy: 0,
    operatorToken: options.token,
    checks: {
      database: async () => undefined,
      jobs: async () => {
        if (options.failing) throw new Error('gone');
      },
    },
    ownBodies: [],
    features: [feature],
  });
  return { http: supertest(app), log: () => written.join('') };
}

describe('health', () => {
  it('says that the process lives and that its parts are ready', async () => {
    const { http } = start();
    await http.get('/healthz').expect(200, { status: 'ok' });
    await http.get('/readyz').expect(200, { status: 'ready', parts: { database: 'ok', jobs: 'ok' } });
  });

  it('names the part that is not ready', async () => {
    await start({ failing: true })
      .http.get('/readyz')
      .expect(503, { status: 'not_ready', parts: { database: 'ok', jobs: 'failing' } });
  });
});

describe('metrics', () => {
  it('are not there without an operator token', async () => {
    await start().http.get('/metrics').expect(404);
  });

  it('are given to the operator only', async () => {
    const { http } = start({ token: operatorToken });
    await http.get('/metrics').expect(401);
    await http.get('/metrics').set('authorization', 'Bearer wrong').expect(401);
    const answer = await http.get('/metrics').set('authorization', `Bearer ${operatorToken}`).expect(200);
    expect(answer.text).toContain('http_request_seconds');
  });
});

describe('errors', () => {
  it('carry code, words and the request id, and say what to do', async () => {
    const answer = await start().http.get('/api/refused').expect(409);
    expect(answer.body).toEqual({
      error: {
        code: 'refused',
        message: 'Choose another one.',
        retry: false,
        requestId: answer.headers['x-request-id'],
        details: { field: 'name' },
      },
    });
  });

  it('of ours are reported to the log and never told to the caller', async () => {
    const { http, log } = start();
    const answer = await http.get('/api/broken').expect(500);
    expect(answer.body.error).toMatchObject({ code: 'internal', retry: true });
    expect(JSON.stringify(answer.body)).not.toContain('acme');
    expect(log()).toContain(answer.body.error.requestId);
  });

  it.each([
    ['no JSON', '{', 400, 'bad_request'],
    ['another type', '{"n":"1"}', 400, 'bad_request'],
    ['an unknown key', '{"n":1,"m":2}', 400, 'bad_request'],
    ['nothing', '', 400, 'bad_request'],
    ['too much', JSON.stringify({ n: 1, filler: 'x'.repeat(200_000) }), 413, 'too_large'],
  ])('refuse a body that is %s', async (_name, body, status, code) => {
    const answer = await start()
      .http.post('/api/echo')
      .set('content-type', 'application/json')
      .send(body)
      .expect(status);
    expect(answer.body.error.code).toBe(code);
  });

  it('answer an unknown address with 404', async () => {
    const answer = await start().http.get('/nothing/here').expect(404);
    expect(answer.body.error.code).toBe('not_found');
  });

  it('never put the query of a request into the log', async () => {
    const { http, log } = start();
    await http.get('/api/refused?token=hush-token&code=hush-code');
    expect(log()).toContain('/api/refused');
    expect(log()).not.toContain('hush-');
  });
});

describe('headers', () => {
  it('let only Pipedrive frame the surfaces', async () => {
    const answer = await start().http.get('/panel');
    expect(answer.headers['content-security-policy']).toContain('frame-ancestors https://*.pipedrive.com');
    expect(answer.headers['x-frame-options']).toBeUndefined();
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
  });

  it('let nobody frame anything else', async () => {
    const answer = await start().http.get('/healthz');
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('name no local host for a real Pipedrive', async () => {
    const answer = await start({ appUrl: 'https://app.example' }).http.get('/settings');
    expect(answer.headers['content-security-policy']).not.toMatch(/localhost|127\.0\.0\.1/);
    expect(answer.headers['strict-transport-security']).toBeDefined();
  });
});
