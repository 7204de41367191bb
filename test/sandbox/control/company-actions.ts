import { z } from 'zod';
import { dailyBudget, letOtherAppsSpend, spendTokens } from '../api/day-budget.ts';
import { action, type ControlAction, choice, count, maybe, yesNo } from './control-action.ts';

/** Plan, budget, clock and the switches that hold for everybody. */
export const companyActions: ControlAction[] = [
  action({
    method: 'POST',
    path: '/company',
    about: 'Plan and seats of the company; `open: false` makes every call answer 402',
    shape: {
      plan: maybe(choice(['lite', 'growth', 'premium', 'ultimate'])),
      seats: maybe(count),
      open: maybe(yesNo),
    },
    act: ({ world }, _params, { plan, seats, open }) => {
      world.company.plan = plan ?? world.company.plan;
      world.company.seats = seats ?? world.company.seats;
      world.company.open = open ?? world.company.open;
      return world.company;
    },
  }),
  action({
    method: 'POST',
    path: '/settings',
    about:
      'Limits, daily headers, rotation of refresh tokens, the standard website field, how webhooks tell of restored records and how many requests they make at a time',
    shape: {
      limits: maybe(yesNo),
      dailyHeaders: maybe(choice(['always', 'never', 'sometimes'])),
      rotateRefreshTokens: maybe(yesNo),
      websiteField: maybe(choice(['by_default', 'absent'])),
      restoresComeAs: maybe(choice(['change', 'create'])),
      webhooksInFlight: maybe(count),
    },
    act: ({ world }, _params, wish) => {
      const set = Object.entries(wish).filter(([, value]) => value !== undefined);
      return Object.assign(world.settings, Object.fromEntries(set));
    },
  }),
  action({
    method: 'POST',
    path: '/scopes',
    about:
      'Scopes of the registration. A removed one is gone at the next refresh; an added one ends all access tokens and needs a new consent',
    shape: { scopes: z.string().describe('scopes separated by commas') },
    act: ({ world }, _params, { scopes }) => {
      const before = world.settings.scopes;
      world.settings.scopes = scopes.split(',').map((scope) => scope.trim());
      // Refreshing gives the old scopes until the user agrees to the new ones (pipedrive-api.md 1.10).
      if (world.settings.scopes.some((scope) => !before.includes(scope))) world.accessTokens = {};
      return world.settings.scopes;
    },
  }),
  action({
    method: 'POST',
    path: '/budget/spend',
    about: "Other apps spend tokens of today's budget",
    shape: { tokens: count },
    act: ({ world, clock }, _params, { tokens }) => {
      spendTokens(world, clock.now(), tokens);
      return { ...world.budget, limit: dailyBudget(world) };
    },
  }),
  action({
    method: 'POST',
    path: '/budget/others',
    about: 'Other apps spend about so many tokens a day from now on, at random along the clock; 0 ends it',
    shape: { perDay: count },
    act: ({ world, clock }, _params, { perDay }) => {
      letOtherAppsSpend(world, clock.now(), perDay);
      return { ...world.budget, limit: dailyBudget(world), perDay };
    },
  }),
  action({
    method: 'POST',
    path: '/budget/reset',
    about: 'The whole budget of the day is there again',
    act: ({ world }) => Object.assign(world.budget, { used: 0 }),
  }),
  action({
    method: 'POST',
    path: '/clock',
    about: 'Moves the clock of the sandbox forward',
    shape: { seconds: count },
    act: ({ world, clock, schedule }, _params, { seconds }) => {
      world.clockOffsetMs += seconds * 1000;
      schedule.wake();
      return { now: clock.now().toISOString() };
    },
  }),
  action({
    method: 'POST',
    path: '/cursors/kill',
    about: 'List cursors given out so far are refused from now on',
    act: ({ world }) => {
      world.cursorEpoch += 1;
      return { cursorEpoch: world.cursorEpoch };
    },
  }),
];
