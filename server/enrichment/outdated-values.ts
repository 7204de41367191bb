import type { NoteCode } from '../mapping/convert/note.contract.ts';
import { type Diff, withoutFields } from '../mapping/diff/diff.ts';
import { type EnrichmentContext, isOptionType } from './enrichment-context.ts';

/** A field whose value was worked out with what is no longer so. */
type Outdated = { source: string; code: string; note: NoteCode };

/**
 * Fields of a diff that Pipedrive would refuse by what the context has learned since the diff was made: amounts in a
 * currency that was switched off, and options that were deleted. Pure.
 */
export function outdatedIn({ convert }: Pick<EnrichmentContext, 'convert'>, diff: Diff): Outdated[] {
  return diff.fields.flatMap(({ source, code, type, value }): Outdated[] => {
    if (value === null || typeof value === 'string') return [];
    if (isOptionType(type)) {
      const known = new Set(convert.options(code)?.idByLabel.values());
      const isGone = [value].flat().some((id) => typeof id === 'number' && !known.has(id));
      return isGone ? [{ source, code, note: 'option_missing' }] : [];
    }
    if (type !== 'monetary' || typeof value !== 'object' || !('currency' in value)) return [];
    const isActive = convert.currencies?.has(String(value.currency)) ?? true;
    return isActive ? [] : [{ source, code, note: 'currency_not_active' }];
  });
}

/** The diff without such fields, each with its note. */
export function withoutOutdated(diff: Diff, outdated: readonly Outdated[]): Diff {
  if (outdated.length === 0) return diff;
  const left = withoutFields(
    diff,
    outdated.map(({ code }) => code),
  );
  return { ...left, notes: [...left.notes, ...outdated.map(({ source, note }) => ({ source, note }))] };
}
