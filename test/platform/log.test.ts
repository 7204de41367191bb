import { describe, expect, it } from 'vitest';
import { createLog, pathOnly } from '../../server/platform/log.ts';

function lines(write: (log: ReturnType<typeof createLog>) => void): string {
  const written: string[] = [];
  write(createLog({ level: 'debug', destination: { write: (line) => void written.push(line) } }));
  return written.join('');
}

describe('the log', () => {
  it.each([
    'authorization',
    'access_token',
    'refresh_token',
    'token',
    'password',
    'cookie',
    'secret',
    'code',
    'state',
  ])('cuts out %s wherever it stands', (key) => {
    const text = lines((log) => {
      log.info({ [key]: 'hush-1', inner: { [key]: 'hush-2', deeper: { [key]: 'hush-3' } } }, 'something');
    });
    expect(text).toContain('[redacted]');
    expect(text).not.toMatch(/hush-/);
  });

  it('keeps the path of an address and drops its query', () => {
    expect(pathOnly('/oauth/callback?code=abc&state=def')).toBe('/oauth/callback');
    expect(pathOnly('/panel#token=abc')).toBe('/panel');
  });
});
