import type { Request, Response } from 'express';
import type { RegisteredModal } from './registration.ts';
import type { SandboxDeps } from './sandbox-deps.ts';
import type { User } from './world.ts';

/** What the host pages (lists, details, app settings) are given. */
export type HostDeps = Pick<SandboxDeps, 'world' | 'clock' | 'records'> & {
  /** The app as registered. The addresses may change while the sandbox runs: read them anew each time. */
  app: {
    name: string;
    panelUrl: string;
    settingsUrl: string;
    modals: readonly RegisteredModal[];
    marketplacePath: string;
  };
  /** Who is signed in in this browser; signs the first user in when nobody is. */
  signedInUser(request: Request, response: Response): User;
  switchUser(request: Request, response: Response, userId: number): void;
  isInstalled(userId: number): boolean;
  /** Removes the app for a user, as the Marketplace settings do, and tells the app. */
  uninstall(userId: number): Promise<unknown>;
};
