import { boundaries } from '../../server/platform/boundaries.ts';
import { editByHand } from './changes.ts';
import type { Dice } from './dice.ts';
import type { Actor } from './life.ts';
import type { World } from './world.ts';

/** Makes something go wrong, or somebody interfere, at some moment of what follows. Gives the fields touched by hand. */
export function disturb(world: World, roll: Dice, actor: Actor): Set<string> {
  const { hooks } = world.life;
  const touched = new Set<string>();
  let calls = roll.between(1, 4);
  const nth = (act: () => void) => () => {
    if (--calls === 0) act();
  };
  const kind = roll.weighted({ edit: 4, die: 3, dieInCall: 3, fate: 5, slow: 3 });
  if (kind === 'edit') {
    const times = roll.between(1, 3);
    let left = times;
    hooks.atCall = ({ ids }) => {
      if (left <= 0 || !roll.chance(0.5)) return;
      left--;
      const orgId = ids[0];
      if (orgId !== undefined) touched.add(editByHand(world, roll, orgId));
    };
  } else if (kind === 'die') {
    const where = roll.pick(boundaries.filter((name) => !name.startsWith('scan.')));
    const die = nth(() => world.life.die());
    hooks.atBoundary = (name) => {
      if (name === where) die();
    };
  } else if (kind === 'dieInCall') {
    const die = nth(() => world.life.die());
    const when = roll.pick(['before', 'after'] as const);
    hooks.atCall = (moment) => {
      if (moment.name === 'patch' && moment.when === when && moment.actor === actor) die();
    };
  } else if (kind === 'fate') {
    const fate = roll.pick(['lost_before', 'lost_after', 'limited_after', 'no_budget'] as const);
    hooks.fate = () => (roll.chance(0.6) ? fate : 'well');
  } else {
    let slow = roll.between(1, 4);
    hooks.delay = () => (slow-- > 0 ? roll.pick([0, 2_000, 35_000, 58_000, 70_000]) : 0);
  }
  return touched;
}
