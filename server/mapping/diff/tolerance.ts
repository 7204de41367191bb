import type { FieldValue } from '../../pipedrive/types.ts';
import type { Tolerance } from '../mapping.ts';
import type { Tagger } from './tags.ts';

/*
 * "Is the new value within tolerance of the one we wrote?", without keeping the one we wrote.
 *
 * Numbers of one sign lie on a logarithmic grid: 64 steps make one tolerance, so two numbers whose larger is
 * `1 + share` times the smaller are 64 steps apart, whatever their size. 64 steps are a cell. The anchor of a written
 * value is the keyed 32-bit mark of its cell, the lowest 6 bits combined with the step inside the cell. A new value
 * can only be near when the anchor's cell is its own or a neighbour: three marks to compare, and the match
 * gives back the step. Hysteresis comes from measuring against what was written, not against last week.
 */
const stepBits = 6;
const stepMask = (1 << stepBits) - 1;

/**
 * True when the larger of two numbers is at most `1 + share` times the smaller, `plus` added to both.
 * False for numbers of other sign or currency, and for anything that is no number.
 */
export function withinTolerance(
  a: FieldValue | undefined,
  b: FieldValue | undefined,
  { share, plus = 0 }: Tolerance,
): boolean {
  const [one, other] = [numberOf(a), numberOf(b)];
  if (one === null || other === null || unitOf(a) !== unitOf(b)) return false;
  if (one === other) return true;
  if (one < 0 !== other < 0) return false;
  const [small, large] = [Math.abs(one) + plus, Math.abs(other) + plus].sort((x, y) => x - y);
  return (large ?? 0) <= (small ?? 0) * (1 + share) * (1 + 1e-12);
}

/** What is kept of a written value so that `nearAnchor` can decide later. 0: nothing to be near to (null, text). */
export function anchorOf(tagger: Tagger, code: string, value: FieldValue, tolerance: Tolerance): number {
  const at = stepOf(value, tolerance);
  if (at === null) return 0;
  return mark(tagger, code, value, tolerance, at >> stepBits) ^ (at & stepMask);
}

/**
 * True when `value` is within tolerance of the value the anchor was made from, give or take a 64th of the tolerance
 * (the grid). A stranger's anchor passes once in some 30 million times.
 */
export function nearAnchor(
  tagger: Tagger,
  code: string,
  value: FieldValue,
  tolerance: Tolerance,
  anchor: number,
): boolean {
  const at = stepOf(value, tolerance);
  if (at === null || anchor === 0) return false;
  const here = at >> stepBits;
  for (const cell of [here, here - 1, here + 1]) {
    const step = (anchor ^ mark(tagger, code, value, tolerance, cell)) >>> 0;
    if (step <= stepMask && Math.abs((cell << stepBits) + step - at) <= 1 << stepBits) return true;
  }
  return false;
}

/** Place of a number on the grid of its sign; null when it has none. */
function stepOf(value: FieldValue, { share, plus = 0 }: Tolerance): number | null {
  const number = numberOf(value);
  if (number === null || share <= 0) return null;
  const size = Math.abs(number) + plus;
  return size === 0 ? null : Math.round((Math.log(size) / Math.log1p(share)) * (1 << stepBits));
}

/** The sign, the unit and the tolerance are marked too: they make grids of their own. Whole numbers print fast. */
function mark(
  tagger: Tagger,
  code: string,
  value: FieldValue,
  { share, plus = 0 }: Tolerance,
  cell: number,
): number {
  const sign = (numberOf(value) ?? 0) < 0 ? '-' : '+';
  return tagger.mark(code, `${cell}${sign}${Math.round(share * 10_000)}+${plus}${unitOf(value)}`);
}

function numberOf(value: FieldValue | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || value === undefined || typeof value !== 'object' || Array.isArray(value)) return null;
  return typeof value.value === 'number' ? value.value : null;
}

function unitOf(value: FieldValue | undefined): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return '';
  return typeof value.currency === 'string' ? value.currency : '';
}
