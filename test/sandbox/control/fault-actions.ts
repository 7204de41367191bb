import { z } from 'zod';
import { addFault, faultKinds } from '../faults/add-fault.ts';
import { action, type ControlAction, choice, count, maybe } from './control-action.ts';

const kinds = [
  'timeout_before',
  'timeout_after',
  'status',
  'status_after',
  'slow',
  'html_403',
  'text',
  'error_200',
  'hold',
  'hold_after',
] as const;

/** Arms and disarms faults. */
export const faultActions: ControlAction[] = [
  action({
    method: 'GET',
    path: '/faults',
    about: 'Faults that are armed, and the kinds there are',
    act: ({ world }) => ({ armed: world.faults, kinds: faultKinds }),
  }),
  action({
    method: 'POST',
    path: '/faults',
    about: 'Arms a fault for the next requests that fit, off by itself after `count` of them',
    shape: {
      kind: choice(kinds),
      method: maybe(z.string().toUpperCase().describe('GET, POST …, * for any')),
      path: maybe(z.string().describe('such as /api/v2/organizations/*')),
      count: maybe(count),
      status: maybe(count),
      ms: maybe(count),
      how: maybe(choice(['hang', 'cut'])),
    },
    act: ({ world }, _params, wish) =>
      addFault(world, {
        kind: wish.kind,
        ...(wish.method ? { method: wish.method } : {}),
        ...(wish.path ? { path: wish.path } : {}),
        ...(wish.count ? { count: wish.count } : {}),
        ...(wish.status ? { status: wish.status } : {}),
        ...(wish.ms ? { ms: wish.ms } : {}),
        ...(wish.how ? { how: wish.how } : {}),
      }),
  }),
  action({
    method: 'DELETE',
    path: '/faults',
    about: 'Disarms all faults',
    act: ({ world }) => {
      world.faults = [];
      return { armed: [] };
    },
  }),
  action({
    method: 'POST',
    path: '/faults/:id/release',
    about: 'Lets the requests go on that a `hold` keeps waiting',
    act: ({ held }, params) => ({ released: held.release(Number(params['id'])) }),
  }),
];
