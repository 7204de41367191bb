import type { HostDeps } from '../host-deps.ts';
import { uninstallApp } from '../oauth/uninstall.ts';
import { registeredUrls } from '../registration.ts';
import type { SandboxDeps } from '../sandbox-deps.ts';
import { currentUser, signIn } from './current-user.ts';

/** Gives the host pages their view of the sandbox. */
export function hostDepsOf(deps: SandboxDeps): HostDeps {
  const { world, clock, records, registration } = deps;
  const urls = () => registeredUrls(registration, deps.appUrl());
  return {
    world,
    clock,
    records,
    app: {
      name: registration.name,
      marketplacePath: `/marketplace/app/${world.app.clientId}`,
      get panelUrl() {
        return urls().panel;
      },
      get settingsUrl() {
        return urls().settings;
      },
      get modals() {
        return urls().modals;
      },
    },
    signedInUser: (request, response) => {
      const known = currentUser(world, request) ?? world.users.find((user) => user.active);
      if (!known) throw new Error('Everybody in the sandbox company is deactivated');
      if (!currentUser(world, request)) signIn(world, request, response, known.id);
      return known;
    },
    switchUser: (request, response, userId) => {
      if (world.users.some((user) => user.id === userId && user.active))
        signIn(world, request, response, userId);
      deps.save();
    },
    isInstalled: (userId) => world.installs.some((install) => install.userId === userId),
    uninstall: (userId) => uninstallApp(deps, userId),
  };
}
