import { type Connection, mongo } from 'mongoose';
import { type EventRow, eventSchema, idOf, toEvent, toRow, type WaitingEvent } from './event.model.ts';
import type { InboxEvent, ObjectType } from './inbox-event.ts';

type Scope = { companyId: number; epoch: string };
/** Which record events are about. */
export type RecordKey = Scope & { objectType: ObjectType; recordId: number };

/**
 * Events that wait to be answered, and for some hours marks of those that were: so that one that comes twice is known,
 * and that it can be told whether a change came with its event.
 */
export function createEventStore(db: Connection) {
  const model = db.model('inbox_event', eventSchema, 'inbox_events', { overwriteModels: true });
  // Straight to the driver where many are written: the rows are made right here, and casting costs more than writing.
  const raw = db.collection<EventRow>(model.collection.name);
  const waiting = { state: 'waiting' } as const;
  const unanswered: { $in: EventRow['state'][] } = { $in: ['waiting', 'dead'] };
  const idIn = (rows: readonly WaitingEvent[]) => ({ _id: { $in: rows.map(idOf) } });

  return {
    async ensureIndexes(): Promise<void> {
      await model.collection.createIndex({ state: 1, companyId: 1, dueAt: 1 });
      await model.collection.createIndex({ companyId: 1, recordId: 1 });
      await model.collection.createIndex({ doneAt: 1 }, { sparse: true });
    },

    /** Stores events, all in one go. Says of each whether it is new. */
    async insert(events: readonly InboxEvent[], foldMs: number): Promise<boolean[]> {
      if (events.length === 0) return [];
      try {
        await raw.insertMany(
          events.map((event) => toRow(event, foldMs)),
          { ordered: false },
        );
        return events.map(() => true);
      } catch (error) {
        const known = duplicatesIn(error);
        if (!known) throw error;
        return events.map((_event, at) => !known.has(at));
      }
    },

    /** Whether an event is stored, or was within the hours for which that is remembered. */
    async has(event: InboxEvent): Promise<boolean> {
      return (await model.exists({ _id: idOf(event) })) !== null;
    },

    /** The company after this one that has events due; null when none comes after it. */
    async dangerousNextCompanyAcrossCompanies(after: number, now: Date): Promise<number | null> {
      const due = { ...waiting, companyId: { $gt: after }, dueAt: { $lte: now } };
      const row = await model.findOne(due, { companyId: 1 }).sort({ companyId: 1 }).lean<EventRow>();
      return row?.companyId ?? null;
    },
    /** Records of a company with events that are due, those that wait longest first. */
    async dueRecords(companyId: number, now: Date, limit: number): Promise<RecordKey[]> {
      const rows = await model
        .find({ ...waiting, companyId, dueAt: { $lte: now } }, { epoch: 1, objectType: 1, recordId: 1 })
        .sort({ dueAt: 1 })
        .limit(limit)
        .lean<EventRow[]>();
      const keys = rows.map(({ epoch, objectType, recordId }) => ({
        companyId,
        epoch,
        objectType,
        recordId,
      }));
      return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
    },
    /** Every event of a company's records that waits, dead ones included, by when it happened. */
    async waitingFor(companyId: number, recordIds: readonly number[]): Promise<WaitingEvent[]> {
      // The state first: of all that is remembered little waits, and SecantusDB goes by the first key.
      const rows = await model
        .find({ state: unanswered, companyId, recordId: { $in: [...recordIds] } })
        .sort({ at: 1 })
        .lean<EventRow[]>();
      return rows.map(toEvent);
    },
    /** Keeps events from being due before a moment, while somebody works on them. */
    async postpone(events: readonly WaitingEvent[], until: Date): Promise<void> {
      if (events.length > 0)
        await model.updateMany({ ...idIn(events), ...waiting }, { $set: { dueAt: until } });
    },
    /** Leaves marks of events that were answered; what they said is gone. */
    async finish(events: readonly WaitingEvent[], now: Date): Promise<void> {
      if (events.length === 0) return;
      await model.updateMany(idIn(events), { $set: { state: 'done', doneAt: now }, $unset: { event: 1 } });
    },
    /** Has events that could not be answered wait, or rest until somebody asks for them again. */
    async fail(
      events: readonly WaitingEvent[],
      outcome: { state: 'waiting' | 'dead'; dueAt: Date; code: string },
    ): Promise<void> {
      if (events.length === 0) return;
      await model.updateMany(
        { ...idIn(events), state: unanswered },
        { $set: outcome, $inc: { failures: 1 } },
      );
    },
    /** Has dead events tried again. Returns how many. */
    async revive({ companyId, epoch }: Scope, now: Date): Promise<number> {
      const set = { ...waiting, failures: 0, dueAt: now };
      return (await model.updateMany({ companyId, epoch, state: 'dead' }, { $set: set })).modifiedCount;
    },

    /** How many events wait and how many are dead. */
    async counts({ companyId, epoch }: Scope): Promise<{ waiting: number; dead: number }> {
      const count = (state: EventRow['state']) => model.countDocuments({ state, companyId, epoch });
      return { waiting: await count('waiting'), dead: await count('dead') };
    },
    /** True when an event waits, or is dead, that arrived before a moment. */
    async anyWaitsSince({ companyId, epoch }: Scope, before: Date): Promise<boolean> {
      const old = { state: unanswered, companyId, epoch, receivedAt: { $lte: before } };
      return (await model.exists(old)) !== null;
    },
    /** How many events wait, whoever's. */
    async dangerousDepthAcrossCompanies(): Promise<number> {
      return model.countDocuments(waiting);
    },
    /** Newest update time that events told of records: by record, in milliseconds. */
    async toldOf(
      { companyId, epoch, objectType }: Omit<RecordKey, 'recordId'>,
      recordIds: readonly number[],
    ): Promise<Map<number, number>> {
      if (recordIds.length === 0) return new Map();
      // Records of a page lie side by side; by the range SecantusDB finds them three times sooner.
      const side = { $gte: Math.min(...recordIds), $lte: Math.max(...recordIds) };
      const rows = await model
        .find(
          { companyId, recordId: { ...side, $in: [...recordIds] }, epoch, objectType },
          { recordId: 1, at: 1, updateTime: 1 },
        )
        .lean<EventRow[]>();
      const told = new Map<number, number>();
      for (const { recordId, at, updateTime } of rows) {
        const time = Math.max(at.getTime(), updateTime === null ? 0 : Date.parse(updateTime));
        told.set(recordId, Math.max(told.get(recordId) ?? 0, time));
      }
      return told;
    },
    /** Forgets marks of events that were answered before a moment. */
    async dangerousForgetAcrossCompanies(before: Date): Promise<number> {
      return (await model.deleteMany({ doneAt: { $lte: before } })).deletedCount;
    },
    /** Removes the rows of a company, or only those of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type EventStore = ReturnType<typeof createEventStore>;

/** Places of the rows that were there already; null when something else went wrong, too. */
function duplicatesIn(error: unknown): Set<number> | null {
  if (!(error instanceof mongo.MongoBulkWriteError)) return null;
  const errors = [error.writeErrors].flat();
  return errors.every(({ code }) => code === 11_000) ? new Set(errors.map(({ index }) => index)) : null;
}
