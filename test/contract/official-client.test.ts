import { Configuration as ConfigurationV1, UsersApi } from 'pipedrive/v1';
import {
  Configuration,
  OAuth2Configuration,
  OrganizationFieldsApi,
  OrganizationsApi,
  PersonFieldsApi,
  PersonsApi,
} from 'pipedrive/v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usedEndpoints } from '../../server/pipedrive/endpoints.ts';
import { apiRoutes } from '../sandbox/api/routes.ts';
import { type CheckedSandbox, startCheckedSandbox } from '../support/checked-sandbox.ts';
import { consentAs } from '../support/consent-as.ts';
import { testsOfV1 } from './official-client-v1.ts';

const appUrl = 'http://127.0.0.1:1';
let sandbox: CheckedSandbox;
let accessToken: string;
let organizations: OrganizationsApi;
let persons: PersonsApi;
let fieldApis: { organization: OrganizationFieldsApi; person: PersonFieldsApi };
let users: UsersApi;

beforeAll(async () => {
  sandbox = await startCheckedSandbox({ appUrl, organizations: 40, persons: 40, limits: false });
  accessToken = sandbox.install(9001).access_token;
  const v1 = new ConfigurationV1({ accessToken, basePath: `${sandbox.url}/api/v1` });
  const v2 = new Configuration({ accessToken, basePath: `${sandbox.url}/api/v2` });
  organizations = new OrganizationsApi(v2);
  persons = new PersonsApi(v2);
  fieldApis = { organization: new OrganizationFieldsApi(v2), person: new PersonFieldsApi(v2) };
  users = new UsersApi(v1);
});
// Throws when a request of the official client or an answer of the sandbox broke the documents.
afterAll(() => sandbox.close());

test('organizations: walked in pages, made, changed, found and deleted', async () => {
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await organizations.getOrganizations({
      limit: 15,
      sort_by: 'id',
      updated_since: '2020-01-01T00:00:00Z',
      ...(cursor ? { cursor } : {}),
    });
    ids.push(...(page.data ?? []).flatMap(({ id }) => id ?? []));
    cursor = page.additional_data?.next_cursor || undefined;
  } while (cursor);
  expect(ids).toEqual(sandbox.world.organizations.map(({ id }) => id));

  const made = await organizations.addOrganization({
    AddOrganizationRequest: { name: 'Client Made', website: 'made.example' },
  });
  const id = made.data?.id ?? 0;
  const changed = await organizations.updateOrganization({
    id,
    UpdateOrganizationRequest: { address: { value: '1 Quay, Cork' }, website: null },
  });
  expect(changed.data).toMatchObject({
    name: 'Client Made',
    website: null,
    address: { value: '1 Quay, Cork' },
  });
  const found = await organizations.searchOrganization({ term: 'client made', fields: 'name' });
  expect(found.data?.items?.[0]?.item?.id).toBe(id);
  expect((await organizations.deleteOrganization({ id })).data?.id).toBe(id);
  expect((await organizations.getOrganization({ id })).data?.is_deleted).toBe(true);
});

test('persons: made, changed, listed by organization, found and deleted', async () => {
  const organization = sandbox.world.organizations[0]?.id ?? 0;
  const made = await persons.addPerson({
    AddPersonRequest: {
      name: 'Client Person',
      org_id: organization,
      emails: [{ value: 'client@person.example' }],
    },
  });
  const id = made.data?.id ?? 0;
  const changed = await persons.updatePerson({
    id,
    UpdatePersonRequest: { phones: [{ value: '+1 555 0100' }] },
  });
  expect(changed.data).toMatchObject({
    emails: [{ value: 'client@person.example', primary: true }],
    phones: [{ value: '+1 555 0100' }],
  });
  expect((await persons.getPerson({ id })).data?.org_id).toBe(organization);
  const listed = await persons.getPersons({ org_id: organization, limit: 500 });
  expect((listed.data ?? []).map((person) => person.id)).toContain(id);
  const found = await persons.searchPersons({
    term: 'client@person.example',
    fields: 'email',
    exact_match: true,
  });
  expect(found.data?.items?.[0]?.item?.id).toBe(id);
  expect((await persons.deletePerson({ id })).data?.id).toBe(id);
});

test('organization fields and their options: made, read in pages, changed and deleted', async () => {
  const api = fieldApis.organization;
  const made = await api.addOrganizationField({
    AddOrganizationFieldRequest: {
      field_name: 'Client choice',
      field_type: 'enum',
      options: [{ label: 'One' }],
    },
  });
  const field_code = made.data?.field_code ?? '';
  const added = await api.addOrganizationFieldOptions({
    field_code,
    AddDealFieldOptionsRequestInner: [{ label: 'Two' }],
  });
  const id = added.data?.[0]?.id ?? 0;
  await api.updateOrganizationFieldOptions({
    field_code,
    UpdateDealFieldOptionsRequestInner: [{ id, label: 'Second' }],
  });
  await api.deleteOrganizationFieldOptions({ field_code, DeleteDealFieldOptionsRequestInner: [{ id }] });
  await api.updateOrganizationField({
    field_code,
    UpdateOrganizationFieldRequest: { field_name: 'Renamed' },
  });
  const read = await api.getOrganizationField({
    field_code,
    include_fields: 'ui_visibility,required_fields',
  });
  expect(read.data).toMatchObject({
    field_name: 'Renamed',
    options: [{ label: 'One' }],
    is_custom_field: true,
  });
  const first = await api.getOrganizationFields({ limit: 5 });
  const rest = await api.getOrganizationFields({
    limit: 500,
    cursor: first.additional_data?.next_cursor ?? '',
  });
  expect((rest.data ?? []).map((field) => field.field_code)).toContain(field_code);
  await api.deleteOrganizationField({ field_code });
  await expect(api.getOrganizationField({ field_code })).rejects.toMatchObject({ success: false });
});

test('person fields and their options: the same', async () => {
  const api = fieldApis.person;
  const made = await api.addPersonField({
    AddPersonFieldRequest: { field_name: 'Client set', field_type: 'set', options: [{ label: 'One' }] },
  });
  const field_code = made.data?.field_code ?? '';
  const added = await api.addPersonFieldOptions({
    field_code,
    AddDealFieldOptionsRequestInner: [{ label: 'Two' }],
  });
  const id = added.data?.[0]?.id ?? 0;
  await api.updatePersonFieldOptions({
    field_code,
    UpdateDealFieldOptionsRequestInner: [{ id, label: 'Second' }],
  });
  await api.deletePersonFieldOptions({ field_code, DeleteDealFieldOptionsRequestInner: [{ id }] });
  await api.updatePersonField({ field_code, UpdatePersonFieldRequest: { field_name: 'Renamed' } });
  expect((await api.getPersonField({ field_code })).data?.field_name).toBe('Renamed');
  expect((await api.getPersonFields({ limit: 500 })).data?.length).toBeGreaterThan(5);
  await api.deletePersonField({ field_code });
});

testsOfV1(() => ({ sandbox, accessToken }));

test('refusals reach the client with their bodies', async () => {
  await expect(organizations.getOrganization({ id: 999_999 })).rejects.toMatchObject({
    success: false,
    code: 'ERR_NOT_FOUND',
  });
  const dead = 'f'.repeat(40);
  const update = organizations.updateOrganization({
    id: 1,
    UpdateOrganizationRequest: { custom_fields: { [dead]: 'x' } },
  });
  await expect(update).rejects.toMatchObject({ code: 'ERR_SCHEMA_VALIDATION_FAILED', field_code: dead });
  await expect(users.getUser({ id: 1 })).rejects.toMatchObject({ success: false });
  const stranger = new OrganizationsApi(
    new Configuration({ accessToken: 'none', basePath: `${sandbox.url}/api/v2` }),
  );
  await expect(stranger.getOrganizations()).rejects.toMatchObject({
    error: 'unauthorized access',
    errorCode: 401,
  });
});

test('the OAuth class of the client authorizes, refreshes and revokes', async () => {
  const oauth = new OAuth2Configuration({
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret,
    redirectUri: `${appUrl}/oauth/callback`,
    host: sandbox.url,
  });
  const callback = new URL(await consentAs(sandbox, { userId: 9003 }, oauth.authorizationUrl));
  const token = await oauth.authorize(callback.searchParams.get('code') ?? '');
  expect(token).toMatchObject({ api_domain: sandbox.url, token_type: 'Bearer' });
  expect((await oauth.tokenRefresh()).refresh_token).toBe(token.refresh_token);
  expect(oauth.basePath).toBe(`${sandbox.url}/api/v2`);
  await oauth.revokeToken('refresh_token');
  expect(sandbox.world.installs.map(({ userId }) => userId)).toEqual([9001]);
});

const nameOf = (endpoint: { version: string; method: string; path: string }) =>
  `${endpoint.method} /api/${endpoint.version}${endpoint.path}`;

const succeeded = (name: string) => {
  const statuses = sandbox.world.counters.endpoints[name]?.statuses ?? {};
  return ['200', '201'].some((status) => statuses[status]);
};

test('every endpoint of the sandbox was driven by the official client, with success', () => {
  expect(apiRoutes.map(nameOf).filter((name) => !succeeded(name))).toEqual([]);
});

test('every endpoint the app uses was driven by the official client, at the cost the app counts with', () => {
  const costs = Object.fromEntries(apiRoutes.map((route) => [nameOf(route), route.cost]));
  const uncovered = usedEndpoints.map(nameOf).filter((name) => !succeeded(name));
  expect(uncovered).toEqual([]);
  expect(usedEndpoints.map((endpoint) => [nameOf(endpoint), endpoint.cost])).toEqual(
    usedEndpoints.map((endpoint) => [nameOf(endpoint), costs[nameOf(endpoint)]]),
  );
});
