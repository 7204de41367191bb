import { randomBytes } from 'node:crypto';

export type FrameLoad = {
  /** Address of the surface as registered for the app. */
  registered: string;
  token: string;
  userId: number;
  companyId: number;
  /** What a redirect handed to the settings page. */
  context: Record<string, string>;
  /** What the surface was opened for. */
  parameters: Record<string, string>;
};

/**
 * One load of a surface: a new runtime id of 128 random bits and the address that carries it with the documented
 * parameters. The theme is added in the browser, which knows it. Keys of `context` never replace those of the host.
 */
export function frameAddress(load: FrameLoad): { id: string; url: string } {
  const id = randomBytes(16).toString('hex');
  const url = new URL(load.registered);
  const parameters: Record<string, string> = {
    ...load.context,
    id,
    token: load.token,
    userId: String(load.userId),
    companyId: String(load.companyId),
    ...load.parameters,
  };
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
  return { id, url: url.href };
}
