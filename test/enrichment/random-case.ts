import type { StoreDomain } from '../../server/catalog/store.ts';
import { fits } from '../../server/mapping/convert/compatibility.contract.ts';
import { catalogField, fieldCatalog } from '../../server/mapping/fields/field-catalog.ts';
import type { Mapping, Volatility } from '../../server/mapping/mapping.ts';
import type { Field } from '../../server/pipedrive/types.ts';

export type Dice = ReturnType<typeof diceOf>;

/** Throws of a seeded generator. */
export function diceOf(random: () => number) {
  const below = (count: number) => Math.floor(random() * count);
  return {
    below,
    chance: (share: number) => random() < share,
    pick<Item>(items: readonly Item[]): Item {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

const volatilities: Volatility[] = [
  { kind: 'exact' },
  { kind: 'exact' },
  { kind: 'tolerance', share: 0.1 },
  { kind: 'tolerance', share: 0.5, plus: 100 },
  { kind: 'rides_along' },
];

/** Gives some of the targets to sources that fit them, each with a rule of its own; the others are given up. */
export function reshuffle(mapping: Mapping, targets: readonly Field[], dice: Dice): void {
  for (const entry of mapping.entries) entry.target = null;
  // Where no number is exact, a release that only moves numbers has nothing that is worth a write.
  const calm = dice.chance(0.3);
  for (const { code, type } of targets) {
    if (dice.chance(0.15)) continue;
    const fitting = fieldCatalog.filter(({ kind }) => fits(kind, type).fit !== 'refused');
    const { key } = dice.pick(fitting);
    const entry = mapping.entries.find(({ source }) => source === key);
    if (!entry || entry.target) continue;
    entry.target = { code, type };
    entry.rule = dice.pick(['always', 'always', 'if_empty_or_ours', 'if_empty_or_ours', 'if_empty', 'never']);
    entry.whenMissing = dice.pick(['keep', 'clear']);
    const isNumber = ['number', 'money'].includes(catalogField.get(entry.source)?.kind ?? '');
    const volatility = dice.pick(calm ? volatilities.slice(2) : volatilities);
    entry.volatility = isNumber || volatility.kind !== 'tolerance' ? volatility : { kind: 'exact' };
    entry.newOption = dice.pick(['skip', 'create']);
    entry.enabled = dice.chance(0.92);
    entry.broken = dice.chance(0.04) ? { code: 'field_refused', since: new Date(0) } : null;
  }
}

/** The store as another release might have it: some values moved a little, some a lot, some are gone. */
export function movedOn(domain: StoreDomain, dice: Dice): StoreDomain {
  const moved: StoreDomain = { ...domain };
  for (const [key, value] of Object.entries(domain)) {
    if (['name', 'platform', 'state'].includes(key)) continue;
    if (dice.chance(0.08)) delete moved[key];
    else if (typeof value === 'number' && dice.chance(0.5))
      moved[key] = Math.round(value * dice.pick([1.01, 1.04, 0.97, 1.3, 0.4]));
    else if (typeof value === 'string' && dice.chance(0.1) && !/\d{4}-\d\d/.test(value))
      moved[key] = `${value} ${dice.below(3)}`;
    else if (Array.isArray(value) && dice.chance(0.3)) moved[key] = [...value].reverse().slice(dice.below(3));
  }
  return moved;
}

/** The store with all its numbers moved by this factor. */
export function drifted(domain: StoreDomain, factor: number): StoreDomain {
  const numbers = Object.entries(domain).filter(([, value]) => typeof value === 'number');
  return {
    ...domain,
    ...Object.fromEntries(numbers.map(([key, value]) => [key, Math.round(Number(value) * factor)])),
  };
}

/** Something a person may have typed into a field of this type, as Pipedrive keeps it; null: they cleared it. */
export function typedValue({ type, options }: Field, dice: Dice): unknown {
  if (dice.chance(0.35)) return null;
  if (type === 'double') return dice.below(5000);
  if (type === 'monetary') return { value: dice.below(5000), currency: 'USD' };
  if (type === 'date') return `2024-0${1 + dice.below(9)}-11`;
  if (type === 'enum') return options.length > 0 ? dice.pick(options).id : null;
  if (type === 'set') return options.length > 0 ? [dice.pick(options).id] : null;
  if (type === 'address') return { value: dice.pick(['1 Canal Street', '2 Mill Lane']) };
  return dice.pick(['typed by hand', 'Portland', '42', 'a much longer text that somebody typed']);
}
