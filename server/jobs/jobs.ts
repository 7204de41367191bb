import type { z } from 'zod';

/** A job as a feature declares it. A handler may run twice; payloads hold ids, never data. */
export type JobDefinition<T extends object> = {
  name: string;
  payload: z.ZodType<T>;
  /** After this many milliseconds without a sign of life another process takes the job over. */
  lockMs: number;
  /** How many of this name one process runs at a time. */
  concurrency: number;
  handle(payload: T, context: { signal: AbortSignal; touch(): Promise<void> }): Promise<void>;
};

/** The job queue shared by all processes. */
export type Jobs = {
  /** Declares a job; call before `start`. */
  define<T extends object>(definition: JobDefinition<T>): void;
  /** Queues a job to run as soon as a process is free. */
  now(name: string, payload: object): Promise<void>;
  /** Queues a job for a moment. */
  at(time: Date, name: string, payload: object): Promise<void>;
  /** Runs a job again and again; the same name twice is one schedule. */
  every(interval: string, name: string): Promise<void>;
  /** Removes what is queued for a company. Returns how many. */
  cancelFor(companyId: number): Promise<number>;
  start(): Promise<void>;
  /** Stops taking jobs, aborts the signal of running ones and waits for them. */
  stop(): Promise<void>;
  /** Throws when the queue cannot be reached. */
  check(): Promise<void>;
};
