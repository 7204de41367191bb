import { catalogField } from './field-catalog.ts';

/**
 * The best set that fits: of the sources still without a field the most useful ones, by the documented order of the
 * field catalogue (`priority`, 1 first).
 * @param room how many more custom fields the company may have.
 */
export function proposeFields(sources: readonly string[], room: number): ReadonlySet<string> {
  const priority = (source: string) => catalogField.get(source)?.priority ?? Number.POSITIVE_INFINITY;
  const ranked = sources
    .filter((source) => catalogField.has(source))
    .sort((a, b) => priority(a) - priority(b));
  return new Set(ranked.slice(0, Math.max(0, room)));
}
