import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, settings } from '../server/config.ts';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const enough = {
  PIPEDRIVE_CLIENT_ID: 'id',
  PIPEDRIVE_CLIENT_SECRET: 'secret',
  ENCRYPTION_KEYS: key('a'),
  APP_URL: 'https://app.example/',
};

function faultsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('the configuration', () => {
  it('needs just the secrets and its own address, and has a default for everything else', () => {
    const config = readConfig(enough);
    expect(config).toMatchObject({ PORT: 3000, APP_URL: 'https://app.example', DATA_DIR: '.data' });
    expect(config.ENCRYPTION_KEYS[0].id).toBe('a');
  });

  it('reports every missing and malformed setting at once, with what it is for, never its value', () => {
    const faults = faultsOf({
      PORT: 'eighty',
      MONGODB_URI: 'postgres://secret-host',
      ENCRYPTION_KEYS: 'a:short-secret',
    });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual(
      [
        'APP_URL',
        'ENCRYPTION_KEYS',
        'MONGODB_URI',
        'PIPEDRIVE_CLIENT_ID',
        'PIPEDRIVE_CLIENT_SECRET',
        'PORT',
      ].sort(),
    );
    expect(faults.join()).not.toMatch(/eighty|secret-host|short-secret/);
  });

  it('says what may be set', () => {
    const [fault] = faultsOf({ ...enough, LOG_LEVEL: 'loud' });
    expect(fault).toContain('silent, error, warn, info or debug');
  });

  it('wants a sender as soon as there is a mail server', () => {
    const SMTP_URL = 'smtp://user:secret@mail.example';
    expect(faultsOf({ ...enough, SMTP_URL })).toEqual([expect.stringMatching(/^MAIL_FROM is missing/)]);
    expect(faultsOf({ ...enough, SMTP_URL, MAIL_FROM: 'Store Leads <app@mail.example>' })).toEqual([]);
    const malformed = faultsOf({ ...enough, SMTP_URL: 'https://secret', MAIL_FROM: 'nobody' });
    expect(malformed.map((fault) => fault.split(' ')[0])).toEqual(['SMTP_URL', 'MAIL_FROM']);
    expect(malformed.join()).not.toContain('secret');
  });

  it('works out its own address only for a Pipedrive on this machine', () => {
    const { APP_URL: _, ...rest } = enough;
    expect(readConfig({ ...rest, PORT: '3100', PIPEDRIVE_OAUTH_URL: 'http://localhost:3001' }).APP_URL).toBe(
      'http://127.0.0.1:3100',
    );
    expect(faultsOf(rest)).toEqual([expect.stringMatching(/^APP_URL is missing/)]);
  });

  it('takes an empty value as not set', () => {
    expect(readConfig({ ...enough, PORT: '', MONGODB_URI: '' }).PORT).toBe(3000);
  });

  it('reads several encryption keys, the first of which seals', () => {
    const { ENCRYPTION_KEYS } = readConfig({ ...enough, ENCRYPTION_KEYS: `${key('new')}, ${key('old')}` });
    expect(ENCRYPTION_KEYS.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  it.each([
    'a',
    'a:',
    ':AAAA',
    `a b:${randomBytes(32).toString('base64')}`,
    `a:${randomBytes(16).toString('base64')}`,
  ])('refuses the encryption key %s', (text) => {
    expect(faultsOf({ ...enough, ENCRYPTION_KEYS: text })).toHaveLength(1);
  });

  it('is what the README says: every setting, its default and its meaning', () => {
    const readme = readFileSync('README.md', 'utf8');
    for (const [name, { meaning, schema }] of Object.entries(settings)) {
      const fallback = schema.safeParse(undefined);
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``));
      expect(row, name).toBeDefined();
      expect(row).toContain(meaning.replaceAll('|', '\\|'));
      if (name !== 'CACHE_DIR' && fallback.success && fallback.data !== undefined) {
        expect(row, name).toContain(`\`${String(fallback.data)}\``);
      }
    }
  });
});
