import { fits } from '../../../server/mapping/compatibility.contract.ts';
import type { MappingRowView, TargetView } from '../../../server/mapping/mapping.contract.ts';
import { typeWords } from './setting-words.ts';

export type TargetOption = {
  target: TargetView;
  fit: 'good' | 'lossy' | 'refused';
  /** Type, and what is lost or why it cannot be picked. */
  detail: string;
  disabled: boolean;
};

const byName = new Intl.Collator(undefined, { numeric: true });

/**
 * The fields a row may be written to: those that keep everything first, then those that lose something, at the end
 * those that cannot be picked, each with the reason.
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
  const options = targets
    .filter(
      ({ name, type }) => name.toLowerCase().includes(wanted) || typeWords(type).toLowerCase() === wanted,
    )
    .map((target): TargetOption => {
      const fit = fits(row.kind, target.type);
      const user = usedBy.get(target.code);
      const reason = fit.fit === 'refused' ? fit.reason : fit.fit === 'lossy' ? fit.loss : null;
      const used = user && fit.fit !== 'refused' ? `Filled by ${user} already.` : null;
      const detail = [typeWords(target.type), used ?? reason].filter(Boolean).join(' · ');
      return { target, fit: fit.fit, detail, disabled: fit.fit === 'refused' || used !== null };
    });
  const rank = ({ fit }: TargetOption) => ['good', 'lossy', 'refused'].indexOf(fit);
  return options.toSorted((a, b) => rank(a) - rank(b) || byName.compare(a.target.name, b.target.name));
}
