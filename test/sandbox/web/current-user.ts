import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { byId } from '../state/by-id.ts';
import type { User, WebSession, World } from '../world.ts';

const cookieName = 'sandbox_session';

/** The user who is signed in to the pretend Pipedrive in this browser, if any. */
export function currentUser(world: World, request: Request): User | null {
  const session = webSession(world, request);
  return (session && byId(world.users, session.currentUserId)) ?? null;
}

/** Signs a user in, in the place of whoever was signed in in this browser. */
export function signIn(world: World, request: Request, response: Response, userId: number): void {
  const existing = webSession(world, request);
  if (existing) {
    existing.currentUserId = userId;
    return;
  }
  const id = randomBytes(18).toString('base64url');
  world.webSessions[id] = { currentUserId: userId };
  response.cookie(cookieName, id, { httpOnly: true, sameSite: 'lax', path: '/' });
}

function webSession(world: World, request: Request): WebSession | undefined {
  const id = cookieOf(request);
  return id !== null && Object.hasOwn(world.webSessions, id) ? world.webSessions[id] : undefined;
}

function cookieOf(request: Request): string | null {
  return /(?:^|;\s*)sandbox_session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? null;
}
