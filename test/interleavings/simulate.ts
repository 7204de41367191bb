import { type Dice, dice } from '../write-rules/dice.ts';
import { answerAll, deliver } from './deliver.ts';
import { disturb } from './disturb.ts';
import { edit } from './edit.ts';
import type { Rule, Value } from './model.ts';
import { mapped, websiteCode } from './pipedrive-world.ts';
import type { Told } from './told.ts';
import { press, repair, runThrough } from './work.ts';
import { createWorld, type StoreName, sites, type World } from './world.ts';

/** What one history came to. */
export type Outcome = { broken: string[]; patches: number; putBack: number; calls: number };

const rules: readonly Rule[] = [
  'always',
  'always',
  'if_empty_or_ours',
  'if_empty_or_ours',
  'if_empty',
  'never',
];
const values: readonly Value[] = ['one', 'two', 'three', null];
const websites = [sites.a, sites.a, sites.b, `https://www.${sites.b}/`, null] as const;
/** Deliveries and answers go on no longer than this once nobody does anything any more. */
const mostRounds = 25;

/** Plays one history, wholly decided by its seed, and holds it against the model. */
export async function simulate(
  seed: number,
  tell: (what: string) => void = () => undefined,
): Promise<Outcome> {
  const roll = dice(seed);
  const world = createWorld({ rules: mapped.map(() => roll.pick(rules)), tell });
  tell(JSON.stringify(world.rules));
  for (const name of ['a', 'b'] as const) release(world, roll, name);
  for (const id of [101, 102]) world.pipedrive.create(id, roll.pick(websites));
  const broken: string[] = [];
  try {
    for (let step = roll.between(4, 14); step > 0; step--) await takeStep(world, roll);
    await comeToRest(world, roll, broken);
  } catch (error) {
    broken.push(
      `the story itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  const { patches, calls } = world.pipedrive.counts;
  return { broken: [...world.model.broken, ...broken], patches, calls, putBack: world.model.putBack() };
}

async function takeStep(world: World, roll: Dice): Promise<void> {
  const { pipedrive, life } = world;
  const kind = roll.weighted({
    edit: 6,
    program: 1,
    release: 2,
    deliver: 8,
    answer: 6,
    run: 3,
    button: 1.5,
    website: 1,
    remove: 0.5,
    restore: 0.7,
    merge: 0.4,
    drop: 0.5,
    notice: 0.5,
    time: 2,
    reinstall: 0.2,
    storm: 0.3,
  });
  life.pass(roll.pick([0, 100, 400, 1_000, 2_500]));
  const id = roll.pick([101, 102]);
  if (['run', 'button', 'answer', 'deliver'].includes(kind) && roll.chance(0.5)) disturb(world, roll);
  if (kind === 'edit') edit(world, roll, id);
  else if (kind === 'program') edit(world, roll, id, { userId: 1, source: 'api' });
  else if (kind === 'release') release(world, roll, roll.pick(['a', 'b'] as const));
  else if (kind === 'deliver') await deliverSome(world, roll);
  else if (kind === 'answer') await answerAll(world);
  else if (kind === 'run') await runThrough(world);
  else if (kind === 'button') await press(world, id);
  else if (kind === 'website') pipedrive.setWebsite(id, roll.pick(websites));
  else if (kind === 'remove') pipedrive.remove(id);
  else if (kind === 'restore') pipedrive.restore(id);
  else if (kind === 'merge') pipedrive.merge(id, id === 101 ? 102 : 101);
  else if (kind === 'drop') drop(world, roll);
  else if (kind === 'notice') await notice(world);
  else if (kind === 'storm') await storm(world, roll, id);
  else if (kind === 'time') life.pass(roll.pick([5_000, 45_000, 90_000, 3_600_000, 86_400_000]));
  else world.reinstall();
  world.calm();
}

function release(world: World, roll: Dice, name: StoreName): void {
  world.setStore(name, Object.fromEntries(mapped.map(({ source }) => [source, roll.pick(values)])));
}

/** Some of what is on its way arrives, in any order; some of it once more later. */
async function deliverSome(world: World, roll: Dice): Promise<void> {
  for (let count = roll.between(1, 4); count > 0 && world.flight.length > 0; count--) {
    const event = roll.pick(world.flight);
    await deliver(world, event, roll.chance(0.15));
    if (world.life.isDead()) return;
  }
}

/** Something keeps changing a record, as fast as it is answered. */
async function storm(world: World, roll: Dice, id: number): Promise<void> {
  const { name } = roll.pick(mapped);
  for (let times = 7; times > 0 && !world.life.isDead(); times--) {
    world.life.pass(1_500);
    world.pipedrive.edit(id, name, world.nextTyped());
    for (const event of [...world.flight]) await deliver(world, event, false);
    await answerAll(world);
  }
}

/** An event never arrives; for a while nobody knows. */
function drop(world: World, roll: Dice): void {
  if (world.flight.length === 0) return;
  const event: Told = roll.pick(world.flight);
  world.tell(`${event.id} is lost`);
  world.flight.splice(world.flight.indexOf(event), 1);
  world.stream.hasDropped = true;
  for (const { name, code } of mapped) {
    if (event.byApp && event.previous && code in event.previous.fields)
      world.model.untold(event.record, name);
  }
}

async function notice(world: World): Promise<void> {
  if (!world.stream.hasDropped) return;
  world.stream.isGapNoticed = true;
  await repair(world);
  world.stream.hasDropped = false;
}

/** Nobody does anything any more: everything arrives and is answered, what was missed is made up for, runs come by. */
async function comeToRest(world: World, roll: Dice, broken: string[]): Promise<void> {
  const { pipedrive, model } = world;
  world.calm();
  world.tell('— rest');
  await drain(world, roll, broken);
  await notice(world);
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

async function drain(world: World, roll: Dice, broken: string[]): Promise<void> {
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
