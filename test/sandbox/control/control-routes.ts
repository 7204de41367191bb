import express, { type Request, type Response } from 'express';
import { bringDayUpToDate } from '../api/day-budget.ts';
import { Refusal } from '../api/refusal.ts';
import { companyActions } from './company-actions.ts';
import { type ControlAction, type ControlDeps, ControlFault } from './control-action.ts';
import { controlPage } from './control-page.ts';
import { faultActions } from './fault-actions.ts';
import { peopleActions } from './people-actions.ts';
import { recordActions } from './record-actions.ts';
import { storeLeadsActions } from './store-leads-actions.ts';
import { userActions } from './user-actions.ts';
import { webhookActions } from './webhook-actions.ts';
import { worldActions } from './world-actions.ts';

/** All there is; `GET /__control` lists it. */
const controlActions: ControlAction[] = [
  ...worldActions,
  ...faultActions,
  ...companyActions,
  ...userActions,
  ...recordActions,
  ...peopleActions,
  ...webhookActions,
  ...storeLeadsActions,
];

/**
 * The control API under `/__control`: JSON in and out, for tests and scripts; for a browser a page with the same
 * actions as forms. A form sends the wanted method as `_method` and is led back to the page.
 */
export function controlRoutes(deps: ControlDeps): express.Router {
  const router = express.Router();
  router.use(express.json(), express.urlencoded({ extended: false }));
  router.get('/', async (request, response) => {
    if (request.accepts(['json', 'html']) === 'html')
      return void response.send(await controlPage(deps, controlActions));
    bringDayUpToDate(deps.world, deps.clock.now());
    const { company, settings, budget, otherApps, faults, troubles } = deps.world;
    const { on, paceMs } = deps.world.people;
    response.json({
      now: {
        clock: deps.clock.now().toISOString(),
        ...{ company, settings, budget, otherApps, faults, troubles },
        people: { on, paceMs },
      },
      actions: controlActions.map(({ method, path, about, body }) => ({
        method,
        path: `/__control${path}`,
        about,
        body,
      })),
    });
  });
  for (const action of controlActions) {
    const answer = (request: Request, response: Response) => perform(deps, action, request, response);
    if (action.method === 'GET') router.get(action.path, answer);
    else if (action.method === 'POST') router.post(action.path, answer);
    else if (action.method === 'PUT') router.put(action.path, answer);
    else router.delete(action.path, answer);
    // Forms know GET and POST only.
    if (action.method === 'PUT' || action.method === 'DELETE')
      router.post(`${action.path}/${action.method}`, answer);
  }
  router.use((_request, response) => void response.status(404).json({ error: 'No such control' }));
  return router;
}

async function perform(
  deps: ControlDeps,
  action: ControlAction,
  request: Request,
  response: Response,
): Promise<void> {
  const fromForm = Boolean(request.is('application/x-www-form-urlencoded'));
  try {
    const params = Object.fromEntries(
      Object.entries(request.params).map(([key, value]) => [key, String(value)]),
    );
    const result = await action.act(deps, { params, body: fromForm ? filled(request.body) : request.body });
    deps.save();
    if (fromForm) response.redirect(303, '/__control');
    else response.json(result);
  } catch (fault) {
    if (!(fault instanceof ControlFault) && !(fault instanceof Refusal)) throw fault;
    response.status(fault.status).json({ error: fault.message });
  }
}

/** Inputs that were left empty in a form are not sent. */
function filled(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ''));
}
