import { type SampleRandom, sampleRandom } from './sample-random.ts';
import { eachNetwork, firstState, type SampleState, worldSize } from './sample-state.ts';
import { sampleApps, sampleTechnologies } from './sample-words.ts';

/** Share of shops in which something real changes from one release to the next. */
const changeShare = 0.12;

/**
 * The i-th shop in a release (1 is the first). From one release to the next estimates, ranks and followers drift by a
 * few per cent in every shop, and in about one of eight something real changes: apps, technologies, plan, products.
 */
export function sampleState(seed: number, release: number, index: number): SampleState {
  let state = firstState(seed, index);
  for (let n = 2; n <= release; n += 1) state = nextState(state, n, sampleRandom(seed, index, n));
  return state;
}

function nextState(state: SampleState, release: number, random: SampleRandom): SampleState {
  const growth = 1 + spread(random, 0.04);
  const rank = Math.round((state.rank / growth) * (1 + spread(random, 0.02)));
  const followers = eachNetwork((network) =>
    Math.round(state.followers[network] * (1 + 0.002 + spread(random, 0.008))),
  );
  const drifted: SampleState = {
    ...state,
    traffic: state.traffic * growth,
    rank: Math.min(worldSize, Math.max(1, rank)),
    followers,
    followers30d: eachNetwork((network) => Math.round((followers[network] - state.followers[network]) * 4.3)),
  };
  return random.chance(changeShare) ? realChange(drifted, release, random) : drifted;
}

/** A number around zero, small ones more often. */
function spread(random: SampleRandom, most: number): number {
  return (random.next() + random.next() - 1) * most;
}

function realChange(state: SampleState, release: number, random: SampleRandom): SampleState {
  switch (random.whole(0, 6)) {
    case 0:
      // A shop whose platform has no app store gains a technology instead.
      return state.plans.length > 0
        ? { ...state, apps: withOneMore(state.apps, sampleApps, random) }
        : { ...state, technologies: withOneMore(state.technologies, sampleTechnologies, random) };
    case 1:
      return state.apps.length > 0
        ? { ...state, apps: state.apps.slice(1) }
        : { ...state, products: state.products + 1 };
    case 2:
      return { ...state, technologies: withOneMore(state.technologies, sampleTechnologies, random) };
    case 3:
      return { ...state, technologies: state.technologies.slice(1), products: state.products + 1 };
    case 4: {
      const plan = state.plans[(state.plans.indexOf(state.plan ?? '') + 1) % state.plans.length] ?? null;
      return plan === null || plan === state.plan
        ? { ...state, employees: state.employees + 1 }
        : { ...state, plan, planChanged: release };
    }
    default:
      return {
        ...state,
        products: state.products + random.whole(1, Math.max(1, Math.round(state.products * 0.1))),
      };
  }
}

function withOneMore(has: string[], all: readonly string[], random: SampleRandom): string[] {
  const missing = all.filter((name) => !has.includes(name));
  return [...has, ...random.some(missing, 1)];
}
