import type { Express } from 'express';

/** Every route an Express app answers, such as `GET /api/runs/:id`, sorted; found in its routers, not in a list. */
export function routesOf(app: Express): string[] {
  return routesIn(app.router).sort();
}

function routesIn(router: unknown): string[] {
  return layersOf(router).flatMap((layer) => {
    const route = part(layer, 'route');
    if (route === undefined) return routesIn(part(layer, 'handle'));
    const methods = Object.keys(Object(part(route, 'methods')));
    return methods.map((method) => `${method.toUpperCase()} ${String(part(route, 'path'))}`);
  });
}

function layersOf(router: unknown): unknown[] {
  const stack = part(router, 'stack');
  return Array.isArray(stack) ? stack : [];
}

function part(thing: unknown, key: string): unknown {
  return (typeof thing === 'object' && thing !== null) || typeof thing === 'function'
    ? Reflect.get(thing, key)
    : undefined;
}
