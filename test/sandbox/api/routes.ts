import { addNote } from './add-note.ts';
import type { ApiRoute } from './api-route.ts';
import { listCurrencies } from './currencies.ts';
import { addOptions, deleteOptions, updateOptions } from './field-options.ts';
import { addField, deleteField, getField, listFields, updateField } from './fields.ts';
import { mergeInto } from './merge.ts';
import { deleteNote, getNote, listNotes } from './notes.ts';
import {
  addOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  updateOrganization,
} from './organizations.ts';
import { addPerson, deletePerson, getPerson, listPersons, updatePerson } from './persons.ts';
import { searchOrganizations, searchPersons } from './search.ts';
import { getCurrentUser, getUser, getUserPermissions, listUsers } from './users.ts';
import { addWebhook, deleteWebhook, listWebhooks } from './webhooks.ts';

const readContacts = ['contacts:read', 'contacts:full'];
const writeContacts = ['contacts:full'];
const readFields = ['contacts:read', 'contacts:full', 'admin', 'contact-fields:full'];
const manageFields = ['admin', 'contact-fields:full'];
const changeFields = ['contacts:full', 'admin', 'contact-fields:full'];
const search = ['contacts:read', 'contacts:full', 'search:read'];
const users = ['users:read'];
const readNotes = ['deals:read', 'deals:full', 'contacts:read', 'contacts:full'];
const writeNotes = ['deals:full', 'contacts:full'];
/** The documents say `admin` alone; the pages on scopes say that these are enough (pipedrive-api.md 1.10). */
const readWebhooks = ['admin', 'webhooks:read', 'webhooks:full'];
const manageWebhooks = ['admin', 'webhooks:full'];

/**
 * Every endpoint there is, with its cost in tokens and the scopes of which one is needed; figures from the OpenAPI
 * files. Whatever is not here answers as an unknown path. Fixed paths stand before those with parameters.
 */
export const apiRoutes: ApiRoute[] = [
  row('v2', 'GET', '/organizations', 10, readContacts, listOrganizations),
  row('v2', 'POST', '/organizations', 5, writeContacts, addOrganization),
  row('v2', 'GET', '/organizations/search', 20, search, searchOrganizations),
  row('v2', 'GET', '/organizations/{id}', 1, readContacts, getOrganization),
  row('v2', 'PATCH', '/organizations/{id}', 5, writeContacts, updateOrganization),
  row('v2', 'DELETE', '/organizations/{id}', 3, writeContacts, deleteOrganization),
  row('v2', 'GET', '/persons', 10, readContacts, listPersons),
  row('v2', 'POST', '/persons', 5, writeContacts, addPerson),
  row('v2', 'GET', '/persons/search', 20, search, searchPersons),
  row('v2', 'GET', '/persons/{id}', 1, readContacts, getPerson),
  row('v2', 'PATCH', '/persons/{id}', 5, writeContacts, updatePerson),
  row('v2', 'DELETE', '/persons/{id}', 3, writeContacts, deletePerson),
  ...(['organization', 'person'] as const).flatMap((kind) => [
    row('v2', 'GET', `/${kind}Fields`, 10, readFields, (call) => listFields(kind, call)),
    row('v2', 'POST', `/${kind}Fields`, 5, manageFields, (call) => addField(kind, call)),
    row('v2', 'GET', `/${kind}Fields/{field_code}`, 1, readFields, (call) => getField(kind, call)),
    row('v2', 'PATCH', `/${kind}Fields/{field_code}`, 5, changeFields, (call) => updateField(kind, call)),
    row('v2', 'DELETE', `/${kind}Fields/{field_code}`, 3, manageFields, (call) => deleteField(kind, call)),
    row('v2', 'POST', `/${kind}Fields/{field_code}/options`, 5, changeFields, (call) =>
      addOptions(kind, call),
    ),
    row('v2', 'PATCH', `/${kind}Fields/{field_code}/options`, 5, changeFields, (call) =>
      updateOptions(kind, call),
    ),
    row('v2', 'DELETE', `/${kind}Fields/{field_code}/options`, 3, changeFields, (call) =>
      deleteOptions(kind, call),
    ),
  ]),
  row('v1', 'GET', '/users', 20, users, listUsers),
  row('v1', 'GET', '/users/me', 2, ['base'], getCurrentUser),
  row('v1', 'GET', '/users/{id}', 2, users, getUser),
  row('v1', 'GET', '/users/{id}/permissions', 10, users, getUserPermissions),
  row('v1', 'GET', '/currencies', 20, ['base'], listCurrencies),
  row('v1', 'PUT', '/organizations/{id}/merge', 40, writeContacts, (call) => mergeInto('organization', call)),
  row('v1', 'PUT', '/persons/{id}/merge', 40, writeContacts, (call) => mergeInto('person', call)),
  row('v1', 'GET', '/notes', 20, readNotes, listNotes),
  row('v1', 'POST', '/notes', 10, writeNotes, addNote),
  row('v1', 'GET', '/notes/{id}', 2, readNotes, getNote),
  row('v1', 'DELETE', '/notes/{id}', 6, writeNotes, deleteNote),
  row('v1', 'GET', '/webhooks', 10, readWebhooks, listWebhooks),
  { ...row('v1', 'POST', '/webhooks', 10, manageWebhooks, addWebhook), success: 201 },
  row('v1', 'DELETE', '/webhooks/{id}', 6, manageWebhooks, deleteWebhook),
];

function row(
  version: ApiRoute['version'],
  method: ApiRoute['method'],
  path: string,
  cost: number,
  scopes: readonly string[],
  handle: ApiRoute['handle'],
): ApiRoute {
  return { version, method, path, cost, scopes, handle };
}
