import { showSnackbar } from './snackbar.js';

/**
 * Where a `redirect_to` leads in the host, or undefined for views this Pipedrive does not have.
 * @param {{ view?: unknown, id?: unknown, context?: unknown }} args
 * @param {string} settingsPath address of the app's settings page
 * @returns {string | undefined}
 */
function redirectTarget({ view, id, context }, settingsPath) {
  const record = id === undefined || id === '' ? undefined : encodeURIComponent(String(id));
  switch (view) {
    case 'organizations':
      return record ? `/organization/${record}` : '/organizations';
    case 'contacts':
      return record ? `/person/${record}` : '/persons';
    case 'settings':
      return settingsPath + contextQuery(context);
    default:
      return undefined;
  }
}

/** @param {unknown} context its keys become query parameters; what is no text is written as JSON */
function contextQuery(context) {
  if (typeof context !== 'object' || context === null) return '';
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(context)) {
    query.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return query.size === 0 ? '' : `?${query}`;
}

/**
 * Handles `redirect_to`: answers, then leaves the page (which ends every frame on it).
 * @param {string} settingsPath
 * @returns {import('./message-router.js').Handler}
 */
export function createRedirect(settingsPath) {
  return ({ args }) => {
    const asked = /** @type {{ view?: unknown, id?: unknown, context?: unknown }} */ (args ?? {});
    const target = redirectTarget(asked, settingsPath);
    if (target === undefined) showSnackbar(`This sandbox has no page for "${String(asked.view)}"`);
    else setTimeout(() => window.location.assign(target), 0);
  };
}
