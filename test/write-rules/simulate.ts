import { changeRule, changeStore, editByHand, rules } from './changes.ts';
import { check, checkSettled } from './check.ts';
import { type Dice, dice } from './dice.ts';
import { disturb } from './disturb.ts';
import { press } from './press.ts';
import { runThrough } from './run-through.ts';
import { createWorld, type World } from './world.ts';

/** What one history came to: the promises that were broken, and what happened in it. */
export type Outcome = {
  broken: string[];
  patches: number;
  reads: number;
  longestGap: number;
};

/**
 * Plays one history, wholly decided by its seed, and holds it against the model.
 * @param tell told in words what happens
 */
export async function simulate(
  seed: number,
  tell: (what: string) => void = () => undefined,
): Promise<Outcome> {
  const roll = dice(seed);
  const world = createWorld({
    rules: Array.from({ length: 5 }, () => roll.pick(rules)),
    keep: Array.from({ length: 5 }, () => roll.chance(0.3)),
    records: roll.chance(0.03) ? 12 : roll.between(1, 3),
    tell,
  });
  for (const orgId of world.recordIds) if (roll.chance(0.8)) changeStore(world, roll, orgId);
  tell(world.laws.map(({ name, rule }) => `${name}: ${rule}`).join(', '));
  const broken: string[] = [];
  try {
    for (let step = roll.between(3, 8); step > 0; step--) await takeStep(world, roll, tell);
    tell('a last run, one that puts right what the answers of that have shown, and one more');
    const reading = roll.pick([null, 'pages'] as const);
    await runThrough(world, roll, { disturbed: false, reading });
    await runThrough(world, roll, { disturbed: false, reading });
    const before = world.life.counts.patches;
    await runThrough(world, roll, { disturbed: false, reading });
    checkSettled(world);
    if (world.life.counts.patches > before) broken.push('a run right after others had something to write');
  } catch (error) {
    broken.push(
      `the story itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  const { patches, reads } = world.life.counts;
  return {
    broken: [...world.model.broken, ...broken],
    patches,
    reads,
    longestGap: world.model.longestGap(),
  };
}

async function takeStep(world: World, roll: Dice, tell: (what: string) => void): Promise<void> {
  const kind = roll.weighted({ store: 5, edit: 4, run: 5, button: 2, time: 2, reinstall: 0.4, rule: 0.4 });
  tell(`— ${kind}`);
  if (kind === 'store') return changeStore(world, roll);
  if (kind === 'edit') return void editByHand(world, roll);
  if (kind === 'time') return world.life.pass(roll.pick([5_000, 45_000, 90_000, 3_600_000]));
  if (kind === 'reinstall') return world.reinstall();
  if (kind === 'rule') return changeRule(world, roll);
  if (kind === 'button') return pressAlone(world, roll);
  const reading = roll.pick([null, 'pages'] as const);
  const disturbed = roll.chance(0.7);
  if (disturbed) for (const orgId of world.recordIds) if (roll.chance(0.5)) changeStore(world, roll, orgId);
  await runThrough(world, roll, { disturbed, reading });
  // What was left half done must be put right also when the store says something else by then.
  if (!disturbed || roll.chance(0.5)) return;
  for (const orgId of world.recordIds) changeStore(world, roll, orgId);
  await runThrough(world, roll, { disturbed: false, reading });
}

async function pressAlone(world: World, roll: Dice): Promise<void> {
  world.model.forgetLooks();
  const orgId = roll.pick(world.recordIds);
  const disturbed = roll.chance(0.5);
  const touched = disturbed ? disturb(world, roll, 'button') : new Set<string>();
  await press(world, orgId);
  world.calm();
  if (!disturbed) check(world, 'button', [orgId], new Map(), touched);
}
