/** What was typed into Developer Hub about the app, as far as the pretend Pipedrive acts on it. */
export type Registration = {
  name: string;
  summary: string;
  callbackPath: string;
  /** Absent: the Install button leads straight to the consent page. */
  installationPath?: string | undefined;
  scopes: string[];
  extensions: { kind: string; name?: string; path: string; [key: string]: unknown }[];
};

/** The registered addresses of an app that is reached at `appUrl`. */
export function registeredUrls(registration: Registration, appUrl: string) {
  const at = (path: string) => new URL(path, appUrl).href;
  const extension = (kind: string) =>
    at(registration.extensions.find((entry) => entry.kind === kind)?.path ?? '/');
  return {
    panel: extension('custom_panel'),
    settings: extension('app_settings'),
    callback: at(registration.callbackPath),
    installation: registration.installationPath === undefined ? null : at(registration.installationPath),
  };
}
