import type { SourceInfo } from '../source-info.ts';

/**
 * The best set that fits: of the sources still without a field the most useful ones, by the documented order of the
 * field catalogue (`priority`, lowest first).
 * @param room how many more custom fields the company may have.
 */
export function proposeFields(sources: readonly SourceInfo[], room: number): ReadonlySet<string> {
  const ranked = sources.toSorted((a, b) => a.priority - b.priority);
  return new Set(ranked.slice(0, Math.max(0, room)).map(({ source }) => source));
}
