import { z } from 'zod';
import type { ApiCall } from '../api/api-route.ts';
import { updateOrganization } from '../api/organizations.ts';
import { updatePerson } from '../api/persons.ts';
import type { RecordKind } from '../state/records.ts';
import { type ControlAction, type ControlDeps, ControlFault } from './control-action.ts';

/** Edits of records as a person makes them in Pipedrive's own pages, in the name of the first admin. */
export const recordActions: ControlAction[] = (['organization', 'person'] as const).flatMap((kind) => [
  {
    method: 'POST',
    path: `/${kind}s/:id`,
    about: `Edits ${kind === 'organization' ? 'an' : 'a'} ${kind} as a person would; keys as in REST v2, \`custom_fields\` too`,
    body: { name: 'text', website: 'text', custom_fields: 'object by field code' },
    act: (deps, { params, body }) => {
      const call = asPerson(deps, params, body);
      return (kind === 'organization' ? updateOrganization(call) : updatePerson(call)).data;
    },
  },
  {
    method: 'DELETE',
    path: `/${kind}s/:id`,
    about: `Deletes the ${kind}`,
    body: {},
    act: (deps, { params }) => set(deps, kind, params, 'remove'),
  },
  {
    method: 'POST',
    path: `/${kind}s/:id/restore`,
    about: `Takes the deletion of the ${kind} back`,
    body: {},
    act: (deps, { params }) => set(deps, kind, params, 'restore'),
  },
]);

function set(
  deps: ControlDeps,
  kind: RecordKind,
  params: Record<string, string>,
  what: 'remove' | 'restore',
) {
  const id = z.coerce.number().int().parse(params['id']);
  const record = deps.records.find(kind, id);
  if (!record) throw new ControlFault(`There is no such ${kind}`, 404);
  deps.records[what](kind, id, asPerson(deps, params, undefined).actor);
  return record;
}

function asPerson(deps: ControlDeps, params: Record<string, string>, body: unknown): ApiCall {
  const { world, records, clock } = deps;
  const { reachable } = deps.deliveries;
  const ownOrigin = deps.apiDomain();
  const user = world.users.find((candidate) => candidate.isAdmin);
  if (!user) throw new ControlFault('The company has no admin');
  const actor = { userId: user.id, source: 'app' } as const;
  const query = new URLSearchParams();
  return { world, records, clock, user, actor, params, query, body, reachable, ownOrigin };
}
