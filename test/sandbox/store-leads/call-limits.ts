import type { SandboxClock } from '../clock.ts';
import type { World } from '../world.ts';

/** Calls and the seconds they are counted over (storeleads.md 2.4, the plans Pro and Elite). */
const limits = {
  general: { calls: 5, seconds: 1 },
  domain: { calls: 5, seconds: 1 },
  bulk: { calls: 5, seconds: 1 },
  list: { calls: 2, seconds: 1 },
  walk: { calls: 1, seconds: 60 },
} as const;

export type LimitedCall = keyof typeof limits;

/** Counts the calls of each kind on the clock of the sandbox. */
export function createCallLimits({ world, clock }: { world: World; clock: SandboxClock }) {
  const recent = new Map<LimitedCall, number[]>();
  return {
    /** Admits a call (null), or gives the seconds its caller has to wait. */
    admit(kind: LimitedCall): number | null {
      if (!world.settings.limits) return null;
      const now = clock.now().getTime();
      const { calls, seconds } = limits[kind];
      const times = (recent.get(kind) ?? []).filter((time) => time > now - seconds * 1000);
      recent.set(kind, times);
      const oldest = times[0];
      if (oldest !== undefined && times.length >= calls)
        return Math.max(1, Math.ceil((oldest + seconds * 1000 - now) / 1000));
      times.push(now);
      return null;
    },
  };
}
