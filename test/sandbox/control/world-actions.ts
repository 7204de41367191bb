import { action, type ControlAction, choice, count, maybe } from './control-action.ts';
import { accountPlans, askOperator } from './operator.ts';

/** State, counters, reset, and the app's own account of the company. */
export const worldActions: ControlAction[] = [
  action({ method: 'GET', path: '/state', about: 'Everything the sandbox knows', act: ({ world }) => world }),
  action({
    method: 'GET',
    path: '/calls',
    about: 'Calls and tokens since the last reset, by endpoint and by caller',
    act: ({ world }) => world.counters,
  }),
  action({
    method: 'POST',
    path: '/calls/reset',
    about: 'Sets the counters of calls to nothing',
    act: ({ world }) => {
      world.counters = { endpoints: {}, callers: {} };
      return world.counters;
    },
  }),
  action({
    method: 'POST',
    path: '/reset',
    about: 'Starts the company anew: records, fields, installs and switches as seeded',
    shape: { seed: maybe(count), organizations: maybe(count), persons: maybe(count) },
    act: ({ world, freshWorld }, _params, wish) => {
      Object.assign(world, freshWorld(wish), { cursorEpoch: world.cursorEpoch + 1 });
      return { organizations: world.organizations.length, persons: world.persons.length };
    },
  }),
  action({
    method: 'GET',
    path: '/account',
    about: 'The Store Leads plan of the company, as the app says',
    act: (deps) => askOperator(deps, undefined),
  }),
  action({
    method: 'PUT',
    path: '/account',
    about: 'Sets the Store Leads plan of the company in the app',
    shape: { plan: choice(accountPlans) },
    act: (deps, _params, { plan }) => askOperator(deps, { plan }),
  }),
];
