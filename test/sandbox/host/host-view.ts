import type { User, World } from '../world.ts';

/** What every host page is drawn from. */
export type HostView = {
  world: World;
  /** The signed-in user. */
  user: User;
  /** Everybody who can be switched to. */
  users: readonly User[];
  theme: 'light' | 'dark';
  app: HostApp;
  /** Whether the signed-in user has installed the app; without it Pipedrive shows nothing of it. */
  installed: boolean;
  /** Path and query of the page, to come back to after a change of user. */
  path: string;
  timing: HostTiming;
};

/** The installed app as the host knows it. */
type HostApp = {
  name: string;
  settingsPath: string;
  marketplacePath: string;
  /** None for a user who has not installed the app. */
  modals: readonly HostModal[];
};

/** A custom modal of the app; `locations` are the menus it is offered in. */
type HostModal = { id: string; name: string; locations: readonly string[] };

/** How long the host waits, in milliseconds. */
export type HostTiming = {
  /** For a frame's `initialize` before it is given up. */
  initialiseTimeoutMs: number;
  /** Between two readings of the shown record. */
  refreshMs: number;
};
