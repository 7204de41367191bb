import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { canSee } from '../api/visibility.ts';
import type { HostDeps } from '../host-deps.ts';
import { editRecord } from './edit-record.ts';
import { frameAddress } from './frame-address.ts';
import { frameBody, frameParameters } from './frame-body.ts';
import { recordFields } from './pages/record-page.ts';
import { customRows, organizationRows, personRows } from './record-rows.ts';
import { mintToken, tokenFaults } from './signed-token.ts';

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

  /** Where a surface was registered to be; undefined for a modal that was not. */
  const registeredUrl = (load: z.infer<typeof frameBody>) => {
    if (load.surface === 'custom_modal') return app.modals.find(({ id }) => id === load.modal?.id)?.url;
    return load.surface === 'app_settings' ? app.settingsUrl : app.panelUrl;
  };

  router.post('/host/frames', json, (request, response) => {
    const user = appUser(request, response);
    if (!user) return;
    const load = frameBody.safeParse(request.body);
    const registered = load.success ? registeredUrl(load.data) : undefined;
    if (!load.success || registered === undefined)
      return void response.status(400).json({ error: 'No such surface' });
    response.json(
      frameAddress({
        registered,
        context: load.data.context,
        parameters: frameParameters(load.data),
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
