import type { SandboxClock } from '../clock.ts';
import type { Schedule } from '../schedule.ts';
import { nextRandom } from '../seed/random.ts';
import type { Records } from '../state/records.ts';
import type { World } from '../world.ts';
import { type Doable, type Done, deeds } from './deeds.ts';

type PeopleDeps = { world: World; records: Records; clock: SandboxClock; schedule: Schedule; save(): void };

/** How often each is done, out of 100. */
const weights: [Doable, number][] = [
  ['field', 30],
  ['website', 22],
  ['person', 12],
  ['name', 10],
  ['create', 8],
  ['delete', 6],
  ['restore', 5],
  ['bulk', 4],
  ['merge', 3],
];

/** Other people of the company at work. The same seed gives the same deeds. */
export type People = ReturnType<typeof createPeople>;

/** Makes the people; those who were at work when the sandbox was stopped go on. */
export function createPeople(deps: PeopleDeps) {
  const { world, records, clock, schedule, save } = deps;
  const random = () => nextRandom(world.people);
  const dice = (n: number) => Math.floor(random() * n);
  let callOff = () => {};

  const doOne = (kinds: readonly Doable[] | undefined): Done | null => {
    const users = world.users.filter((user) => user.active);
    const user = users[dice(users.length)];
    if (!user) return null;
    const deed = chosen(kinds);
    // One in eight is another program of theirs, which works through the API.
    const actor = { userId: user.id, source: dice(8) === 0 ? 'api' : 'app' } as const;
    const done = deeds[deed]({ world, records, dice, user, actor });
    return done ? { deed, ...done, userId: user.id } : null;
  };

  const chosen = (kinds: readonly Doable[] | undefined): Doable => {
    const open = weights.filter(([deed]) => !kinds || kinds.includes(deed));
    let left = dice(open.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [deed, weight] of open) {
      if (left < weight) return deed;
      left -= weight;
    }
    return 'field';
  };

  const tick = () => {
    if (!world.people.on) return;
    doOne(undefined);
    save();
    goOn();
  };
  const goOn = () => {
    callOff = schedule.at(clock.now().getTime() + world.people.paceMs, tick);
  };
  if (world.people.on) goOn();

  return {
    /** Lets people do `n` things now, of the given kinds or of any; fewer where there is nothing to do them to. */
    step: (n: number, kinds?: readonly Doable[]): Done[] => {
      const all: Done[] = [];
      for (let tries = 0; all.length < n && tries < 10 * n; tries += 1) {
        const done = doOne(kinds);
        if (done) all.push(done);
      }
      return all;
    },
    /** From now on one thing is done every `paceMs` milliseconds. */
    start: (paceMs = world.people.paceMs): { on: boolean; paceMs: number } => {
      callOff();
      Object.assign(world.people, { on: true, paceMs: Math.max(10, paceMs) });
      goOn();
      return { on: true, paceMs: world.people.paceMs };
    },
    stop: (): { on: boolean; paceMs: number } => {
      callOff();
      world.people.on = false;
      return { on: false, paceMs: world.people.paceMs };
    },
  };
}
