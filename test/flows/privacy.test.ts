import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

/** Stands in every name, address, e-mail and custom text of the pretend CRM. */
const canary = 'Zq7canaryWx3';

/** What may be stored, by collection: every key path, `*` for keys that are codes or ids. */
const allowed: Record<string, string[]> = {
  accounts: ['_id', 'companyId', 'ownerUserId', 'plan', 'platformScope', 'createdAt', '__v'],
  installations: [
    ...['_id', 'companyId', 'epoch', 'accountId', 'organizationUserId', 'websiteField', 'fieldPrefix'],
    ...['budgetSharePercent', 'pipedrivePlan', 'tagKey', 'installedAt', '__v'],
  ],
  connections: [
    ...[
      '_id',
      'companyId',
      'userId',
      'epoch',
      'state',
      'brokenReason',
      'brokenAt',
      'isAdmin',
      'canAddFields',
    ],
    ...['installedAt', 'accessToken', 'refreshToken', 'expiresAt', 'apiDomain', 'version', 'lease', '__v'],
    ...['lease.owner', 'lease.until'],
  ],
  erase_receipts: [
    ...[
      '_id',
      'companyId',
      'userId',
      'epoch',
      'scope',
      'reason',
      'startedAt',
      'at',
      'counts',
      'counts.*',
      '__v',
    ],
  ],
  oauth_states: ['_id', 'browser', 'expiresAt', '__v'],
  company_locks: ['_id', 'token', 'until', '__v'],
  mappings: [
    ...['_id', 'companyId', 'epoch', 'objectType', 'version', 'entries', 'entries.source', 'entries.target'],
    ...[
      'entries.target.code',
      'entries.target.type',
      'entries.rule',
      'entries.whenMissing',
      'entries.enabled',
    ],
    ...['entries.volatility', 'entries.volatility.kind', 'entries.volatility.share', 'entries.broken'],
    ...['entries.volatility.points', 'entries.broken.code', 'entries.broken.since', 'refusedAt', '__v'],
    ...['entries.volatility.plus', 'intents', 'creating', 'creating.token', 'creating.until'],
  ],
  links: [
    ...[
      '_id',
      'companyId',
      'orgId',
      'epoch',
      'domains',
      'updateTime',
      'match',
      'match.kind',
      'match.storeId',
    ],
    ...[
      'match.key',
      'match.storeIds',
      'notStoreIds',
      'chosenStoreId',
      'doNotEnrich',
      'gone',
      'enrichable',
      'rev',
    ],
    ...[
      'confirmed',
      'pending',
      'mappingVersion',
      'lock',
      'lock.token',
      'lock.until',
      'last',
      'last.at',
      'scan',
    ],
    ...['last.runId', 'last.outcome', 'last.code', 'last.fieldsWritten', 'last.notes', 'last.notes.source'],
    ...['last.notes.code', 'scanRunId', 'seenAt', 'checkedAt', 'decidedAt'],
  ],
  runs: ['*', 'pace.*', 'counters.*', 'counters.skipped.*', 'counters.failed.*', 'driver.*'],
  run_chunks: ['*', 'counts.*', 'counts.skipped.*', 'counts.failed.*', 'claim.*'],
  run_history: [
    ...['_id', 'companyId', 'epoch', 'orgId', 'runId', 'at', 'outcome', 'code', 'sources', 'notes'],
    ...['notes.source', 'notes.code'],
  ],
};
/** Collections that hold nothing of a CRM: the catalogue, the job queue, budget counters. */
const foreign = ['stores', 'catalog_meta', 'jobs', 'budget_days', 'burst_windows'];

const db = await testDatabase();
let app: PreparedApp;

beforeAll(async () => {
  app = await preparedApp(db, { sandbox: { organizations: 80, persons: 40, canary } });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(97);
  await app.finished(await app.startRun('/api/enrich-all'));
  for (const { id } of app.sandbox.world.organizations.slice(0, 12)) {
    await app.api(app.admin, 'GET', `/api/organizations/${id}/panel`);
    await app.api(app.admin, 'POST', `/api/organizations/${id}/enrich`);
    await app.api(app.admin, 'POST', `/api/organizations/${id}/link`, { decision: 'do_not_enrich' });
  }
  for (const { id } of app.sandbox.world.persons.slice(0, 5)) {
    await app.api(app.admin, 'GET', `/api/persons/${id}/panel`);
  }
  app.sandbox.addFault({ kind: 'html_403', method: 'GET', path: '/api/v2/organizations/*' });
  await app.api(app.admin, 'GET', `/api/organizations/${app.sandbox.world.organizations[0]?.id}/panel`);
});
afterAll(() => app.close());

describe('after everything the app can do with a CRM', () => {
  it('no collection holds a key that is not on the list', async () => {
    const unknown: string[] = [];
    for (const [collection, rows] of Object.entries(await dumpDatabase(db))) {
      if (foreign.includes(collection)) continue;
      const list = allowed[collection] ?? [];
      for (const path of new Set(rows.flatMap((row) => keyPaths(row)))) {
        if (!list.some((rule) => fits(rule, path))) unknown.push(`${collection}: ${path}`);
      }
    }
    expect(unknown).toEqual([]);
  });

  it('no text of the CRM is in any collection, in the files of the database, or in the log', async () => {
    const dump = JSON.stringify(await dumpDatabase(db));
    expect(dump.length).toBeGreaterThan(10_000);
    expect(dump).not.toContain(canary);
    expect(app.log()).not.toContain(canary);
    expect(app.log().length).toBeGreaterThan(1000);
    const folder = inject('databaseFolder');
    if (folder !== '') expect(filesWith(folder, canary)).toEqual([]);
  });

  it('no token of Pipedrive is in the log or readable in the database', async () => {
    const { accessTokens, installs } = app.sandbox.world;
    const tokens = [...Object.keys(accessTokens), ...installs.map(({ refreshToken }) => refreshToken)];
    expect(tokens.length).toBeGreaterThan(0);
    const seen = JSON.stringify(await dumpDatabase(db)) + app.log();
    for (const token of tokens) expect(seen).not.toContain(token);
  });

  it('an uninstall leaves the receipt and nothing else of the company', async () => {
    await app.sandbox.uninstall(app.admin);
    const left = await dumpDatabase(db);
    const holding = Object.entries(left)
      .filter(([name, rows]) => !['stores', 'catalog_meta'].includes(name) && rows.length > 0)
      .map(([name]) => name);
    expect(holding.filter((name) => name !== 'jobs').sort()).toEqual(['erase_receipts']);
  });
});

function keyPaths(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keyPaths(item, prefix));
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Date || '_bsontype' in value) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    return [path, ...keyPaths(inner, path)];
  });
}

function fits(rule: string, path: string): boolean {
  if (!rule.includes('*')) return rule === path;
  return new RegExp(`^${rule.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`).test(path);
}

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesWith(path, text);
    return readFileSync(path).includes(text) ? [path] : [];
  });
}
