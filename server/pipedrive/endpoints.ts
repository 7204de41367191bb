/** One call of Pipedrive's API as the app makes it. `path` is a template; `cost` is in tokens of the daily budget. */
export type Endpoint = {
  version: 'v1' | 'v2';
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  cost: number;
};

/** Every call the app makes, with its cost (`x-token-cost` of the OpenAPI files; pipedrive-api.md 5.2). */
export const endpoints = {
  listOrganizations: { version: 'v2', method: 'GET', path: '/organizations', cost: 10 },
  getOrganization: { version: 'v2', method: 'GET', path: '/organizations/{id}', cost: 1 },
  updateOrganization: { version: 'v2', method: 'PATCH', path: '/organizations/{id}', cost: 5 },
  listPersons: { version: 'v2', method: 'GET', path: '/persons', cost: 10 },
  getPerson: { version: 'v2', method: 'GET', path: '/persons/{id}', cost: 1 },
  listOrganizationFields: { version: 'v2', method: 'GET', path: '/organizationFields', cost: 10 },
  createOrganizationField: { version: 'v2', method: 'POST', path: '/organizationFields', cost: 5 },
  addOrganizationFieldOptions: {
    version: 'v2',
    method: 'POST',
    path: '/organizationFields/{field_code}/options',
    cost: 5,
  },
  listPersonFields: { version: 'v2', method: 'GET', path: '/personFields', cost: 10 },
  createPersonField: { version: 'v2', method: 'POST', path: '/personFields', cost: 5 },
  addPersonFieldOptions: {
    version: 'v2',
    method: 'POST',
    path: '/personFields/{field_code}/options',
    cost: 5,
  },
  me: { version: 'v1', method: 'GET', path: '/users/me', cost: 2 },
  user: { version: 'v1', method: 'GET', path: '/users/{id}', cost: 2 },
  permissions: { version: 'v1', method: 'GET', path: '/users/{id}/permissions', cost: 10 },
  listUsers: { version: 'v1', method: 'GET', path: '/users', cost: 20 },
  listWebhooks: { version: 'v1', method: 'GET', path: '/webhooks', cost: 10 },
  createWebhook: { version: 'v1', method: 'POST', path: '/webhooks', cost: 10 },
  deleteWebhook: { version: 'v1', method: 'DELETE', path: '/webhooks/{id}', cost: 6 },
  addNote: { version: 'v1', method: 'POST', path: '/notes', cost: 10 },
  listNotes: { version: 'v1', method: 'GET', path: '/notes', cost: 20 },
  listCurrencies: { version: 'v1', method: 'GET', path: '/currencies', cost: 20 },
} as const satisfies Record<string, Endpoint>;

/** The same as a list: each must be covered by a contract test that drives it through the official client. */
export const usedEndpoints: readonly Endpoint[] = Object.values(endpoints);
