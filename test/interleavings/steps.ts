import type { Dice } from '../write-rules/dice.ts';
import { answerAll, deliver } from './deliver.ts';
import { edit } from './edit.ts';
import { mapped } from './pipedrive-records.ts';
import type { Told } from './told.ts';
import { repair } from './work.ts';
import type { StoreName, World } from './world.ts';

/** A store says something else. */
export function release(world: World, roll: Dice, name: StoreName): void {
  world.setStore(
    name,
    Object.fromEntries(mapped.map(({ source }) => [source, roll.pick(world.theme.values)])),
  );
}

/** Some of what is on its way arrives, in any order; some of it once more later. */
export async function deliverSome(world: World, roll: Dice): Promise<void> {
  for (let count = roll.between(1, 4); count > 0 && world.flight.length > 0; count--) {
    const event = roll.pick(world.flight);
    await deliver(world, event, roll.chance(0.15));
    if (world.life.isDead()) return;
  }
}

/** Somebody deletes a record by mistake. */
export function blink({ pipedrive, life }: World, roll: Dice, id: number): void {
  pipedrive.remove(id);
  life.pass(roll.pick([0, 300, 1_000]));
  pipedrive.restore(id);
}

/** Something keeps changing a record, as fast as it is answered. */
export async function storm(world: World, roll: Dice, id: number): Promise<void> {
  const { name } = roll.pick(mapped);
  for (let times = 7; times > 0 && !world.life.isDead(); times--) {
    world.life.pass(1_500);
    world.typed.push(`typed ${world.typed.length + 1}`);
    world.pipedrive.edit(id, name, world.typed.at(-1) ?? null);
    for (const event of [...world.flight]) await deliver(world, event, false);
    await answerAll(world);
  }
}

/** What somebody does is never told, and that is noticed. */
export function outage(world: World, roll: Dice, id: number): void {
  const before = world.flight.length;
  edit(world, roll, id);
  const event = world.flight.at(-1);
  if (world.flight.length === before || !event) return;
  lose(world, event);
  world.life.pass(roll.pick([0, 90_000]));
  notice(world);
}

/** An event never arrives; for a while nobody knows. */
export function drop(world: World, roll: Dice): void {
  if (world.flight.length > 0) lose(world, roll.pick(world.flight));
}

function lose(world: World, event: Told): void {
  world.tell(`${event.id} is lost`);
  world.flight.splice(world.flight.indexOf(event), 1);
  world.stream.hasDropped = true;
  for (const { name, code } of mapped) {
    if (event.byApp && event.previous && code in event.previous.fields)
      world.model.untold(event.record, name);
  }
}

/** It shows that events have been lost: what is known is not to be trusted. */
export function notice(world: World): void {
  if (!world.stream.hasDropped) return;
  world.tell('it is noticed that events are missing');
  world.stream.isGapNoticed = true;
}

/** What was missed is made up for. */
export async function makeUp(world: World): Promise<void> {
  if (!world.stream.isGapNoticed) return;
  await repair(world);
  world.stream.hasDropped = false;
}
