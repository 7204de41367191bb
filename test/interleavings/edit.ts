import type { Dice } from '../write-rules/dice.ts';
import { mapped } from './pipedrive-world.ts';
import type { World } from './world.ts';

/** Somebody else than the app types: something new, now and then something typed before, or what a store says. */
export function edit(
  world: World,
  roll: Dice,
  id: number,
  how?: { userId: number; source: 'app' | 'api' },
): void {
  const { typed, focus, pipedrive } = world;
  const name = roll.chance(0.6) ? focus.field : roll.pick(mapped).name;
  const kind = roll.weighted({ anew: 7, nothing: 2, again: 1, ofStore: how?.source === 'api' ? 0 : 0.5 });
  if (kind === 'nothing') pipedrive.edit(id, name, null, how);
  else if (kind === 'ofStore') pipedrive.edit(id, name, roll.pick(['one', 'two', 'three']), how);
  else if (kind === 'again' && typed.length > 0) pipedrive.edit(id, name, roll.pick(typed), how);
  else {
    typed.push(`typed ${typed.length + 1}`);
    pipedrive.edit(id, name, typed.at(-1) ?? null, how);
  }
}
