import { randomBytes } from 'node:crypto';
import type { Surface } from './pages/surface.ts';

export type FrameLoad = {
  surface: Surface;
  /** The record a panel stands beside. */
  recordId: number | undefined;
  /** Address of the surface as registered for the app. */
  registered: string;
  token: string;
  userId: number;
  companyId: number;
  /** What a redirect handed to the settings page. */
  context: Record<string, string>;
};

const resources: Record<Surface, string | undefined> = {
  organization_panel: 'organization',
  person_panel: 'person',
  app_settings: undefined,
};

/**
 * One load of a surface: a new runtime id of 128 random bits and the address that carries it with the documented
 * parameters. The theme is added in the browser, which knows it. Keys of `context` never replace those of the host.
 */
export function frameAddress(load: FrameLoad): { id: string; url: string } {
  const id = randomBytes(16).toString('hex');
  const url = new URL(load.registered);
  for (const [key, value] of Object.entries(load.context)) url.searchParams.set(key, value);
  const parameters: Record<string, string> = {
    id,
    token: load.token,
    userId: String(load.userId),
    companyId: String(load.companyId),
  };
  const resource = resources[load.surface];
  if (resource)
    Object.assign(parameters, { resource, view: 'details', selectedIds: String(load.recordId ?? '') });
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
  return { id, url: url.href };
}
