import { createHash } from 'node:crypto';

/** What was typed into Developer Hub about the app, as far as the pretend Pipedrive acts on it. */
export type Registration = {
  name: string;
  summary: string;
  callbackPath: string;
  /** Absent: the Install button leads straight to the consent page. */
  installationPath?: string | undefined;
  scopes: string[];
  extensions: {
    kind: string;
    name?: string;
    path: string;
    /** Where it can be opened from: `organization_details`, `people_list` and the like. */
    locations?: string[];
    [key: string]: unknown;
  }[];
};

/** A custom modal as registered. */
export type RegisteredModal = {
  /** The identifier Developer Hub gives an extension; here derived from the name. */
  id: string;
  name: string;
  url: string;
  /** Without any, only the SDK can open it. */
  locations: string[];
};

/** The registered addresses of an app that is reached at `appUrl`. */
export function registeredUrls(registration: Registration, appUrl: string) {
  const at = (path: string) => new URL(path, appUrl).href;
  const extension = (kind: string) =>
    at(registration.extensions.find((entry) => entry.kind === kind)?.path ?? '/');
  return {
    panel: extension('custom_panel'),
    settings: extension('app_settings'),
    modals: registration.extensions
      .filter((entry) => entry.kind === 'custom_modal')
      .map(
        ({ name = '', path, locations = [] }): RegisteredModal => ({
          id: uuidOf(name),
          name,
          url: at(path),
          locations,
        }),
      ),
    callback: at(registration.callbackPath),
    installation: registration.installationPath === undefined ? null : at(registration.installationPath),
  };
}

/** The same name gives the same identifier, in the shape of Developer Hub's. */
function uuidOf(name: string): string {
  const digits = createHash('sha1').update(name).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
