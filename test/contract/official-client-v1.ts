import {
  AddWebhookRequestEventActionConst,
  Configuration,
  CurrenciesApi,
  NotesApi,
  OrganizationsApi,
  PersonsApi,
  UsersApi,
  WebhooksApi,
} from 'pipedrive/v1';
import { expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';

type World = { sandbox: Sandbox; accessToken: string };

function apis({ sandbox, accessToken }: World) {
  const v1 = new Configuration({ accessToken, basePath: `${sandbox.url}/api/v1` });
  return {
    users: new UsersApi(v1),
    currencies: new CurrenciesApi(v1),
    webhooks: new WebhooksApi(v1),
    notes: new NotesApi(v1),
    organizations: new OrganizationsApi(v1),
    persons: new PersonsApi(v1),
  };
}

/** The endpoints that exist in v1 alone, driven by the official client. Call it among the tests of a file. */
export function testsOfV1(world: () => World): void {
  test('users, permissions and currencies', async () => {
    const api = apis(world());
    const me = await api.users.getCurrentUser();
    expect(me.data).toMatchObject({
      id: 9001,
      company_id: world().sandbox.world.company.id,
      company_domain: 'brightwater',
    });
    expect((await api.users.getUsers()).data).toHaveLength(4);
    expect((await api.users.getUser({ id: 9004 })).data?.name).toBe('Corin Pellwood');
    expect((await api.users.getUserPermissions({ id: 9004 })).data?.can_add_custom_fields).toBe(false);
    expect((await api.currencies.getCurrencies({ term: 'euro' })).data).toMatchObject([{ code: 'EUR' }]);
  });

  test('webhooks: made, listed and deleted', async () => {
    const api = apis(world());
    const receiver = await startWebhookReceiver();
    const made = await api.webhooks.addWebhook({
      AddWebhookRequest: {
        subscription_url: receiver.url,
        event_action: AddWebhookRequestEventActionConst.change,
        event_object: 'organization',
        name: 'Client webhook',
        version: '2.0',
        http_auth_user: 'someone',
        http_auth_password: 'secret',
      },
    });
    expect(made.data).toMatchObject({
      owner_id: 9001,
      user_id: 9001,
      is_active: 1,
      type: 'application',
      http_auth_password: 'secret',
    });
    expect((await api.webhooks.getWebhooks()).data).toEqual([made.data]);
    await api.webhooks.deleteWebhook({ id: made.data?.id ?? 0 });
    expect((await api.webhooks.getWebhooks()).data).toEqual([]);
    await receiver.close();
  });

  test('notes: made, listed, read and deleted', async () => {
    const api = apis(world());
    const org_id = world().sandbox.world.organizations[2]?.id ?? 0;
    const made = await api.notes.addNote({
      AddNoteRequest: { content: '<b>Bold</b><script>1</script>', org_id },
    });
    expect(made.data).toMatchObject({ content: '<b>Bold</b>', org_id, user_id: 9001 });
    const id = made.data?.id ?? 0;
    expect(
      (await api.notes.getNotes({ org_id, sort: 'add_time DESC' })).data?.map((note) => note.id),
    ).toEqual([id]);
    expect((await api.notes.getNote({ id })).data?.content).toBe('<b>Bold</b>');
    expect((await api.notes.deleteNote({ id })).data).toBe(true);
    expect((await api.notes.getNotes({ org_id })).data).toEqual([]);
  });

  test('merge: the survivor stays, of organizations and of persons', async () => {
    const api = apis(world());
    const { organizations, persons } = world().sandbox.world;
    const [first, second] = organizations.slice(5, 7).map(({ id }) => id);
    const merged = await api.organizations.mergeOrganizations({
      id: first ?? 0,
      MergeOrganizationsRequest: { merge_with_id: second ?? 0 },
    });
    expect(merged.data?.id).toBe(second);
    const [one, other] = persons.slice(5, 7).map(({ id }) => id);
    const same = await api.persons.mergePersons({
      id: one ?? 0,
      MergePersonsRequest: { merge_with_id: other ?? 0 },
    });
    expect(same.data?.id).toBe(other);
  });
}
