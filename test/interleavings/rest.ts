import type { Dice } from '../write-rules/dice.ts';
import { answerAll, deliver } from './deliver.ts';
import type { Value } from './model.ts';
import { mapped, websiteCode } from './pipedrive-records.ts';
import { makeUp, notice } from './steps.ts';
import { runThrough } from './work.ts';
import { sites, type World } from './world.ts';

/** Deliveries and answers go on no longer than this once nobody does anything any more. */
const mostRounds = 25;

/** Nobody does anything any more: everything arrives and is answered, what was missed is made up for, runs come by. */
export async function comeToRest(world: World, roll: Dice, broken: string[]): Promise<void> {
  const { pipedrive, model } = world;
  await world.finish();
  world.tell('— rest');
  await drain(world, roll, broken);
  notice(world);
  await makeUp(world);
  for (let times = 0; times < 2; times++) {
    await runThrough(world);
    await drain(world, roll, broken);
  }
  model.calm();
  const before = { ...pipedrive.counts };
  await runThrough(world);
  await drain(world, roll, broken);
  if (pipedrive.counts.patches > before.patches) broken.push('a run over records in step wrote something');
  else if (pipedrive.counts.calls > before.calls) broken.push('a run over records in step made calls');
  for (const id of pipedrive.rows.keys()) checkRecord(world, id, broken);
}

/** Everything arrives and is answered. */
export async function drain(world: World, roll: Dice, broken: string[]): Promise<void> {
  let attempts = 0;
  for (let round = 0; world.flight.length + world.inbox.length > 0; round++) {
    if (round > mostRounds) return void broken.push('it never comes to rest');
    world.life.pass(2_000);
    while (world.flight.length > 0) {
      const before = world.flight.length;
      await deliver(world, roll.pick(world.flight), false);
      if (world.flight.length >= before) world.life.pass(3_000);
      if (++attempts > 600) return void broken.push('events never arrive');
    }
    await answerAll(world);
  }
}

function checkRecord(world: World, id: number, broken: string[]): void {
  const row = world.pipedrive.rows.get(id);
  const link = world.links.get(id);
  if (!row) return;
  if (row.isDeleted) {
    if (link && !link.gone) broken.push(`${id} is deleted, and its link does not say so`);
    return;
  }
  const website = row.fields[websiteCode] ?? '';
  const name = (['a', 'b'] as const).find((each) => website.includes(sites[each]));
  const storeId = name ? `store-${name}` : null;
  if ((link?.match.storeId ?? null) !== storeId)
    broken.push(`${id} is linked to ${String(link?.match.storeId)}, and its website is ${website}`);
  const domain = name ? world.stores.get(name)?.domain : undefined;
  const kept = mapped.map(({ name: field, source, code }) => {
    const wanted = domain ? ((domain[source] ?? null) as Value) : undefined;
    return [field, { rule: world.rules[field] ?? 'never', value: row.fields[code] ?? null, wanted }] as const;
  });
  world.model.settle(id, Object.fromEntries(kept));
}
