import type { ApiRoute } from './api-route.ts';

export type Found = { route: ApiRoute; params: Record<string, string>; name: string };

/**
 * Finds the endpoint of a path such as `/api/v2/organizations/7`. v1 is served under `/v1` and `/api/v1`, v2 under
 * `/api/v2` alone.
 * @returns `other_method` when the path is known but not with this method
 */
export function findRoute(
  routes: readonly ApiRoute[],
  method: string,
  path: string,
): Found | 'other_method' | null {
  const version = /^\/api\/v2\//.test(path) ? 'v2' : /^(\/api)?\/v1\//.test(path) ? 'v1' : null;
  if (version === null) return null;
  const rest = path.slice(path.indexOf(`/${version}/`) + 3);
  let known = false;
  for (const route of routes) {
    if (route.version !== version) continue;
    const params = matchPath(route.path, rest);
    // v1 has words beside its ids (`/users/find`): those that are not built are unknown paths.
    if (!params || (version === 'v1' && params['id'] !== undefined && !/^\d+$/.test(params['id']))) continue;
    if (route.method === method) return { route, params, name: `${method} /api/${version}${route.path}` };
    known = true;
  }
  return known ? 'other_method' : null;
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = decoded(text);
    else if (part !== text) return null;
  }
  return params;
}

/** A part that is no valid escape stands for itself: it will fit no record. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
