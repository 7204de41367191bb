import type { Dice } from '../write-rules/dice.ts';
import { mapped } from './pipedrive-world.ts';
import type { World } from './world.ts';

/** Somebody else than the app types. Nobody ever types the same twice, nor what a store says. */
export function edit(
  world: World,
  roll: Dice,
  id: number,
  how?: { userId: number; source: 'app' | 'api' },
): void {
  const value = roll.chance(0.2) ? null : world.nextTyped();
  world.pipedrive.edit(id, roll.pick(mapped).name, value, how);
}
