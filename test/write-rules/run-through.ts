import type { Run } from '../../server/runs/run.ts';
import { RunPause } from '../../server/runs/run-work.ts';
import { changeStore } from './changes.ts';
import { check } from './check.ts';
import type { Dice } from './dice.ts';
import { disturb } from './disturb.ts';
import type { Held } from './model.ts';
import { newRun, oneTurn } from './one-turn.ts';
import { press } from './press.ts';
import type { World } from './world.ts';

/** Runs "Enrich all" to its end, whatever comes in between; then what it had to bring about must be so. */
export async function runThrough(
  world: World,
  roll: Dice,
  { disturbed, reading }: { disturbed: boolean; reading: Run['reading'] },
): Promise<void> {
  const { model, recordIds } = world;
  model.forgetLooks();
  const run = newRun(world, reading);
  world.tell(`run, ${reading ?? 'blocks'}, ${disturbed ? 'disturbed' : 'undisturbed'}`);
  const touched = disturbed ? disturb(world, roll, 'run') : new Set<string>();
  let beside: Promise<void> | null = null;
  let orderly = !disturbed || world.life.hooks.delay !== null || world.life.hooks.atCall !== null;
  if (disturbed && world.life.hooks.fate === null && roll.chance(0.3)) {
    orderly = false;
    const before = world.life.hooks.atCall;
    let calls = roll.between(1, 5);
    world.life.hooks.atCall = (moment) => {
      if (--calls === 0 && !beside) beside = press(world, moment.ids[0] ?? 0);
      before?.(moment);
    };
  }
  let due = new Map<number, Held>();
  for (let turn = 1; ; turn++) {
    due = dueOf(world, run);
    try {
      await oneTurn(world, run);
      break;
    } catch (error) {
      if (turn > 12) throw error;
      if (error instanceof RunPause) world.life.pass(61_000);
      else if (!world.life.isDead()) throw error;
      await beside;
      world.calm();
      // From here nothing more goes wrong; but the stores may say something else by now.
      orderly = true;
      model.disown();
      if (roll.chance(0.5)) for (const orgId of recordIds) changeStore(world, roll, orgId);
    }
  }
  await beside;
  world.calm();
  if (orderly) check(world, 'run', recordIds, due, touched);
}

/** What the run has yet to bring about, of records it has not done. */
function dueOf({ model, recordIds, held, links }: World, run: Run): Map<number, Held> {
  const open = recordIds.filter((orgId) => links.get(orgId)?.last?.runId !== run.id);
  return new Map(open.map((orgId) => [orgId, model.due(orgId, held.get(orgId) ?? {})]));
}
