import { type Fit, fits } from '../../../server/mapping/convert/compatibility.contract.ts';
import type { MappingRowView, TargetView } from '../../../server/mapping/mapping.contract.ts';
import { typeWords } from './setting-words.ts';

export type TargetOption = {
  target: TargetView;
  /** The heading it stands under: what can be picked comes first. */
  place: (typeof places)[number];
  /** Type, and what is lost or why it cannot be picked. */
  detail: string;
  disabled: boolean;
};

export const places = ['good', 'lossy', 'used', 'refused'] as const;
const byName = new Intl.Collator(undefined, { numeric: true });

/**
 * The fields a row may be written to: those that keep everything first, then those that lose something, at the end
 * those that cannot be picked because another row fills them or for their type, each with the reason.
 * @param usedBy label of the other row that fills a field, by code
 */
export function targetOptions(input: {
  row: Pick<MappingRowView, 'kind'>;
  targets: readonly TargetView[];
  usedBy: ReadonlyMap<string, string>;
  search: string;
}): TargetOption[] {
  const { row, targets, usedBy, search } = input;
  const wanted = search.trim().toLowerCase();
  return targets
    .filter(
      ({ name, type }) => name.toLowerCase().includes(wanted) || typeWords(type).toLowerCase() === wanted,
    )
    .map((target): TargetOption => {
      const { place, reason } = placeOf(fits(row.kind, target.type), usedBy.get(target.code));
      const detail = [typeWords(target.type), reason].filter(Boolean).join(' · ');
      return { target, place, detail, disabled: place === 'used' || place === 'refused' };
    })
    .toSorted(
      (a, b) =>
        places.indexOf(a.place) - places.indexOf(b.place) || byName.compare(a.target.name, b.target.name),
    );
}

function placeOf(
  fit: Fit,
  user: string | undefined,
): { place: TargetOption['place']; reason: string | null } {
  if (fit.fit === 'refused') return { place: 'refused', reason: fit.reason };
  if (user !== undefined) return { place: 'used', reason: `Filled by ${user} already.` };
  return fit.fit === 'lossy' ? { place: 'lossy', reason: fit.loss } : { place: 'good', reason: null };
}
