import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, Schema } from 'mongoose';
import { expect } from 'vitest';
import { dumpDatabase, testServer } from './database.ts';

/** What a person decided about both record types: a code and a type of each field, never its name or values. */
function objectKeys(at: string, more = ''): string {
  const entry = `source target target.code target.type rule whenMissing volatility volatility.kind volatility.share
    volatility.plus newOption enabled ${more}`;
  return ['organization', 'person']
    .map((type) => `${at}.${type}`)
    .flatMap((object) => [
      `${object} ${object}.enabled ${object}.entries`,
      ...words(entry).map((key) => `${object}.entries.${key}`),
    ])
    .join(' ');
}

/** Expressions as people wrote them, with stores to try them on. */
function calculatedKeys(at: string): string {
  const keys = 'name label expression resultType examples examples.storeId examples.expected';
  return [at, ...words(keys).map((key) => `${at}.${key}`)].join(' ');
}

/**
 * Every key that may be stored, by collection. `*` is one key that is itself an id, a code or a name of ours; `**` is
 * anything below, for what Store Leads knows of a store.
 */
const allowed: Record<string, string> = {
  accounts: '_id companyId ownerUserId plan platformScope createdAt',
  installations: `_id companyId epoch accountId organizationUserId websiteField fieldPrefix budgetSharePercent
    pipedrivePlan tagKey installedAt standby standby.mode standby.userId handover handover.fromUserId
    handover.toUserId handover.reason handover.at handover.told`,
  connections: `_id companyId userId epoch state brokenReason brokenAt isAdmin canAddFields installedAt accessToken
    refreshToken expiresAt apiDomain version lease lease.owner lease.until`,
  mail_subscriptions: `_id companyId epoch userId address timeZone state confirmKey confirmUntil unsubscribe
    unsubscribeKey askedAt nextAt toldUntil toldWaiting lastSentAt trouble`,
  mail_days:
    '_id companyId epoch state owner until nextAt attempts told told.toldUntil told.toldWaiting createdAt',
  preferences: `_id companyId epoch version chosen chosen.automatic chosen.order chosen.quietHours chosen.quietHours.from
    chosen.quietHours.until chosen.quietHours.timeZone chosen.undo chosen.signals chosen.signals.kind
    chosen.signals.names`,
  erase_receipts: '_id companyId userId epoch scope reason startedAt at counts counts.*',
  oauth_states: '_id browser expiresAt',
  company_locks: '_id token until',
  mappings: `_id companyId epoch version edition savedBy savedBy.userId savedBy.at savedBy.reason savedBy.fieldPrefix objects
    ${objectKeys('objects', 'broken broken.code broken.since')} objects.organization.intents objects.person.intents
    ${calculatedKeys('calculated')} refusedAt creating creating.token creating.until`,
  mapping_versions: `_id companyId epoch edition at userId reason fieldPrefix config ${objectKeys('config')}
    ${calculatedKeys('config.calculated')}`,
  links: `_id companyId epoch orgId domains updateTime match match.kind match.storeId match.key scanRunId gone
    notStoreIds chosenStoreId doNotEnrich enrichable confirmed pending replaced asOf version lock lock.token lock.until rev last last.at
    last.runId last.outcome last.code last.fieldsWritten last.notes last.notes.source last.notes.code
    last.notes.detail failingSince seen seen.at seen.runId seen.version broughtRelease waitingSince rewrites
    rewrites.at rewrites.counts`,
  runs: `_id companyId epoch kind state active pauseReason resumesAt phase driver driver.token driver.until planned
    plannedIsEstimate counters counters.written counters.unchanged counters.skipped counters.skipped.* counters.failed
    counters.failed.* counters.notes counters.notes.* counters.fieldsToWrite counters.fieldsToWrite.* tokensUsed
    reading longestGapMs cursor highWater lookedTo failures settled release ofRunId only createdByUserId createdAt startedAt pace pace.since pace.done
    finishedAt errorCode`,
  given_releases: '_id companyId epoch release at',
  signal_releases: '_id companyId epoch release at',
  signal_claims: `_id companyId epoch orgId release releasedAt storeId changes changes.kind changes.from changes.to runId
    state open code asked tries token until at`,
  run_places: '_id companyId epoch runId takenAt',
  run_chunks: `_id runId companyId epoch from to ids order count done token until counts counts.written counts.unchanged
    counts.skipped counts.skipped.* counts.failed counts.failed.* counts.fieldsToWrite
    counts.fieldsToWrite.* counts.notes counts.notes.* tokensUsed longestGapMs createdAt`,
  run_history:
    '_id companyId epoch orgId cause runId at outcome code field sources notes notes.source notes.code notes.detail',
  undo_values: `_id companyId epoch orgId runId cause at settled fields fields.source fields.code fields.sealed fields.sent
    fields.held`,
  budget_days: `_id companyId window startedAt resetsAt resetOffsetMs reset used spent lanes lanes.click lanes.event
    lanes.create lanes.bulk hours hours.* hours.*.* limit ceiling ceilingAt before before.used before.spent
    before.remaining before.lanes before.lanes.click before.lanes.event before.lanes.create before.lanes.bulk
    exhaustedUntil burstLimit`,
  burst_windows: '_id companyId userId window taken blockedUntil usedAt',
  stores: `_id domain domain.** digest release platform rank cluster keys keys.k keys.kind changes changes.release
    changes.attributes changes.platform changes.platform.from changes.platform.to changes.plan changes.plan.from
    changes.plan.to changes.appsAdded changes.appsRemoved`,
  webhook_subscriptions: `_id companyId epoch objectType address secret state code webhookId ownerUserId origin registeredAt
    certainUntil uncertain uncertain.since uncertain.reason uncertain.noticedAt listedAt lastDeliveryAt
    lastDeliveryStatus nextCheckAt failures arrivals arrivals.received arrivals.repeated arrivals.refused
    arrivals.refused.* lastEventAt lagMs lease lease.token lease.until`,
  inbox_events: `_id eventId companyId epoch objectType recordId at updateTime receivedAt state dueAt failures code doneAt
    event event.action event.userId event.source event.mergedTo event.mergedFrom event.domains event.mailDomains
    event.websiteField event.websiteChanged
    event.mappingVersion event.fields event.fields.* event.changed event.changedMore`,
  inbox_claims: '_id companyId epoch token until',
  asked_hosts: '_id askedAt',
  store_leads_pace: '_id next blockedUntil',
  catalog_meta: '_id number publishedAt count seed',
  catalog_publication: '_id token until seen',
};
/** Collections of the job queue, whose keys are its own; of a job's data only ids are ours. */
const queue: Record<string, string> = {
  jobs: `_id name type data data.companyId data.epoch data.runId priority progress disabled fork nextRunAt lockedAt
    lastRunAt lastFinishedAt lastModifiedBy failCount failReason failedAt repeatAt repeatInterval repeatTimezone
    skipDays startDate endDate debounceStartedAt`,
  agenda_logs: '',
};

/** A text to stand in every name, address, e-mail and custom text of a pretend CRM; in lower case, as e-mails are kept. */
export function newCanary(): string {
  return `zq${randomBytes(6).toString('hex')}wx`;
}

/**
 * Fails unless what a database holds, its files and the log keep the promises of privacy: only listed keys, and the
 * canary nowhere.
 * @param db the app's own connection: its models are held against the list
 * @param canary what `newCanary` gave, said to the sandbox when it was started
 * @param log everything the app logged
 */
export async function expectPrivate(db: Connection, canary: string, log: string): Promise<void> {
  expect(listedKeys(db)).toEqual(schemaKeys(db));
  const dump = await dumpDatabase(db);
  expect(keysOff(dump)).toEqual([]);
  const text = JSON.stringify(dump).toLowerCase();
  expect(text.length).toBeGreaterThan(1000);
  expect(text).not.toContain(canary);
  expect(log.length).toBeGreaterThan(1000);
  expect(log.toLowerCase()).not.toContain(canary);
  expect(filesHolding(canary)).toEqual([]);
  if (!filesAreReadable()) return;
  const epochs = epochsIn(dump);
  expect(epochs.length).toBeGreaterThan(0);
  for (const epoch of epochs) expect(filesHolding(epoch)).not.toEqual([]);
}

/** Files of the database server that hold a text as it is; none when the server is somebody else's. */
export function filesHolding(text: string): string[] {
  const { folder } = testServer();
  if (folder === '') return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readOrNothing(path).includes(text));
}

/**
 * Whether a stored text can be found in the database's files for certain: mongod compresses its own, so there the search
 * may miss what is there, and only elsewhere it can be shown that it finds something.
 */
export function filesAreReadable(): boolean {
  const { folder, name } = testServer();
  return folder !== '' && name.startsWith('SecantusDB');
}

/** Stored keys that are on no list, such as `links: name`. */
export function keysOff(dump: Record<string, unknown[]>): string[] {
  return Object.entries(dump).flatMap(([collection, rows]) => {
    const rules = words(allowed[collection] ?? queue[collection] ?? '');
    const paths = [...new Set(rows.flatMap((row) => keyPaths(row)))];
    return paths
      .filter((path) => !rules.some((rule) => fits(rule, path)))
      .map((path) => `${collection}: ${path}`);
  });
}

/** The list, without what lies inside values that have no schema of their own. */
function listedKeys(db: Connection): Record<string, string[]> {
  const free = Object.values(db.models).flatMap(({ collection, schema }) =>
    pathsOf(schema).flatMap(({ path, mixed }) => (mixed ? [`${collection.name}: ${path}.`] : [])),
  );
  const lists = Object.entries(allowed).map(([name, keys]): [string, string[]] => {
    const plain = words(keys).filter((key) => !free.some((outer) => `${name}: ${key}`.startsWith(outer)));
    return [name, plain.sort()];
  });
  return Object.fromEntries(lists);
}

/** The keys the app's models can store, by collection. */
function schemaKeys(db: Connection): Record<string, string[]> {
  const models = Object.values(db.models).map(({ collection, schema }): [string, string[]] => [
    collection.name,
    pathsOf(schema)
      .map(({ path }) => path)
      .sort(),
  ]);
  return Object.fromEntries(models);
}

function pathsOf(schema: Schema, prefix = ''): { path: string; mixed: boolean }[] {
  return Object.entries(schema.paths).flatMap(([path, { schema: inner, instance }]) => [
    { path: prefix + path, mixed: instance === 'Mixed' },
    ...(inner ? pathsOf(inner, `${prefix}${path}.`) : []),
  ]);
}

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
  const pattern = rule.replaceAll('.', '\\.').replace(/\*+/g, (stars) => (stars === '**' ? '.+' : '[^.]+'));
  return new RegExp(`^${pattern}$`).test(path);
}

/** Random texts of this one database: which installation its rows belong to. */
function epochsIn(dump: Record<string, unknown[]>): string[] {
  const rows = [...(dump['installations'] ?? []), ...(dump['erase_receipts'] ?? [])];
  return rows.map((row) => String(Reflect.get(Object(row), 'epoch')));
}

function readOrNothing(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    // The server drops logs it no longer needs while we look.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
