import { describe, expect, it } from 'vitest';
import { AppError } from '../../server/platform/errors.ts';
import { createLog, pathOnly } from '../../server/platform/log.ts';

function lines(write: (log: ReturnType<typeof createLog>) => void): string {
  const written: string[] = [];
  write(createLog({ level: 'debug', destination: { write: (line) => void written.push(line) } }));
  return written.join('');
}

describe('the log', () => {
  it.each(['authorization', 'access_token', 'refresh_token', 'token', 'password', 'cookie', 'secret'])(
    'cuts out %s wherever it stands',
    (key) => {
      const text = lines((log) => {
        log.info({ [key]: 'hush-1', inner: { [key]: 'hush-2', deeper: { [key]: 'hush-3' } } }, 'something');
      });
      expect(text).toContain('[redacted]');
      expect(text).not.toMatch(/hush-/);
    },
  );

  it('says of an error what kind it is, its code and where it happened, but not its words', () => {
    const foreign = Object.assign(new Error('cannot read hush-acme GmbH'), {
      code: 11000,
      config: { token: 'hush' },
    });
    const own = new AppError({
      code: 'refused',
      status: 409,
      message: 'Choose another one.',
      cause: foreign,
    });
    const text = lines((log) => {
      log.error({ err: foreign, code: 'pipedrive_unavailable' }, 'it failed');
      log.error({ err: own }, 'it was refused');
    });
    expect(text).toContain('"code":"pipedrive_unavailable"');
    expect(text).toContain('"code":11000');
    expect(text).toContain('Choose another one.');
    expect(text).toContain('log.test.ts');
    expect(text).not.toContain('hush');
  });

  it('keeps the path of an address and drops its query', () => {
    expect(pathOnly('/oauth/callback?code=abc&state=def')).toBe('/oauth/callback');
    expect(pathOnly('/panel#token=abc')).toBe('/panel');
  });
});
