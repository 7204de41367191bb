import { boundaries } from '../../server/platform/boundaries.ts';
import type { Dice } from '../write-rules/dice.ts';
import { edit } from './edit.ts';
import { press } from './work.ts';
import type { World } from './world.ts';

/** Makes something go wrong, or somebody interfere, at some moment of what follows. */
export function disturb(world: World, roll: Dice): void {
  const { hooks } = world.life;
  let calls = roll.between(1, 3);
  const nth = (act: () => void) => () => {
    if (--calls === 0) act();
  };
  const kind = roll.weighted({
    ...{ gap: 5, edit: 5, die: 2, dieInCall: 2, gapThenDie: 2.5 },
    ...{ fate: 3, slow: 2, click: 1.5 },
  });
  if (kind === 'gap') {
    // Right before something is written somebody types there.
    hooks.atCall = ({ name, when, ids, codes }) => {
      if (name !== 'patch' || when !== 'before') return;
      hooks.atCall = null;
      world.life.pass(roll.pick([0, 300, 1_000]));
      edit(world, roll, roll.pick(ids), undefined, codes);
    };
  } else if (kind === 'gapThenDie') {
    // Nobody is left who could note that something was written over.
    hooks.atCall = ({ name, when, ids, codes }) => {
      if (name !== 'patch') return;
      if (when === 'before') edit(world, roll, roll.pick(ids), undefined, codes);
      else world.life.die();
    };
  } else if (kind === 'click') {
    // Somebody presses the button while something else is going on.
    hooks.atCall = ({ ids }) => {
      if (--calls === 0) world.aside.push(pressAside(world, roll.pick(ids)));
    };
  } else if (kind === 'edit') {
    hooks.atCall = ({ ids }) => {
      if (--calls !== 0) return;
      world.life.pass(roll.pick([0, 300, 1_000]));
      edit(world, roll, roll.pick(ids));
    };
  } else if (kind === 'die') {
    const where = roll.pick(
      boundaries.filter((name) => /^(enrich|inbox\.noted|inbox\.buried|put-back)/.test(name)),
    );
    const die = nth(() => world.life.die());
    hooks.atBoundary = (name) => {
      if (name === where) die();
    };
  } else if (kind === 'dieInCall') {
    const die = nth(() => world.life.die());
    const when = roll.pick(['before', 'after'] as const);
    hooks.atCall = (moment) => {
      if (moment.name === 'patch' && moment.when === when) die();
    };
  } else if (kind === 'fate') {
    const fate = roll.pick(['lost_before', 'lost_after', 'limited_after', 'no_budget'] as const);
    hooks.fate = () => (roll.chance(0.6) ? fate : 'well');
  } else {
    let slow = roll.between(1, 4);
    hooks.delay = () => (slow-- > 0 ? roll.pick([0, 2_000, 35_000, 58_000, 70_000]) : 0);
  }
}

/** It ends with the process it began in. */
async function pressAside(world: World, id: number): Promise<void> {
  const deaths = world.life.deaths();
  await press(world, id).catch((error: unknown) => {
    if (world.life.deaths() === deaths && !world.life.isDead()) throw error;
  });
}
