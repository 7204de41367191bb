import { Schema } from 'mongoose';
import type { InboxEvent } from './inbox-event.ts';

/** What is told apart from the rest: what queries ask for, and what a mark keeps of an event that was answered. */
type Head = Pick<
  InboxEvent,
  'eventId' | 'companyId' | 'epoch' | 'objectType' | 'recordId' | 'at' | 'updateTime' | 'receivedAt'
>;
type Told = Omit<InboxEvent, keyof Head>;

export type EventRow = Head & {
  _id: string;
  /** `dead`: it failed too often. `done`: a mark is left of it. */
  state: 'waiting' | 'dead' | 'done';
  /** From when on somebody should work on it. */
  dueAt: Date;
  failures: number;
  /** Code of the last failure. */
  code: string | null;
  doneAt?: Date;
  event?: Told;
};
/** An event that waits, and how often answering it failed. */
export type WaitingEvent = InboxEvent & { failures: number };

const told = new Schema<Told>(
  {
    action: String,
    userId: Number,
    source: String,
    mergedTo: Number,
    mergedFrom: Number,
    domains: { type: [String], default: undefined },
    mailDomains: [String],
    websiteField: String,
    websiteChanged: Boolean,
    mappingVersion: Number,
    fields: Schema.Types.Mixed,
    changed: [String],
    changedMore: Boolean,
  },
  { _id: false, strict: 'throw', minimize: false },
);

export const eventSchema = new Schema<EventRow>(
  {
    _id: String,
    eventId: String,
    companyId: Number,
    epoch: String,
    objectType: String,
    recordId: Number,
    at: Date,
    updateTime: String,
    receivedAt: Date,
    state: String,
    dueAt: Date,
    failures: Number,
    code: String,
    doneAt: Date,
    event: told,
  },
  {
    strict: 'throw',
    autoIndex: false,
    autoCreate: false,
    minimize: false,
    versionKey: false,
    collection: 'inbox_events',
  },
);

/** Key of a row: one event of one installation. */
export const idOf = ({ companyId, epoch, eventId }: Pick<InboxEvent, 'companyId' | 'epoch' | 'eventId'>) =>
  `${companyId}:${epoch}:${eventId}`;

/** An event as it is stored when it arrives. */
export function toRow(event: InboxEvent, foldMs: number): EventRow {
  const { eventId, companyId, epoch, objectType, recordId, at, updateTime, receivedAt, ...rest } = event;
  const head = { eventId, companyId, epoch, objectType, recordId, at, updateTime, receivedAt };
  const dueAt = new Date(receivedAt.getTime() + foldMs);
  return { _id: idOf(event), ...head, state: 'waiting', dueAt, failures: 0, code: null, event: rest };
}

/** A stored row as the event it keeps; only rows that wait have one. */
export function toEvent({ _id, state: _state, dueAt: _dueAt, code: _code, ...row }: EventRow): WaitingEvent {
  const { doneAt: _doneAt, event, ...head } = row;
  if (!event) throw new Error('an event that waits says nothing');
  return { ...head, ...event };
}
