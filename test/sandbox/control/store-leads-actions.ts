import { action, type ControlAction, count } from './control-action.ts';

/** What Store Leads knows in the pretend world. */
export const storeLeadsActions: ControlAction[] = [
  action({
    method: 'GET',
    path: '/store-leads',
    about: 'The release the pretend Store Leads answers with, how many shops it knows, and the key it takes',
    act: ({ world }) => ({ ...world.storeLeads, apiKey: world.app.storeLeadsKey }),
  }),
  action({
    method: 'POST',
    path: '/store-leads/release',
    about: 'Store Leads publishes its next weekly release',
    act: ({ world }) => {
      world.storeLeads.release += 1;
      return world.storeLeads;
    },
  }),
  action({
    method: 'POST',
    path: '/store-leads/shops',
    about: 'How many shops Store Leads knows; others are unknown to it',
    shape: { shops: count },
    act: ({ world }, _params, { shops }) => {
      world.storeLeads.shops = shops;
      return world.storeLeads;
    },
  }),
];
