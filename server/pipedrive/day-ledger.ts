import type { Clock } from '../platform/clock.ts';
import { isAppError } from '../platform/errors.ts';
import type { DayStore, Note } from './day.store.ts';
import { type DayWindow, judgeDay, jumpOf, nextWindow } from './day-window.ts';
import { budgetExhausted } from './errors.ts';
import type { Limits } from './limits.ts';
import { type BudgetSettings, capsOf, chunkOf } from './share.ts';
import type { Lane } from './types.ts';

export type LedgerDeps = {
  store: DayStore;
  clock: Clock;
  /** May throw, for a company that is not installed: then nothing is stored of it. */
  settings: (companyId: number) => Promise<BudgetSettings>;
};

/**
 * What one process knows of one company's day: tokens reserved for bulk work and not used yet, tokens spent and not
 * yet written down, and the row as last read.
 */
export type DayLedger = ReturnType<typeof createDayLedger>;

/** A header older than this says too little about what others spent since. */
const freshMs = 10_000;
const settingsMs = 10_000;

/** Keeps the day of one company: what may be taken, what this process holds of it, what headers taught. */
export function createDayLedger(deps: LedgerDeps, companyId: number) {
  const { store, clock } = deps;
  let row: DayWindow | null = null;
  let pool = 0;
  let spent = 0;
  let seen: { limit: number | null; remaining: number | null; at: number } | null = null;
  let settings: { value: BudgetSettings; at: number } | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const now = () => clock.now();

  /** One database conversation of a company at a time in this process. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work);
    queue = result.catch(() => {});
    return result;
  }

  async function settingsNow(): Promise<BudgetSettings> {
    if (!settings || now().getTime() - settings.at > settingsMs)
      settings = { value: await deps.settings(companyId), at: now().getTime() };
    return settings.value;
  }

  /** Asks for the installation after the row is there: an erase that comes later finds the row. */
  async function createRow(): Promise<void> {
    await store.create(companyId, now());
    settings = null;
    try {
      await settingsNow();
    } catch (error) {
      await store.erase(companyId);
      throw error;
    }
  }

  /** The row of the day that is running. */
  async function today(): Promise<DayWindow> {
    for (;;) {
      const found = await store.read(companyId);
      if (!found) {
        await createRow();
      } else if (found.resetsAt <= now()) {
        await store.replace(found, nextWindow(found, now()));
      } else {
        if (row?.window !== found.window) {
          pool = 0;
          spent = 0;
        }
        row = found;
        return found;
      }
    }
  }

  function noteFor(of: DayWindow): Note {
    const isFresh = seen !== null && now().getTime() - seen.at <= freshMs;
    const ceiling = isFresh && seen?.remaining != null ? of.spent + spent + seen.remaining : null;
    return { spent, ceiling };
  }

  /** Reserves between `need` and `want` tokens for a lane. */
  async function take(lane: Lane, need: number, want: number): Promise<number> {
    const settingsOfNow = await settingsNow();
    for (;;) {
      const current = await today();
      if (current.exhaustedUntil && current.exhaustedUntil > now())
        throw budgetExhausted(current.exhaustedUntil);
      const cap = capsOf(current, settingsOfNow)[lane];
      const tokens = Math.min(want, cap - current.used);
      if (tokens < need) throw budgetExhausted(current.resetsAt);
      const note = noteFor(current);
      if (await store.take(current, cap, tokens, note)) {
        spent -= note.spent;
        return tokens;
      }
    }
  }

  /** A person may have what bulk work of this process reserved and does not use. */
  async function takeForClick(cost: number): Promise<void> {
    try {
      await take('click', cost, cost);
    } catch (error) {
      if (!isAppError(error, 'budget_exhausted') || !fromPool(cost)) throw error;
    }
  }

  function fromPool(cost: number): boolean {
    const current = row;
    if (!current || pool < cost || current.resetsAt <= now()) return false;
    if (current.exhaustedUntil && current.exhaustedUntil > now()) return false;
    pool -= cost;
    return true;
  }

  /** Writes down what was spent and learned, and lets a header change the day itself. Never creates the row. */
  async function flush(): Promise<void> {
    for (let current = await store.read(companyId); current; current = await store.read(companyId)) {
      const noted = row?.window === current.window ? spent : 0;
      const changed = seen && judgeDay({ ...current, spent: current.spent + noted }, seen, now());
      const done = changed
        ? await store.replace(current, changed)
        : await store.note(companyId, current.window, noteFor(current));
      if (!done) continue;
      if (changed && changed.window !== current.window) pool = 0;
      spent -= noted;
      row = await store.read(companyId);
      return;
    }
  }

  /** True when the last header tells something the shared row does not know and should. */
  function isNews(): boolean {
    if (!row || !seen) return false;
    if (seen.limit !== null && seen.limit !== row.limit) return true;
    if (seen.remaining === null) return false;
    if (row.before || row.ceiling === null) return true;
    const ceiling = row.spent + spent + seen.remaining;
    return ceiling - row.ceiling > jumpOf(row.limit) || row.ceiling - ceiling > 200;
  }

  return {
    async reserve(lane: Lane, cost: number): Promise<void> {
      if (lane === 'bulk' && fromPool(cost)) return;
      await inTurn(async () => {
        if (lane === 'click') return takeForClick(cost);
        if (fromPool(cost)) return;
        const { allowed } = capsOf(row ?? (await today()), await settingsNow());
        const tokens = await take('bulk', cost, Math.max(cost, chunkOf(allowed)));
        pool += tokens - cost;
      });
    },

    async refund(lane: Lane, cost: number): Promise<void> {
      if (lane === 'bulk') pool += cost;
      else if (row) await store.note(companyId, row.window, { spent: 0, ceiling: null }, cost);
    },

    settle(cost: number): void {
      spent += cost;
    },

    async learn(limits: Limits): Promise<void> {
      if (limits.dayLimit === null && limits.dayRemaining === null) return;
      seen = { limit: limits.dayLimit, remaining: limits.dayRemaining, at: now().getTime() };
      if (isNews()) await inTurn(() => (isNews() ? flush() : Promise.resolve()));
    },

    async exhausted(evidence: 'header' | 'guess'): Promise<Date> {
      return inTurn(async () => {
        const current = await today();
        const inAnHour = new Date(now().getTime() + 3_600_000);
        const until = evidence === 'guess' && inAnHour < current.resetsAt ? inAnHour : current.resetsAt;
        await store.setExhausted(companyId, current.window, until);
        row = { ...current, exhaustedUntil: until };
        return until;
      });
    },

    /** The running day, with what this process holds unused, for display. */
    async look(): Promise<{ day: DayWindow; unused: number; settings: BudgetSettings; unwritten: number }> {
      return inTurn(async () => {
        const current = await today();
        return { day: current, unused: pool, settings: await settingsNow(), unwritten: spent };
      });
    },

    burstLimit: (): number | null => row?.burstLimit ?? null,

    async learnBurst(limit: number): Promise<void> {
      if (!row || row.burstLimit === limit) return;
      row = { ...row, burstLimit: limit };
      await store.setBurstLimit(companyId, limit);
    },

    async release(): Promise<void> {
      await inTurn(async () => {
        if (!row || (pool === 0 && spent === 0)) return;
        const unused = pool;
        const note = noteFor(row);
        pool = 0;
        spent -= note.spent;
        await store.note(companyId, row.window, note, unused);
      });
    },
  };
}
