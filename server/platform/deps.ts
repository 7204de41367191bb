import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** What nearly every part needs and gets from `compose`. */
export type Base = { clock: Clock; log: Log };
