import type { Guard } from '../write-rules/guards.ts';

/** `seed`: a history that shows it. Where it no longer does, all others are looked through. */
export type Shown = Guard & { seed: number };

/** A line of the server that keeps a promise about events. @param file below `server/` */
export const guard = (name: string, file: string, snippet: string, without: string, seed: number): Shown => ({
  name,
  file: `server/${file}`,
  snippet,
  without,
  seed,
});
