import { join } from 'node:path';
import express, { Router } from 'express';
import { surfaceHeaders } from './security-headers.ts';

export type SurfaceDeps = {
  /** Folder of the built client. */
  clientDir: string;
  https: boolean;
  frameAncestors: string;
};

/** The pages Pipedrive frames (their shells are public; every call they make is verified) and their assets. */
export function createSurfacesRouter({ clientDir, https, frameAncestors }: SurfaceDeps): Router {
  const router = Router();
  const headers = surfaceHeaders({ https, frameAncestors });
  // Who opens the app's bare address wants to install it.
  router.get('/', (_request, response) => response.redirect('/install'));
  for (const surface of ['panel', 'settings', 'review', 'calculated-values']) {
    router.get(`/${surface}`, headers, (_request, response) => {
      response.set('cache-control', 'no-store');
      response.sendFile(join(clientDir, `${surface}.html`));
    });
  }
  router.use(
    '/assets',
    headers,
    express.static(join(clientDir, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  return router;
}
