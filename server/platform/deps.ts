import type { AtBoundary } from './boundaries.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** What nearly every part needs and gets from `compose`. */
export type Base = { clock: Clock; log: Log };

/** The same for parts with several durable writes in a row, between which a process may be killed. */
export type SteppingBase = Base & { atBoundary: AtBoundary };
