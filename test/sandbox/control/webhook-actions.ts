import { z } from 'zod';
import { readWebhookBody } from '../api/webhook-body.ts';
import { subscribe } from '../api/webhooks.ts';
import { troubleKinds } from '../webhooks/troubles.ts';
import type { Delivery } from '../webhooks/webhook-state.ts';
import { action, type ControlAction, ControlFault, choice, count, maybe } from './control-action.ts';

const kinds = ['hold', 'repeat', 'delay', 'drop', 'fail_first'] as const;

/** So many deliveries are listed: whoever looks often is not to slow down what has thousands waiting. */
const shown = 200;

function firstOf(pending: readonly Delivery[]) {
  return {
    pendingCount: pending.length,
    pending: pending.slice(0, shown).map(({ event, ...delivery }) => ({
      ...delivery,
      about: `${event.action} ${event.kind} ${event.id}`,
    })),
  };
}

/** Webhooks and what their deliveries meet. */
export const webhookActions: ControlAction[] = [
  action({
    method: 'GET',
    path: '/webhooks',
    about:
      'Webhooks, the first deliveries on their way, the last attempts, and the kinds of trouble there are',
    act: ({ world, webhooks }) => ({
      webhooks: world.webhooks,
      ...firstOf(webhooks.pending()),
      troubles: world.troubles,
      kinds: troubleKinds,
      ...webhooks.recent(),
    }),
  }),
  action({
    method: 'GET',
    path: '/webhooks/settled',
    about: 'Answers once nothing is under way; retries, delayed and held events may be left',
    act: async ({ webhooks }) => {
      await webhooks.settled();
      return webhooks.recent().counts;
    },
  }),
  action({
    method: 'POST',
    path: '/webhooks',
    about: 'Subscribes an address as a person does in the settings of Pipedrive: out of sight of the app',
    shape: {
      url: z.string().describe('address that events are sent to'),
      object: maybe(choice(['organization', 'person', '*'])),
      action: maybe(choice(['create', 'change', 'delete', '*'])),
    },
    act: ({ world, clock, apiDomain }, _params, { url, object = '*', action: what = '*' }) => {
      const admin = world.users.find((user) => user.isAdmin);
      if (!admin) throw new ControlFault('The company has no admin');
      const asked = { subscription_url: url, event_object: object, event_action: what, name: 'By hand' };
      const body = readWebhookBody(asked, { world, userId: admin.id, ownOrigin: apiDomain() });
      return subscribe(world, { clientId: null, ownerId: admin.id, body, now: clock.now() });
    },
  }),
  action({
    method: 'POST',
    path: '/webhooks/troubles',
    about: 'Spoils the next deliveries that fit, off by itself after `count` of them',
    shape: {
      kind: choice(kinds),
      count: maybe(count),
      ms: maybe(count),
      object: maybe(choice(['organization', 'person'])),
      action: maybe(choice(['create', 'change', 'delete'])),
      recordId: maybe(count),
    },
    act: ({ webhooks }, _params, { kind, ...wish }) =>
      webhooks.trouble({
        kind,
        ...Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)),
      }),
  }),
  action({
    method: 'DELETE',
    path: '/webhooks/troubles',
    about: 'Spoils no more deliveries; held ones stay held',
    act: ({ world }) => {
      world.troubles = [];
      return { troubles: [] };
    },
  }),
  action({
    method: 'POST',
    path: '/webhooks/release',
    about: 'Lets held events go, all of them unless a count is given',
    shape: { order: maybe(choice(['in_order', 'reversed', 'shuffled'])), count: maybe(count) },
    act: ({ webhooks }, _params, { order, count: most }) => ({ released: webhooks.release(order, most) }),
  }),
  action({
    method: 'POST',
    path: '/webhooks/ban',
    about: 'Bans all webhooks, or one, for 30 minutes: events in that time are lost',
    shape: { webhookId: maybe(count) },
    act: ({ webhooks }, _params, { webhookId }) => ({
      banned: webhooks.ban(webhookId).map(({ id, bannedUntil }) => ({ id, bannedUntil })),
    }),
  }),
  action({
    method: 'POST',
    path: '/webhooks/remove',
    about: 'Removes all webhooks of the app without a word, as after three days of failures',
    act: ({ world }) => {
      world.webhooks = world.webhooks.filter(({ clientId }) => clientId !== world.app.clientId);
      return { webhooks: world.webhooks.length };
    },
  }),
];
