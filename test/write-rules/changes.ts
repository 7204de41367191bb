import type { Dice } from './dice.ts';
import type { FieldLaw } from './model.ts';
import type { World } from './world.ts';

/** Rules as often as they come up. */
export const rules: readonly FieldLaw['rule'][] = [
  'always',
  'if_empty_or_ours',
  'if_empty_or_ours',
  'if_empty',
  'never',
];

/** A release says something else of a store. */
export function changeStore(world: World, roll: Dice, orgId = roll.pick(world.recordIds)): void {
  const values = world.valuesOf(orgId);
  for (const { name, fromStore } of world.fields) if (roll.chance(0.5)) values[name] = roll.pick(fromStore);
  world.setStore(orgId, values);
}

/** A person types into a field. Gives which, as `record field`. */
export function editByHand(world: World, roll: Dice, orgId = roll.pick(world.recordIds)): string {
  const { name, byHand } = roll.pick(world.fields);
  world.edit(orgId, name, roll.pick(byHand));
  return `${orgId} ${name}`;
}

/** An admin changes the rule of an entry. */
export function changeRule(world: World, roll: Dice): void {
  const at = roll.between(0, world.fields.length - 1);
  const [field, law, entry] = [world.fields[at], world.laws[at], world.mapping.entries[at]];
  if (!field || !law || !entry) return;
  field.rule = law.rule = entry.rule = roll.pick(rules);
  world.mapping.version++;
}
