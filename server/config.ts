import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { EncryptionKey, KeyRing } from './platform/crypto.ts';

/** Every setting: its meaning, and how it is read. The README's table is tested against this. */
export const settings = {
  PORT: {
    meaning: 'Port the app listens on, 0 to 65535',
    schema: z.coerce.number().int().min(0).max(65_535).default(3000),
  },
  METRICS_PORT: {
    meaning:
      'Port on which npm run worker serves /metrics, /healthz and /readyz, 0 to 65535; none without it',
    schema: z.coerce.number().int().min(0).max(65_535).optional(),
  },
  HOST: { meaning: 'Address the app listens on', schema: z.string().default('127.0.0.1') },
  APP_URL: {
    meaning: 'Public address of the app, as registered in Developer Hub, e.g. https://app.example',
    schema: z.url({ protocol: /^https?$/ }).optional(),
  },
  DATA_DIR: {
    meaning: 'Folder of the embedded database and the sandbox',
    schema: z.string().default('.data'),
  },
  CACHE_DIR: {
    meaning: 'Folder for a downloaded database server',
    schema: z.string().default(defaultCacheDir()),
  },
  MONGODB_URI: {
    meaning: 'MongoDB 7 or later, a replica set, as mongodb:// or mongodb+srv://; embedded when absent',
    schema: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\//)
      .optional(),
  },
  MONGODB_DATABASE: { meaning: 'Name of the database', schema: z.string().min(1).default('store_leads') },
  MONGOMS_SYSTEM_BINARY: { meaning: 'An installed mongod to run embedded', schema: z.string().optional() },
  PIPEDRIVE_CLIENT_ID: {
    meaning: 'Client ID from Developer Hub; without it the sandbox Pipedrive is used',
    schema: z.string().min(1),
  },
  PIPEDRIVE_CLIENT_SECRET: { meaning: 'Client secret from Developer Hub', schema: z.string().min(1) },
  PIPEDRIVE_OAUTH_URL: {
    meaning: 'Where Pipedrive authorizes, an http or https address',
    schema: z.url({ protocol: /^https?$/ }).default('https://oauth.pipedrive.com'),
  },
  PIPEDRIVE_WEB_URL: {
    meaning:
      'Where a company works in Pipedrive, an http or https address; {company} is replaced by its subdomain',
    schema: z
      .string()
      .regex(/^https?:\/\//)
      .default('https://{company}.pipedrive.com'),
  },
  ENCRYPTION_KEYS: {
    meaning: 'Keys that seal tokens: id:base64 of 32 bytes, comma-separated; the first seals, all open',
    schema: z.string().transform(toKeyRing),
  },
  STORELEADS_API_KEY: {
    meaning: 'Key of the Store Leads API; with it stores the catalogue does not know are asked for',
    schema: z.string().min(1).optional(),
  },
  STORELEADS_URL: {
    meaning: 'Base address of the Store Leads API with the platform scope, an http or https address',
    schema: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .default('https://storeleads.app/json/api/v1/all'),
  },
  OPERATOR_TOKEN: {
    meaning: 'Guards /metrics and /operator, at least 16 characters; both are off without it',
    schema: z.string().min(16).optional(),
  },
  DEFAULT_ACCOUNT_PLAN: {
    meaning: 'Store Leads plan of an account made by an install: free, premium, pro, elite or enterprise',
    schema: z.enum(['free', 'premium', 'pro', 'elite', 'enterprise']).default('free'),
  },
  SAMPLE_STORES: {
    meaning: 'Invented stores put into an empty catalogue at start, 0 to 1000000; the sandbox uses 5000',
    schema: z.coerce.number().int().min(0).max(1_000_000).default(0),
  },
  SMTP_URL: {
    meaning:
      'Mail server of the daily error mail, as smtp://user:password@host:587 or smtps://…; no mail without it',
    schema: z.url({ protocol: /^smtps?$/ }).optional(),
  },
  MAIL_FROM: {
    meaning: 'Sender of mails, e.g. Store Leads <mail@app.example>; required with SMTP_URL',
    schema: z
      .string()
      .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/)
      .optional(),
  },
  TRUST_PROXY: {
    meaning: 'Number of proxies in front of the app, 0 to 10',
    schema: z.coerce.number().int().min(0).max(10).default(0),
  },
  SANDBOX_PORT: {
    meaning: 'Port of the sandbox Pipedrive, 0 to 65535',
    schema: z.coerce.number().int().min(0).max(65_535).default(3001),
  },
  SANDBOX_API_DOMAIN: {
    meaning: 'API origin the sandbox hands out with its tokens, an http address; its own when absent',
    schema: z.url({ protocol: /^https?$/ }).optional(),
  },
  LOG_LEVEL: {
    meaning: 'How much is logged: silent, error, warn, info or debug',
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  },
} as const;

type SettingName = keyof typeof settings;
type Settings = { [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> };

/** The settings with what follows from them. */
export type Config = Omit<Settings, 'APP_URL'> & {
  /** Origin of the app without a trailing slash. */
  APP_URL: string;
};

/** Thrown when settings are missing or malformed; lists all of them. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(`The configuration needs attention:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the settings from an environment; the only reader of it.
 * Empty values count as not set.
 * @throws ConfigError naming every setting at fault and what it means.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { meaning, schema }] of Object.entries(settings)) {
    const result = schema.safeParse(given[name]);
    if (result.success) values[name] = result.data;
    else faults.push(`${name} ${given[name] === undefined ? 'is missing' : 'is malformed'}: ${meaning}.`);
  }
  if (given['APP_URL'] === undefined && isRealPipedrive(values['PIPEDRIVE_OAUTH_URL'])) {
    faults.push(`APP_URL is missing: ${settings.APP_URL.meaning}.`);
  }
  if (given['SMTP_URL'] !== undefined && given['MAIL_FROM'] === undefined) {
    faults.push(`MAIL_FROM is missing: ${settings.MAIL_FROM.meaning}.`);
  }
  if (faults.length > 0) throw new ConfigError(faults);
  const config = values as Settings;
  const appUrl = config.APP_URL ?? `http://127.0.0.1:${config.PORT}`;
  return { ...config, APP_URL: new URL(appUrl).origin };
}

/** True for anything but a sandbox on this machine: Pipedrive must be able to reach the app. */
function isRealPipedrive(oauthUrl: unknown): boolean {
  return (
    typeof oauthUrl === 'string' && !['localhost', '127.0.0.1', '[::1]'].includes(new URL(oauthUrl).hostname)
  );
}

/** Where programs the app downloads are kept: the user's cache folder. */
export function defaultCacheDir(): string {
  return join(homedir(), '.cache', 'store-leads-for-pipedrive');
}

function toKeyRing(text: string, context: z.RefinementCtx): KeyRing {
  const keys: EncryptionKey[] = [];
  for (const part of text.split(',')) {
    const [id, base64] = part.trim().split(':');
    const key = Buffer.from(base64 ?? '', 'base64');
    if (!id || !/^[\w-]+$/.test(id) || key.length !== 32) {
      context.addIssue({ code: 'custom', message: 'each key is id:base64 of 32 bytes' });
      return z.NEVER;
    }
    keys.push({ id, key });
  }
  const [first, ...rest] = keys;
  if (!first) return z.NEVER;
  return [first, ...rest];
}
