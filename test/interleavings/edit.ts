import type { Dice } from '../write-rules/dice.ts';
import { mapped } from './pipedrive-records.ts';
import type { World } from './world.ts';

/** Somebody else than the app types: something new, now and then something typed before, or what a store says. */
export function edit(
  world: World,
  roll: Dice,
  id: number,
  how?: { userId: number; source: 'app' | 'api' },
  /** Fields something is about to happen to. */
  codes: readonly string[] = [],
): void {
  const { typed, focus, pipedrive } = world;
  const near = mapped.filter(({ code }) => codes.includes(code));
  const name = roll.chance(near.length > 0 ? 0.3 : 0.7)
    ? focus.field
    : roll.pick(near.length > 0 ? near : mapped).name;
  const kind = roll.weighted({
    anew: 7,
    nothing: how?.source === 'api' ? 4 : 2,
    again: how?.source === 'api' ? 3 : 1,
    ofStore: how?.source === 'api' ? 0 : 0.5,
  });
  if (kind === 'nothing') pipedrive.edit(id, name, null, how);
  else if (kind === 'ofStore') pipedrive.edit(id, name, roll.pick(['one', 'two', 'three']), how);
  else if (kind === 'again' && typed.length > 0) pipedrive.edit(id, name, roll.pick(typed.slice(-3)), how);
  else {
    typed.push(`typed ${typed.length + 1}`);
    pipedrive.edit(id, name, typed.at(-1) ?? null, how);
  }
}
