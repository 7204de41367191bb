import type { Caller } from '../../server/pipedrive/types.ts';
import type { Boundary } from '../../server/platform/boundaries.ts';
import type { Clock } from '../../server/platform/clock.ts';

/** Whose work it is: that of a run, or of a person who pressed the button. */
export type Actor = 'run' | 'button';

/** A moment around a call to Pipedrive. */
export type CallMoment = {
  name: 'list' | 'get' | 'patch';
  when: 'before' | 'after';
  ids: number[];
  actor: Actor;
  /** Codes of the fields a PATCH is about, where that is told. */
  codes?: readonly string[];
};

/** What is made to happen. */
type Hooks = {
  atCall: ((moment: CallMoment) => void) | null;
  atBoundary: ((name: Boundary) => void) | null;
  /** How a PATCH ends instead of well; asked once for each. */
  fate: (() => 'well' | 'lost_before' | 'lost_after' | 'limited_after' | 'no_budget') | null;
  /** How long calls wait for their turn, in milliseconds. */
  delay: ((name: CallMoment['name']) => number) | null;
};

export type Life = ReturnType<typeof createLife>;

/** Time, and the process that lives in it. */
export function createLife() {
  let now = Date.parse('2026-11-02T09:00:00Z');
  let dead = false;
  let deaths = 0;
  const hooks: Hooks = { atCall: null, atBoundary: null, fate: null, delay: null };
  const clock: Clock = {
    now: () => new Date(now),
    sleep: async (ms) => {
      now += ms;
      await yieldSome();
    },
  };
  return {
    hooks,
    clock,
    counts: { patches: 0, reads: 0 },
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
    isDead: () => dead,
    deaths: () => deaths,
    /** Whatever a dead process still tries fails. */
    check(): void {
      if (dead) throw new Error('this process is dead');
    },
    die(): never {
      dead = true;
      throw new Error('this process is dead');
    },
    /** Another process starts: at once, or when the locks of the dead one are over. */
    revive(): void {
      dead = false;
      now += deaths++ % 2 === 0 ? 500 : 31_000;
    },
  };
}

/** Who makes a call. */
export const actorOf = (caller: Caller): Actor => (caller.lane === 'click' ? 'button' : 'run');

/** A call that nothing in these histories makes. */
export const unused = async (): Promise<never> => {
  throw new Error('not part of this story');
};

/** Lets others have their turn. */
export async function yieldSome(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await Promise.resolve();
}
