import express, { type Request, type RequestHandler, type Response } from 'express';
import { countCall } from '../api/calls.ts';
import type { SandboxClock } from '../clock.ts';
import type { World } from '../world.ts';
import { createCallLimits, type LimitedCall } from './call-limits.ts';
import { createFindShops } from './find-shops.ts';
import { listShops } from './list-shops.ts';
import type { Shop } from './shop-at.ts';

/** Below the sandbox's origin; the real one is `https://storeleads.app/json/api/v1/all`. */
const mountedAt = '/store-leads/json/api/v1';

/** The base address to give an app that shall ask the pretend Store Leads. */
export function storeLeadsUrl(sandboxUrl: string): string {
  return `${sandboxUrl}${mountedAt}/all`;
}

const maxBulk = 100;

/**
 * The pretend Store Leads API (storeleads.md 2): one store, up to a hundred, lists. Errors are JSON or plain text as
 * they are there; unknown names are left out of bulk answers, whose order is not that of the question.
 */
export function storeLeadsRoutes(deps: { world: World; clock: SandboxClock }): express.Router {
  const { world } = deps;
  const limits = createCallLimits(deps);
  const shops = createFindShops(world);
  const router = express.Router();

  const call =
    (kind: LimitedCall, answer: (request: Request, response: Response) => void): RequestHandler =>
    (request, response) => {
      if (request.headers.authorization !== `Bearer ${world.app.storeLeadsKey}`)
        return void response.status(401).type('text').send('Unauthorized');
      const wait = limits.admit(kind);
      if (wait === null) return answer(request, response);
      response.status(429).set('retry-after', String(wait)).type('text').send('Rate limit exceeded');
    };

  router.use((request, response, next) => {
    response.once('finish', () => {
      const path = request.path.replace(/^\/[^/]+/, '').replace(/^\/domain\/(?!bulk$).+/, '/domain/{name}');
      const endpoint = `store-leads ${request.method} ${path}`;
      countCall(world, { endpoint, caller: 'store leads', tokens: 0, status: response.statusCode });
    });
    next();
  });
  router.get(
    '/:provider/domain/:name',
    call('domain', ({ params, query }, response) => {
      const shop = inScope(
        params,
        shops.byName(String(params['name']), query['follow_redirects'] === 'true'),
      );
      if (!shop) return void response.status(404).json({ error: 'domain not found' });
      response.json({ domain: cut(shop, query['fields']) });
    }),
  );
  router.post(
    '/:provider/domain/bulk',
    express.json({ limit: '1mb' }),
    call('bulk', (request, response) => {
      const { domains, follow_redirects: follow, fields } = Object(request.body);
      if (!Array.isArray(domains) || domains.length > maxBulk)
        return void response.status(400).json({ error: `domains must be a list of at most ${maxBulk}` });
      const found = domains.map((name) =>
        inScope(request.params, shops.byName(String(name), follow === true)),
      );
      const once = new Map(found.flatMap((shop) => (shop ? [[shop.name, cut(shop, fields)]] : [])));
      response.json({ domains: [...once].sort(byEnd).map(([, shop]) => shop) });
    }),
  );
  router.get('/:provider/domain', (request, response, next) => {
    const query = new URL(request.originalUrl, 'http://sandbox').searchParams;
    const list = call(query.get('cursor') === 'all' ? 'walk' : 'list', (_, to) => {
      const page = listShops(shops, String(request.params['provider']), query);
      if (typeof page === 'string') return void to.status(400).json({ error: page });
      to.json({ ...page, domains: page.domains.map((shop) => cut(shop, query.get('fields'))) });
    });
    return list(request, response, next);
  });
  router.get(
    '/:provider/app',
    call('general', (_, response) => void response.json({ apps: [] })),
  );
  return express.Router().use(mountedAt, router);
}

function inScope({ provider }: Request['params'], shop: Shop | null): Shop | null {
  return provider === 'all' || provider === shop?.platform ? shop : null;
}

/** Only the attributes that were asked for. */
function cut(shop: Shop, fields: unknown): object {
  if (typeof fields !== 'string' || fields === '') return shop;
  return Object.fromEntries(fields.split(',').flatMap((name) => (name in shop ? [[name, shop[name]]] : [])));
}

/** An order that is nobody's. */
function byEnd([a]: [string, object], [b]: [string, object]): number {
  const reversed = (text: string) => [...text].reverse().join('');
  return reversed(a) < reversed(b) ? -1 : 1;
}
