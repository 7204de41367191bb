import { registeredUrls } from '../registration.ts';
import type { SandboxDeps } from '../sandbox-deps.ts';
import { dropInstall } from './grants.ts';

const patienceMs = 10_000;

/**
 * A user removes the app: their grant ends, then the app is told by `DELETE` to its callback URL
 * (pipedrive-api.md 1.8). Pipedrive ignores what the app answers and does not try again.
 * @returns the status the app answered, null when it could not be reached or the app was not installed
 */
export async function uninstallApp(deps: SandboxDeps, userId: number): Promise<number | null> {
  const { world, clock } = deps;
  if (!world.installs.some((install) => install.userId === userId)) return null;
  dropInstall(deps, userId);
  deps.save();
  const body = { client_id: world.app.clientId, company_id: world.company.id, user_id: userId };
  return notify(deps, 'DELETE', { ...body, timestamp: clock.now().toISOString() });
}

/** Tells the app that sharing it in the company changed (1.9). */
export function sharingNotice(deps: SandboxDeps, userId: number, isShared: boolean): Promise<number | null> {
  return notify(deps, 'POST', { company_id: deps.world.company.id, user_id: userId, isShared });
}

async function notify(deps: SandboxDeps, method: 'DELETE' | 'POST', body: object): Promise<number | null> {
  const { clientId, clientSecret } = deps.world.app;
  try {
    const response = await fetch(registeredUrls(deps.registration, deps.appUrl()).callback, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
