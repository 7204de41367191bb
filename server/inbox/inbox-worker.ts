import type { GetInstallation, Installation } from '../install/installation.ts';
import { createSlots } from '../runs/slots.ts';
import { type BlockDeps, workBlock } from './work-block.ts';

export type InboxWorkerDeps = Omit<BlockDeps, 'leaseMs' | 'foldMs'> & {
  getInstallation: GetInstallation;
  /** Until when a company is to be left in peace; null: now is fine. */
  waitsUntil(installation: Installation): Promise<Date | null>;
};
export type InboxWorkerOptions = {
  /** How long a claim holds without a sign of life. */
  leaseMs?: number;
  /** How often the process looks for events nobody told it of. */
  pollMs?: number;
  /** How long an event waits for others of its record, so that they are answered together. */
  foldMs?: number;
  /** How many records, and of how many companies, the process works on at a time. */
  records?: number;
  companies?: number;
};
export type InboxWorker = {
  start(): void;
  /** Stops after the records under way and gives the rest back. */
  stop(): Promise<void>;
  /** An event was stored here: looks once it has waited for others. */
  notify(): void;
  /** Looks now; companies that waited for something are tried again. */
  wake(): void;
};

/** Design.md 5.4: events on one record within two seconds are one update. */
export const defaultFoldMs = 2000;
const holdMs = 60_000;

/**
 * The one loop of a process that answers events, of whatever company. Any number of processes may do so side by side;
 * what one leaves unfinished another takes over when its lease has run out. Companies take turns, a block of records
 * each, so none waits for another's thousands.
 */
export function createInboxWorker(base: InboxWorkerDeps, options: InboxWorkerOptions = {}): InboxWorker {
  const { leaseMs = 30_000, pollMs = 1000, foldMs = defaultFoldMs, records = 16, companies = 4 } = options;
  const deps: BlockDeps = { ...base, leaseMs, foldMs };
  const { clock, log } = base;
  const slots = createSlots(records);
  const stopping = new AbortController();
  const served = new Map<number, Promise<void>>();
  const holds = new Map<number, number>();
  let alarm = new AbortController();
  let notified = false;
  let loop: Promise<void> | null = null;

  /** Gives every company with events due a turn, unless it has one or waits for something. */
  async function look(): Promise<void> {
    for (let after = -1; !stopping.signal.aborted; ) {
      const companyId = await deps.events.dangerousNextCompanyAcrossCompanies(after, clock.now());
      if (companyId === null) return;
      after = companyId;
      if (served.has(companyId) || (holds.get(companyId) ?? 0) > clock.now().getTime()) continue;
      while (served.size >= companies) await Promise.race(served.values());
      const service = serve(companyId)
        .catch((error: unknown) => logTrouble(companyId, error))
        .finally(() => served.delete(companyId));
      served.set(companyId, service);
    }
  }

  async function serve(companyId: number): Promise<void> {
    const now = clock.now().getTime();
    const installation = await base.getInstallation(companyId);
    if (!installation) return void holds.set(companyId, now + holdMs);
    const quiet = await base.waitsUntil(installation);
    if (quiet) return void holds.set(companyId, Math.min(quiet.getTime(), now + holdMs));
    const { worked, holdUntil } = await workBlock(deps, installation, { slots, stopping: stopping.signal });
    if (holdUntil) holds.set(companyId, Math.min(holdUntil.getTime(), now + 10 * holdMs));
    else holds.delete(companyId);
    if (worked) alarm.abort();
  }

  function logTrouble(companyId: number | null, error: unknown): void {
    const name = error instanceof Error ? error.name : typeof error;
    log.error({ companyId, error: name }, 'the inbox could not be worked on');
    if (companyId !== null) holds.set(companyId, clock.now().getTime() + pollMs * 5);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      alarm = new AbortController();
      await look().catch((error: unknown) => logTrouble(null, error));
      await clock.sleep(pollMs, AbortSignal.any([alarm.signal, stopping.signal]));
    }
  }

  return {
    start() {
      loop ??= run();
    },
    notify() {
      if (notified) return;
      notified = true;
      void clock.sleep(foldMs, stopping.signal).then(() => {
        notified = false;
        alarm.abort();
      });
    },
    wake() {
      holds.clear();
      alarm.abort();
    },
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(served.values());
    },
  };
}
