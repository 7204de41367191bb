import { enrichByButton } from '../../server/enrichment/enrich-by-button.ts';
import { openRecord } from '../../server/enrichment/panel.ts';
import { readOrganization } from '../../server/enrichment/read-record.ts';
import { repairRecords } from '../../server/enrichment/reading/repair-records.ts';
import { isAppError } from '../../server/platform/errors.ts';
import { RunPause } from '../../server/runs/run-work.ts';
import { newRun, oneTurn } from '../write-rules/one-turn.ts';
import { companyId, type World } from './world.ts';

/** A weekly run to its end, whatever comes in between. */
export async function runThrough(world: World): Promise<void> {
  world.tell('run');
  world.life.pass(1_000);
  const run = newRun(world, 'blocks');
  for (let turn = 1; ; turn++) {
    try {
      return await oneTurn(world, run);
    } catch (error) {
      if (turn > 12) throw error;
      if (error instanceof RunPause) world.life.pass(61_000);
      else if (!world.life.isDead()) throw error;
      await world.finish();
    }
  }
}

/** A person presses Enrich. */
export async function press(world: World, orgId: number): Promise<void> {
  world.tell(`button ${orgId}`);
  const deps = world.depsOf();
  try {
    const caller = { companyId, userId: 2, lane: 'click' } as const;
    const read = await readOrganization(deps, caller, orgId);
    if (read.state === 'ok') await enrichByButton(deps, await openRecord(deps, caller, read));
  } catch (error) {
    if (!world.life.isDead() && !isAppError(error)) throw error;
  }
}

/** What was missed is made up for; from then on what is known counts again. */
export async function repair(world: World): Promise<void> {
  world.tell('repair');
  world.life.pass(1_000);
  const run = { ...newRun(world, null), kind: 'repair' as const };
  await repairRecords(
    world.depsOf(),
    run,
    {
      signal: new AbortController().signal,
      checkpoint: async (progress) => void Object.assign(run, progress),
      addChunks: async () => undefined,
      plannedTo: async () => 0,
      removeChunksAfter: async () => undefined,
      planned: async () => ({ records: 0, first: [] }),
    },
    { since: null, deletes: true },
  );
  world.stream.isGapNoticed = false;
  world.looks.walked();
}
