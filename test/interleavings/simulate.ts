import { type Dice, dice } from '../write-rules/dice.ts';
import { answerAll } from './deliver.ts';
import { disturb } from './disturb.ts';
import { edit } from './edit.ts';
import { mapped } from './pipedrive-records.ts';
import { comeToRest, drain } from './rest.ts';
import { blink, deliverSome, drop, makeUp, notice, outage, release, storm } from './steps.ts';
import { themeOf } from './themes.ts';
import { press, runThrough } from './work.ts';
import { createWorld, sites, type World } from './world.ts';

/** What one history came to. */
export type Outcome = { broken: string[]; patches: number; putBack: number; calls: number };

const websites = [sites.a, sites.a, sites.b, `https://www.${sites.b}/`, null] as const;

/** Plays one history, wholly decided by its seed, and holds it against the model. */
export async function simulate(
  seed: number,
  tell: (what: string) => void = () => undefined,
): Promise<Outcome> {
  const roll = dice(seed);
  const theme = themeOf(seed);
  const focus = { id: roll.pick([101, 102]), field: roll.pick(mapped).name };
  const rides = roll.chance(0.2) ? roll.pick(mapped).name : null;
  const world = createWorld({ rules: mapped.map(() => roll.pick(theme.rules)), focus, theme, rides, tell });
  tell(`${JSON.stringify(world.rules)} ${rides === null ? '' : `; ${rides} rides along`}`);
  for (const name of ['a', 'b'] as const) release(world, roll, name);
  for (const id of [101, 102]) world.pipedrive.create(id, roll.pick(websites));
  const broken: string[] = [];
  try {
    if (theme.isSettled) {
      await drain(world, roll, broken);
      await world.finish();
    }
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
  const { pipedrive, life, theme, focus } = world;
  const kind = roll.weighted(theme.weights);
  life.pass(roll.pick([0, 100, 400, 1_000, 2_500]));
  const id = roll.chance(0.6) ? focus.id : roll.pick([101, 102]);
  if (['run', 'button', 'answer', 'deliver'].includes(kind) && roll.chance(theme.disturbed))
    disturb(world, roll);
  if (kind === 'edit') {
    // Now and then two things happen at the same moment.
    for (let times = roll.chance(0.15) ? 2 : 1; times > 0; times--) edit(world, roll, id);
  } else if (kind === 'program') edit(world, roll, id, { userId: 1, source: 'api' });
  else if (kind === 'release') release(world, roll, roll.pick(['a', 'b'] as const));
  else if (kind === 'deliver') await deliverSome(world, roll);
  else if (kind === 'answer') await answerAll(world);
  else if (kind === 'run') await runThrough(world);
  else if (kind === 'button') await press(world, id);
  else if (kind === 'website') pipedrive.setWebsite(id, roll.pick(websites));
  else if (kind === 'remove') pipedrive.remove(id);
  else if (kind === 'blink') blink(world, roll, id);
  else if (kind === 'restore') pipedrive.restore(id);
  else if (kind === 'merge') pipedrive.merge(id, id === 101 ? 102 : 101);
  else if (kind === 'drop') drop(world, roll);
  else if (kind === 'outage') outage(world, roll, id);
  else if (kind === 'notice') notice(world);
  else if (kind === 'makeUp') await makeUp(world);
  else if (kind === 'storm') await storm(world, roll, id);
  else if (kind === 'switch') world.switchField(roll.chance(0.6) ? focus.field : roll.pick(mapped).name);
  else if (kind === 'time') life.pass(roll.pick([5_000, 45_000, 90_000, 3_600_000, 86_400_000]));
  else world.reinstall();
  await world.finish();
}
