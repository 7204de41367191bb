import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type Job } from 'agenda';
import type { Connection } from 'mongoose';
import { AppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { JobDefinition, Jobs } from './jobs.ts';

export type AgendaJobsOptions = {
  db: Connection;
  log: Log;
  /** How often a process looks for jobs other processes queued, in milliseconds. */
  pollMs: number;
  /** How long `stop` waits for running jobs, in milliseconds. */
  drainMs: number;
};

const collectionName = 'jobs';
const tries = 3;

/** The job queue on Agenda: a job's name, its payload of ids and its time, one collection for all processes. */
export function createJobs({ db, log, pollMs, drainMs }: AgendaJobsOptions): Jobs {
  const database = db.db;
  if (!database)
    throw new AppError({ code: 'no_database', status: 500, message: 'The database is not connected.' });
  const collection = database.collection(collectionName);
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: database, collection: collectionName }),
    processEvery: pollMs,
    maxConcurrency: 20,
    removeOnComplete: true,
  });
  agenda.on('error', (error: unknown) => log.error({ err: error }, 'job queue error'));
  const ready = agenda.ready;
  const stopping = new AbortController();

  return {
    define<T extends object>(definition: JobDefinition<T>) {
      agenda.define(
        definition.name,
        async (job: Job<unknown>) => {
          const payload = definition.payload.safeParse(job.attrs.data ?? {});
          if (!payload.success) {
            log.error({ job: definition.name }, 'job with a payload of another version was dropped');
            return;
          }
          await definition.handle(payload.data, {
            signal: stopping.signal,
            touch: async () => {
              await job.touch();
            },
          });
        },
        { concurrency: definition.concurrency, lockLifetime: definition.lockMs },
      );
    },
    async now(name, payload) {
      await ready;
      await agenda.now(name, payload);
    },
    async at(time, name, payload) {
      await ready;
      await agenda.schedule(time, name, payload);
    },
    async every(interval, name) {
      await ready;
      await tried(tries, () => agenda.every(interval, name));
    },
    async cancelFor(companyId) {
      const { deletedCount } = await collection.deleteMany({ 'data.companyId': companyId });
      return deletedCount;
    },
    async start() {
      await ready;
      await agenda.start();
    },
    async stop() {
      stopping.abort();
      await drain(agenda, drainMs);
      await agenda.stop(false);
    },
    async check() {
      await collection.findOne({}, { projection: { _id: 1 } });
    },
  };
}

/**
 * Of two processes that begin at the same moment and find no job of a name yet, one writes it and the other's write fails
 * (a duplicate key, or Agenda's own check of the answer): tried again, that one finds it.
 */
async function tried<T>(times: number, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (times <= 1) throw error;
    return tried(times - 1, write);
  }
}

/**
 * Takes no more jobs and waits for those that run, for so many milliseconds at most. Agenda (6.2.6) looks whether any
 * is left when one tells that it is complete, which a one-time job does before it is removed: the last one of that kind
 * would be waited for until the time is over. So it is looked here.
 */
async function drain(agenda: Agenda, drainMs: number): Promise<void> {
  const idle = new AbortController();
  const drained = agenda.drain({ timeout: drainMs, signal: idle.signal });
  const looking = setInterval(() => {
    void agenda.getRunningStats().then(({ runningJobs }) => {
      if (runningJobs === 0) idle.abort();
    }, ignore);
  }, 25);
  await drained;
  clearInterval(looking);
}

/** Before the first start, and after the end, Agenda has no figures to give. */
const ignore = () => undefined;
