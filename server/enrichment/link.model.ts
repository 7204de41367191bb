import { type Connection, type mongo, Schema } from 'mongoose';
import type { Knowledge } from '../mapping/diff/knowledge.ts';
import {
  isEnrichable,
  type LastAttempt,
  type Link,
  type LinkKey,
  type LinkMatch,
  type Seen,
} from './link.ts';
import type { Rewrites } from './rewrites.ts';

/** A link as it is stored. */
export type LinkRow = Omit<Link, 'knowledge' | 'lock' | 'failingSince'> & {
  /** Always there: a lock that is over is a free record, without a question that no index answers. */
  lock: NonNullable<Link['lock']>;
  _id: string;
  /** Whether bulk work looks at it; in an index. */
  enrichable: boolean;
  /** Not there in nearly every row: an index of those that have it stays small. */
  failingSince?: Date;
} & Knowledge;

const part = { _id: false, strict: 'throw' } as const;
const matchSchema = new Schema<LinkMatch>({ kind: String, storeId: String, key: String }, part);
const lockSchema = new Schema<NonNullable<Link['lock']>>({ token: String, until: Date }, part);
const noteSchema = new Schema<LastAttempt['notes'][number]>(
  { source: String, code: String, detail: String },
  part,
);
const seenSchema = new Schema<Seen>({ at: Date, runId: String, version: Number }, part);
const rewritesSchema = new Schema<Rewrites>({ at: Date, counts: Buffer }, part);
const lastSchema = new Schema<LastAttempt>(
  { at: Date, runId: String, outcome: String, code: String, fieldsWritten: Number, notes: [noteSchema] },
  part,
);

const schema = new Schema<LinkRow>(
  {
    _id: String,
    companyId: Number,
    epoch: String,
    orgId: Number,
    domains: [String],
    updateTime: String,
    match: matchSchema,
    scanRunId: String,
    gone: Boolean,
    notStoreIds: [String],
    chosenStoreId: String,
    doNotEnrich: Boolean,
    enrichable: Boolean,
    confirmed: Buffer,
    pending: Buffer,
    replaced: { type: Buffer, default: null },
    asOf: { type: String, default: null },
    version: { type: Number, default: null },
    seen: { type: seenSchema, default: null },
    lock: lockSchema,
    rev: Number,
    last: { type: lastSchema, default: null },
    broughtRelease: { type: Number, default: null },
    waitingSince: { type: Number, default: null },
    rewrites: { type: rewritesSchema, default: null },
    failingSince: Date,
  },
  {
    strict: 'throw',
    autoIndex: false,
    autoCreate: false,
    minimize: false,
    versionKey: false,
    collection: 'links',
  },
);

/** The collection of links. */
export function createLinkModel(db: Connection) {
  return db.model('link', schema, 'links', { overwriteModels: true });
}

/** The lock of a record nobody works on. */
export const unlocked: NonNullable<Link['lock']> = { token: '', until: new Date(0) };

/**
 * Key of a row: company and organization. The organization's digits are filled up, so that a range of keys is a
 * range of organizations: the question every server answers fast, however many links there are.
 */
export function idOf({ companyId, orgId }: Pick<LinkKey, 'companyId' | 'orgId'>): string {
  return `${companyId}:${String(orgId).padStart(16, '0')}`;
}

/** Fields of a row by which one write finds exactly one record, of one installation. */
export function rowKey(key: LinkKey): { _id: string; epoch: string } {
  return { _id: idOf(key), epoch: key.epoch };
}

/** A link as it is stored: the key spelled out, buffers and lock side by side. */
export function toRow({ knowledge, lock, failingSince, ...link }: Link): LinkRow {
  const row = { ...rowKey(link), ...link, ...knowledge, lock: lock ?? unlocked };
  return { ...row, enrichable: isEnrichable(link), ...(failingSince && { failingSince }) };
}

/** A stored row as the link it keeps. */
export function toLink({ _id, enrichable: _enrichable, lock, ...stored }: LinkRow): Link {
  const { confirmed, pending, replaced, asOf, version, ...row } = stored;
  return {
    ...row,
    lock: lock.token === '' ? null : lock,
    seen: row.seen ?? null,
    broughtRelease: row.broughtRelease ?? null,
    waitingSince: row.waitingSince ?? null,
    rewrites: row.rewrites ? { ...row.rewrites, counts: toBuffer(row.rewrites.counts) } : null,
    failingSince: row.failingSince ?? null,
    knowledge: {
      confirmed: toBuffer(confirmed),
      pending: pending ? toBuffer(pending) : null,
      replaced: replaced ? toBuffer(replaced) : null,
      asOf: asOf ?? null,
      version: version ?? null,
    },
  };
}

/** Lean rows hold the driver's own binary type. */
function toBuffer(stored: Buffer | mongo.Binary): Buffer {
  return Buffer.isBuffer(stored) ? stored : Buffer.from(stored.buffer.subarray(0, stored.position));
}
