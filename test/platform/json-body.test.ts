import express from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { isTooMuchJson, jsonBody } from '../../server/platform/json-body.ts';
import { silentLog } from '../../server/platform/log.ts';
import { errorHandler } from '../../server/web/error-handler.ts';

const tooMuch = (text: string) => isTooMuchJson(Buffer.from(text));
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a large JSON body', () => {
  it.each([
    ['many brackets inside each other', nested(33)],
    ['a million brackets that nobody closes', '{"a":['.repeat(200_000)],
    ['many small things', `[${'{},'.repeat(30_000)}{}]`],
    ['many numbers', `[${'1,'.repeat(60_000)}1]`],
    ['many things after texts with quotes and backslashes', `["\\\\","\\"",${'1,'.repeat(60_000)}1]`],
  ])('is refused before it is read when it has %s', (_, text) => {
    expect(tooMuch(text)).toBe(true);
  });

  it.each([
    ['long text', JSON.stringify({ text: '{"a":[1,2]},'.repeat(100_000) })],
    ['text that ends in backslashes', JSON.stringify(['\\'.repeat(99_999), '['.repeat(99)])],
    ['text nobody ends', `"${','.repeat(60_000)}`],
    ['brackets as deep as is allowed', nested(32)],
  ])('is read when it has %s', (_, text) => {
    expect(tooMuch(text)).toBe(false);
  });

  it('is never refused for what its texts hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const body = JSON.stringify({ text: text.repeat(Math.ceil(60_000 / (text.length + 1))) });
        expect(tooMuch(body)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('answers what is wrong with it, also when quotes are hidden in another encoding', async () => {
    const app = express();
    app.use(jsonBody('1mb'));
    app.use((incoming, response) => void response.json(incoming.body));
    app.use(errorHandler(silentLog));
    const post = (body: string, type = 'application/json') =>
      request(app).post('/').set('content-type', type).send(body);
    expect((await post('{"a":[1]}')).body).toEqual({ a: [1] });
    const refused = await post(nested(300_000));
    expect([refused.status, refused.body.error.code]).toEqual([413, 'too_large']);
    const hidden = await post('[]', 'application/json; charset=utf-16');
    expect([hidden.status, hidden.body.error.code]).toEqual([415, 'bad_request']);
  });
});
