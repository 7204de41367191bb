import { doables } from '../people/deeds.ts';
import { action, type ControlAction, choice, count, maybe, yesNo } from './control-action.ts';

/** Other people of the company, who edit, create, delete, restore and merge at random. */
export const peopleActions: ControlAction[] = [
  action({
    method: 'POST',
    path: '/people',
    about: 'People at work: on or off, and how often one of them does something',
    shape: { on: yesNo, everySeconds: maybe(count) },
    act: ({ people }, _params, { on, everySeconds }) =>
      on ? people.start(everySeconds === undefined ? undefined : everySeconds * 1000) : people.stop(),
  }),
  action({
    method: 'POST',
    path: '/people/step',
    about: 'People do so many things at once, of any kind unless one is named',
    shape: { count: maybe(count), only: maybe(choice(doables)) },
    act: ({ people }, _params, { count: times = 1, only }) => people.step(times, only ? [only] : undefined),
  }),
];
