import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { canSee } from '../api/visibility.ts';
import type { HostDeps } from '../host-deps.ts';
import { editRecord } from './edit-record.ts';
import { frameAddress } from './frame-address.ts';
import { recordFields } from './pages/record-page.ts';
import { customRows, organizationRows, personRows } from './record-rows.ts';
import { mintToken, tokenFaults } from './signed-token.ts';

const frameBody = z.object({
  surface: z.enum(['organization_panel', 'person_panel', 'app_settings']),
  recordId: z.coerce.number().int().positive().optional(),
  token: z.enum(tokenFaults),
  context: z.record(z.string(), z.string()),
});
const tokenBody = z.object({ token: z.enum(tokenFaults) });
const editBody = z.object({ field: z.string(), value: z.string() });

/** What the pages' script asks for: frame addresses, tokens, the shown record; and what its forms send. */
export function callRoutes(deps: HostDeps): Router {
  const { world, clock, records, app } = deps;
  const router = Router();
  const json = express.json();

  /** The signed-in user, if the app is installed for him: without it the app is not loaded. */
  const appUser = (request: Request, response: Response) => {
    const user = deps.signedInUser(request, response);
    if (deps.isInstalled(user.id)) return user;
    response.status(403).json({ error: 'The app is not installed for this user' });
    return undefined;
  };
  const token = (userId: number, fault: (typeof tokenFaults)[number]) =>
    mintToken(
      { userId, companyId: world.company.id, now: clock.now(), secret: world.app.clientSecret },
      fault,
    );

  router.post('/host/frames', json, (request, response) => {
    const user = appUser(request, response);
    if (!user) return;
    const load = frameBody.safeParse(request.body);
    if (!load.success) return void response.status(400).json({ error: 'No such surface' });
    const { surface, recordId, context } = load.data;
    response.json(
      frameAddress({
        surface,
        recordId,
        context,
        registered: surface === 'app_settings' ? app.settingsUrl : app.panelUrl,
        token: token(user.id, load.data.token),
        userId: user.id,
        companyId: world.company.id,
      }),
    );
  });

  router.post('/host/token', json, (request, response) => {
    const user = appUser(request, response);
    if (!user) return;
    const asked = tokenBody.safeParse(request.body);
    if (!asked.success) return void response.status(400).json({ error: 'No such token' });
    response.json({ token: token(user.id, asked.data.token) });
  });

  const record = (request: Request, response: Response) => {
    const user = deps.signedInUser(request, response);
    const kind = request.params['kind'] === 'person' ? 'person' : 'organization';
    const found = records.find(kind, Number(request.params['id']));
    if (found && !found.is_deleted && canSee(world, user, found)) return { user, kind, found } as const;
    response.status(404).json({ error: 'The record is gone or hidden from you' });
    return undefined;
  };

  router.get('/host/records/:kind/:id', (request, response) => {
    const seen = record(request, response);
    if (!seen) return;
    const { user, kind, found } = seen;
    const standard =
      'org_id' in found ? personRows(world, user, found) : organizationRows(world, user, found);
    response
      .set('Cache-Control', 'no-store')
      .json({ html: recordFields(standard, customRows(world, kind, found)).markup });
  });

  router.post('/host/records/:kind/:id', json, (request, response) => {
    const seen = record(request, response);
    if (!seen) return;
    const edit = editBody.safeParse(request.body);
    const refusal = edit.success
      ? editRecord({ world, records }, { ...seen, ...edit.data })
      : 'Nothing to save';
    if (refusal) response.status(400).json({ error: refusal });
    else response.json({});
  });

  return router;
}
