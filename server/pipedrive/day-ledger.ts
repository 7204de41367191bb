import type { Clock } from '../platform/clock.ts';
import { isAppError } from '../platform/errors.ts';
import type { DayStore, Note } from './day.store.ts';
import { type DayWindow, judgeDay, nextWindow, withCeiling } from './day-window.ts';
import { budgetExhausted } from './errors.ts';
import { ratesOf, withUse } from './hourly-use.ts';
import { capsOf, doubtedUntil } from './lane-caps.ts';
import { addLanes, type LaneCounts, laneSum, lessLanes, noLanes } from './lane-counts.ts';
import { createLanePools } from './lane-pools.ts';
import { createLastHeader } from './last-header.ts';
import type { Limits } from './limits.ts';
import { allowedOf, type BudgetSettings, chunkOf } from './share.ts';
import type { Lane } from './types.ts';

export type LedgerDeps = {
  store: DayStore;
  clock: Clock;
  /** May throw, for a company that is not installed: then nothing is stored of it. */
  settings: (companyId: number) => Promise<BudgetSettings>;
};

/**
 * What one process knows of one company's day: tokens reserved for its lanes and not used yet, tokens spent and not
 * yet written down, and the row as last read.
 */
export type DayLedger = ReturnType<typeof createDayLedger>;

/** How soon a change of the share is felt. */
const settingsMs = 3_000;
/** How often a lane that only a guess holds back may look at a header. */
const lookMs = 5 * 60_000;
const soonMs = 60_000;

/** Keeps the day of one company: what may be taken, what this process holds of it, what headers taught. */
export function createDayLedger(deps: LedgerDeps, companyId: number) {
  const { store, clock } = deps;
  const pools = createLanePools();
  const header = createLastHeader();
  let row: DayWindow | null = null;
  let spent = noLanes();
  let settings: { value: BudgetSettings; at: number } | null = null;
  let lookedAt = 0;
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
          pools.empty();
          spent = noLanes();
        }
        row = found;
        return found;
      }
    }
  }

  function noteFor(of: DayWindow): Note {
    const told = header.fresh(of, laneSum(spent), now());
    return { spent, ceiling: told?.ceiling ?? null, at: told?.at ?? now() };
  }

  const written = (note: Note) => {
    spent = lessLanes(spent, note.spent);
  };

  /** Reserves between `need` and `want` tokens for a lane. */
  async function take(lane: Lane, need: number, want: number): Promise<number> {
    const settingsOfNow = await settingsNow();
    for (;;) {
      const current = await today();
      const { exhaustedUntil, resetsAt, used } = current;
      if (exhaustedUntil && exhaustedUntil > now()) throw budgetExhausted(exhaustedUntil);
      const note = noteFor(current);
      const known = withCeiling(current, note);
      const caps = capsOf(known, settingsOfNow, ratesOf(current.hours, now()), now());
      let cap = caps[lane];
      let tokens = Math.min(want, cap - used);
      if (tokens < need) {
        // Others are only thought to have spent the rest: now and then a call may see what is left.
        if (caps.hopeful[lane] - used < need)
          throw budgetExhausted(earlier(resetsAt, doubtedUntil(current) > now() ? soon() : resetsAt));
        const mayLook = caps.likelyEnd - used >= need && now().getTime() - lookedAt >= lookMs;
        if (!mayLook) throw budgetExhausted(earlier(resetsAt, soon()));
        lookedAt = now().getTime();
        cap = caps.hopeful[lane];
        tokens = need;
      }
      if (!(await store.take(current, cap, { ...noLanes(), [lane]: tokens }, note))) continue;
      written(note);
      return tokens;
    }
  }

  const soon = () => new Date(now().getTime() + soonMs);

  /** A person may have what other work of this process reserved and does not use. */
  async function takeForClick(cost: number): Promise<void> {
    try {
      await take('click', cost, cost);
    } catch (error) {
      if (!isAppError(error, 'budget_exhausted') || !canUsePools()) throw error;
      const lane = pools.takeForClick(cost);
      if (lane === null) throw error;
      if (row) await store.note(row, nothing(), { ...noLanes(), [lane]: -cost, click: cost });
    }
  }

  const nothing = (): Note => ({ spent: noLanes(), ceiling: null, at: now() });

  function canUsePools(): boolean {
    if (!row || row.resetsAt <= now()) return false;
    return !row.exhaustedUntil || row.exhaustedUntil <= now();
  }

  const fromPool = (lane: Lane, cost: number) => canUsePools() && pools.take(lane, cost, now());

  /** Writes down what was spent and learned, and lets a header change the day itself. Never creates the row. */
  async function flush(): Promise<void> {
    for (let current = await store.read(companyId); current; current = await store.read(companyId)) {
      const noted = row?.window === current.window ? spent : noLanes();
      const told = header.told();
      const since = Math.min(told?.since ?? 0, laneSum(noted));
      const before = { ...current, spent: current.spent + laneSum(noted) - since };
      const judged = told && judgeDay(before, told, told.at);
      const changed = judged && {
        ...judged,
        spent: judged.spent + since,
        hours: withUse(judged.hours, noted, told.at),
      };
      const done = changed
        ? await store.replace(current, changed)
        : await store.note(current, { ...noteFor(current), spent: noted });
      if (!done) continue;
      if (changed && changed.window !== current.window) pools.empty();
      spent = lessLanes(spent, noted);
      row = await store.read(companyId);
      return;
    }
  }

  const isNews = () => row !== null && header.isNews(row, laneSum(spent));

  return {
    async reserve(lane: Lane, cost: number): Promise<void> {
      if (fromPool(lane, cost)) return;
      await inTurn(async () => {
        if (lane === 'click') return takeForClick(cost);
        if (fromPool(lane, cost)) return;
        const stale = pools.stale(lane, now());
        if (row && stale > 0) await store.note(row, nothing(), { ...noLanes(), [lane]: -stale });
        const chunk = chunkOf(allowedOf(row ?? (await today()), await settingsNow()));
        pools.add(lane, (await take(lane, cost, pools.sizeFor(lane, cost, chunk, now()))) - cost);
      });
    },

    async refund(lane: Lane, cost: number): Promise<void> {
      if (lane !== 'click') pools.add(lane, cost);
      else if (row) await store.note(row, nothing(), { ...noLanes(), click: -cost });
    },

    settle(lane: Lane, cost: number): void {
      spent = addLanes(spent, { ...noLanes(), [lane]: cost });
      header.settle(cost);
    },

    async learn(limits: Limits): Promise<void> {
      if (!header.learn(limits, now())) return;
      if (isNews()) await inTurn(() => (isNews() ? flush() : Promise.resolve()));
    },

    async exhausted(evidence: 'header' | 'guess'): Promise<Date> {
      return inTurn(async () => {
        const current = await today();
        const inAnHour = new Date(now().getTime() + 3_600_000);
        const until = evidence === 'guess' ? earlier(inAnHour, current.resetsAt) : current.resetsAt;
        await store.setExhausted(companyId, current.window, until);
        row = { ...current, exhaustedUntil: until };
        return until;
      });
    },

    /** The running day, with what this process holds unused and has not written down, for display. */
    async look(): Promise<{
      day: DayWindow;
      unused: LaneCounts;
      unwritten: LaneCounts;
      settings: BudgetSettings;
    }> {
      return inTurn(async () => {
        const day = await today();
        return { day, unused: pools.ofLanes(), unwritten: spent, settings: await settingsNow() };
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
        if (!row || (pools.held() === 0 && laneSum(spent) === 0)) return;
        const note = { spent, ceiling: null, at: now() };
        written(note);
        await store.note(row, note, lessLanes(noLanes(), pools.empty()));
      });
    },
  };
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
