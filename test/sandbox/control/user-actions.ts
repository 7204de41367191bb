import { dropInstall } from '../oauth/grants.ts';
import { sharingNotice, uninstallApp } from '../oauth/uninstall.ts';
import { action, type ControlAction, maybe, userOf, yesNo } from './control-action.ts';

/** What can happen to users and their grants. */
export const userActions: ControlAction[] = [
  action({
    method: 'POST',
    path: '/users/:id',
    about: 'Deactivates a user or changes their rights',
    shape: { active: maybe(yesNo), isAdmin: maybe(yesNo), canAddCustomFields: maybe(yesNo) },
    act: (deps, params, wish) => {
      const user = userOf(deps, params);
      user.active = wish.active ?? user.active;
      user.isAdmin = wish.isAdmin ?? user.isAdmin;
      user.canAddCustomFields = wish.canAddCustomFields ?? user.canAddCustomFields;
      return user;
    },
  }),
  action({
    method: 'POST',
    path: '/users/:id/uninstall',
    about: 'The user removes the app: tokens end, the app is told by DELETE to its callback',
    act: async (deps, params) => ({ appAnswered: await uninstallApp(deps, userOf(deps, params).id) }),
  }),
  action({
    method: 'POST',
    path: '/users/:id/revoke',
    about: "The user's grant ends without a word to the app",
    act: (deps, params) => {
      dropInstall(deps, userOf(deps, params).id);
      return { installs: deps.world.installs.map((install) => install.userId) };
    },
  }),
  action({
    method: 'POST',
    path: '/users/:id/expire-tokens',
    about: "The user's access tokens end at once; the refresh token stays good",
    act: (deps, params) => {
      const { id } = userOf(deps, params);
      const past = new Date(deps.clock.now().getTime() - 1).toISOString();
      const own = Object.values(deps.world.accessTokens).filter((token) => token.userId === id);
      for (const token of own) token.expiresAt = past;
      return { expired: own.length };
    },
  }),
  action({
    method: 'POST',
    path: '/users/:id/sharing',
    about: 'Tells the app that it is shared in the company, or no longer',
    shape: { isShared: yesNo },
    act: async (deps, params, { isShared }) => ({
      appAnswered: await sharingNotice(deps, userOf(deps, params).id, isShared),
    }),
  }),
];
