import { describe, expect, it } from 'vitest';
import { createTokenCache } from '../../client/api/token-cache.ts';

function setUp() {
  let asked = 0;
  let now = 0;
  const tokens = createTokenCache(
    async () => {
      asked += 1;
      return `token-${asked}`;
    },
    () => now,
  );
  return { tokens, asked: () => asked, wait: (ms: number) => (now += ms) };
}

describe('the token cache', () => {
  it('keeps a token for four and a half of its five minutes', async () => {
    const { tokens, wait } = setUp();
    expect(await tokens.get()).toBe('token-1');
    wait(269_999);
    expect(await tokens.get()).toBe('token-1');
    wait(1);
    expect(await tokens.get()).toBe('token-2');
  });

  it('asks the host once for callers that come at the same time', async () => {
    const { tokens, asked } = setUp();
    await Promise.all([tokens.get(), tokens.get(), tokens.get()]);
    expect(asked()).toBe(1);
  });

  it('drops a refused token, but not the newer one somebody else got meanwhile', async () => {
    const { tokens } = setUp();
    tokens.drop(await tokens.get());
    expect(await tokens.get()).toBe('token-2');
    tokens.drop('token-1');
    expect(await tokens.get()).toBe('token-2');
  });

  it('asks again after the host failed', async () => {
    let fail = true;
    const tokens = createTokenCache(
      async () => {
        if (fail) throw new Error('silent');
        return 'token';
      },
      () => 0,
    );
    await expect(tokens.get()).rejects.toThrow('silent');
    fail = false;
    expect(await tokens.get()).toBe('token');
  });
});
