import type { FieldValue } from '../pipedrive/types.ts';
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
const stepsPerCell = 64;
const stepBits = stepsPerCell - 1;

/** True when the larger of two numbers is at most `1 + share` times the smaller; signs differ: false. */
export function withinTolerance(
  a: FieldValue | undefined,
  b: FieldValue | undefined,
  share: number,
): boolean {
  const [one, other] = [measure(a), measure(b)];
  if (!one || !other || one.unit !== other.unit) return false;
  if (one.number === other.number) return true;
  if (Math.sign(one.number) !== Math.sign(other.number)) return false;
  const [small, large] = [Math.abs(one.number), Math.abs(other.number)].sort((x, y) => x - y);
  return (large ?? 0) <= (small ?? 0) * (1 + share) * (1 + 1e-12);
}

/** What is kept of a written value so that `nearAnchor` can decide later. 0: nothing to be near to (null, zero, text). */
export function anchorOf(tagger: Tagger, code: string, value: FieldValue, share: number): number {
  const place = placeOf(value, share);
  if (!place) return 0;
  return mark(tagger, code, place, place.cell) ^ place.step;
}

/**
 * True when `value` is within tolerance of the value the anchor was made from, give or take a 64th of the tolerance
 * (the grid). A stranger's anchor passes once in some 30 million times.
 */
export function nearAnchor(
  tagger: Tagger,
  code: string,
  value: FieldValue,
  share: number,
  anchor: number,
): boolean {
  const place = placeOf(value, share);
  if (!place || anchor === 0) return false;
  const here = place.cell * stepsPerCell + place.step;
  for (const cell of [place.cell, place.cell - 1, place.cell + 1]) {
    const difference = (anchor ^ mark(tagger, code, place, cell)) >>> 0;
    if (difference < stepsPerCell && Math.abs(cell * stepsPerCell + difference - here) <= stepsPerCell)
      return true;
  }
  return false;
}

type Place = { cell: number; step: number; realm: string };

function placeOf(value: FieldValue, share: number): Place | null {
  const measured = measure(value);
  if (!measured || measured.number === 0 || share <= 0) return null;
  const at = Math.round((Math.log(Math.abs(measured.number)) / Math.log1p(share)) * stepsPerCell);
  // The share is part of the realm: after it was changed, old anchors lie on another grid.
  const realm = `${measured.number < 0 ? '-' : '+'}${share}${measured.unit}`;
  return { cell: Math.floor(at / stepsPerCell), step: at & stepBits, realm };
}

function mark(tagger: Tagger, code: string, place: Place, cell: number): number {
  return tagger.mark(code, `${cell}${place.realm}`);
}

function measure(value: FieldValue | undefined): { number: number; unit: string } | null {
  if (typeof value === 'number') return Number.isFinite(value) ? { number: value, unit: '' } : null;
  if (value === null || value === undefined || typeof value !== 'object' || Array.isArray(value)) return null;
  return typeof value.value === 'number' ? { number: value.value, unit: String(value.currency ?? '') } : null;
}
