import type { Request, Response } from 'express';
import type { HostDeps } from '../host-deps.ts';
import type { HostTiming, HostView } from './host-view.ts';

/** Everything a page is drawn from, for whoever sent this request. */
export function hostView(deps: HostDeps, timing: HostTiming, request: Request, response: Response): HostView {
  const { world, app } = deps;
  const user = deps.signedInUser(request, response);
  const installed = deps.isInstalled(user.id);
  return {
    world,
    user,
    users: world.users.filter((entry) => entry.active),
    theme: /(?:^|;\s*)host_theme=dark(?:;|$)/.test(request.headers.cookie ?? '') ? 'dark' : 'light',
    app: {
      name: app.name,
      marketplacePath: app.marketplacePath,
      modals: installed ? app.modals : [],
      settingsPath: `/settings/marketplace/app/${encodeURIComponent(world.app.clientId)}/app-settings`,
    },
    installed,
    path: request.originalUrl,
    timing,
  };
}
