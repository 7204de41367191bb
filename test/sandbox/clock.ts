import type { World } from './world.ts';

/** What time it is in the sandbox: the given clock plus what the control API moved it by. */
export type SandboxClock = { now(): Date };

/** The clock of a world; `base` is the machine's unless a test decides. */
export function sandboxClock(world: World, base: { now(): Date } = { now: () => new Date() }): SandboxClock {
  return { now: () => new Date(base.now().getTime() + world.clockOffsetMs) };
}

/** A moment the way REST v2 writes it: RFC 3339 in UTC, whole seconds. */
export function apiTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
