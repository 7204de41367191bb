import { describe, expect, it } from 'vitest';
import { createBudgetStore } from '../../server/pipedrive/budget.store.ts';
import type { Organization, Page } from '../../server/pipedrive/types.ts';
import { testDatabase } from '../support/database.ts';
import { errorOf } from './gateway.ts';
import { onSandbox } from './on-sandbox.ts';
import { admin, callerIn, oauthTo } from './sandbox-gateway.ts';

const store = createBudgetStore(await testDatabase());
await store.ensureIndexes();
const on = onSandbox(store);

describe('every call, answered by the sandbox', () => {
  it('pages through organizations', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'bulk');
    const found: Organization[] = [];
    let page: Page<Organization> = { items: [], nextCursor: null };
    do {
      page = await pipedrive.listOrganizations(caller, {
        limit: 5,
        customFields: [],
        ...(page.nextCursor === null ? {} : { cursor: page.nextCursor }),
      });
      found.push(...page.items);
    } while (page.nextCursor !== null);
    const living = sandbox.world.organizations.filter((record) => !record.is_deleted);
    expect(found.map((record) => record.id)).toEqual(living.map((record) => record.id));
    expect(found.every((record) => Object.keys(record.customFields).length === 0)).toBe(true);
    const newest = await pipedrive.listOrganizations(caller, { limit: 1, sortDescending: true });
    expect(newest.items[0]?.id).toBe(living.at(-1)?.id);
  });

  it('creates fields of every type the app uses, writes them and reads what Pipedrive holds', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'click');
    const create = async (name: string, type: string) =>
      (await pipedrive.createOrganizationField(caller, { name: `Store Leads: ${name}`, type })).code;
    const codes = {
      city: await create('City', 'varchar'),
      about: await create('About', 'text'),
      rank: await create('Rank', 'double'),
      sales: await create('Sales', 'monetary'),
      since: await create('Since', 'date'),
    };
    const listed = await pipedrive.listOrganizationFields(caller);
    expect(listed.find((field) => field.code === codes.city)).toMatchObject({
      name: 'Store Leads: City',
      type: 'varchar',
      isCustom: true,
    });
    expect((await pipedrive.listPersonFields(caller)).length).toBeGreaterThan(0);
    const id = sandbox.world.organizations[0]?.id ?? 0;
    const values = {
      [codes.city]: 'Nowhere',
      [codes.about]: 'Sells lamps',
      [codes.rank]: 12.5,
      [codes.sales]: { value: 99.5, currency: 'EUR' },
      [codes.since]: '2024-02-29',
    };
    expect((await pipedrive.updateOrganization(caller, id, values)).customFields).toMatchObject(values);
    const cleared = await pipedrive.updateOrganization(caller, id, { [codes.city]: null });
    expect(cleared.customFields[codes.city] ?? null).toBeNull();
    expect((await pipedrive.getOrganization(caller, id)).customFields[codes.rank]).toBe(12.5);
  });

  it('writes standard fields and reads them back, by id as well', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'click');
    const [first, second] = sandbox.world.organizations;
    const id = first?.id ?? 0;
    const values = {
      address: { value: '1 Quay, Cork' },
      website: 'birch.example',
      linkedin: null,
      industry: 2,
      annual_revenue: 120_000,
      employee_count: 7,
    };
    const held = await pipedrive.updateOrganization(caller, id, values);
    expect(held.standardFields).toMatchObject({
      ...values,
      address: { value: '1 Quay, Cork', country: null },
    });
    const read = await pipedrive.listOrganizations(caller, { ids: [id, second?.id ?? 0, 999_999] });
    expect(read.items.map((record) => record.id)).toEqual([id, second?.id]);
    expect(read.items[0]).toEqual({ ...held, updateTime: read.items[0]?.updateTime });
    expect(Object.keys(read.items[0]?.customFields ?? {}).length).toBeGreaterThan(5);
    const without = await pipedrive.listOrganizations(caller, { ids: [id], customFields: [] });
    expect(without.items[0]).toEqual({ ...read.items[0], customFields: {} });
    const wrong = await errorOf(pipedrive.updateOrganization(caller, id, { industry: 99, website: 'x' }));
    expect(wrong).toMatchObject({ code: 'field_refused', details: { fieldCode: 'industry' } });
    sandbox.world.settings.websiteField = 'absent';
    const absent = await errorOf(pipedrive.updateOrganization(caller, id, { website: 'x', industry: 1 }));
    expect(absent).toMatchObject({ code: 'field_refused', details: { fieldCode: 'website' } });
    expect(Object.keys((await pipedrive.getOrganization(caller, id)).standardFields)).not.toContain(
      'website',
    );
  });

  it('creates fields with options, adds options, and lists persons with their custom fields', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'click');
    const platform = await pipedrive.createOrganizationField(caller, {
      name: 'Store Leads: Platform',
      type: 'enum',
      options: ['One', 'Two'],
    });
    expect(platform.options.map((option) => option.label)).toEqual(['One', 'Two']);
    const tags = await pipedrive.createPersonField(caller, { name: 'Tags', type: 'set', options: ['A'] });
    for (const [objectType, field] of [
      ['organization', platform],
      ['person', tags],
    ] as const) {
      const labels = ['Three', 'Four'];
      const added = await pipedrive.addFieldOptions(caller, { objectType, code: field.code, labels });
      expect(added.map((option) => option.label)).toEqual(labels);
      const list = objectType === 'person' ? 'listPersonFields' : 'listOrganizationFields';
      const listed = (await pipedrive[list](caller)).find((other) => other.code === field.code);
      expect(listed?.options).toEqual([...field.options, ...added]);
    }
    const plain = { objectType: 'organization', code: 'c'.repeat(40), labels: ['x'] } as const;
    expect((await errorOf(pipedrive.addFieldOptions(caller, plain))).code).toBe('field_refused');
    const other = { objectType: 'person', code: tags.code, labels: ['x'] } as const;
    expect((await errorOf(pipedrive.addFieldOptions(callerIn(sandbox, 'click', 9004), other))).code).toBe(
      'no_access',
    );
    const all = await pipedrive.listPersons(caller, {});
    expect(all.items.map((person) => person.id)).toEqual(sandbox.world.persons.map((person) => person.id));
    const wanted = all.items[1]?.id ?? 0;
    const { items } = await pipedrive.listPersons(caller, { ids: [wanted] });
    expect(items).toEqual([await pipedrive.getPerson(caller, wanted)]);
    expect(items[0]?.customFields).toHaveProperty(tags.code, null);
    const first = await pipedrive.listPersons(caller, { limit: 2 });
    const rest = await pipedrive.listPersons(caller, { cursor: first.nextCursor ?? '' });
    expect([...first.items, ...rest.items]).toEqual(all.items);
  });

  it('knows users, permissions, persons and currencies', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'click');
    expect(await pipedrive.me(caller)).toMatchObject({
      userId: admin,
      companyId: sandbox.world.company.id,
      companyDomain: sandbox.world.company.domain,
      isAdmin: true,
    });
    expect(await pipedrive.permissions(caller, 9004)).toEqual({ canAddCustomFields: false });
    const users = await pipedrive.listUsers(caller);
    expect(users.filter((user) => user.isAdmin).map((user) => user.id)).toEqual([9001, 9002]);
    const person = sandbox.world.persons[0];
    expect(await pipedrive.getPerson(caller, person?.id ?? 0)).toMatchObject({ orgId: person?.org_id });
    const currencies = await pipedrive.listCurrencies(caller);
    expect(currencies.find((currency) => currency.code === 'EUR')).toEqual({
      code: 'EUR',
      decimals: 2,
      isActive: true,
    });
  });

  it('tells whom a new token belongs to, and stops knowing it once revoked', async () => {
    const { sandbox } = on();
    const oauth = oauthTo(sandbox);
    const { refresh_token: refreshToken } = sandbox.install(9003);
    const grant = await oauth.refresh(refreshToken);
    expect(await oauth.whoAmI(grant)).toMatchObject({ userId: 9003, isAdmin: false });
    await oauth.revoke(grant.refreshToken);
    expect((await errorOf(oauth.refresh(grant.refreshToken))).code).toBe('invalid_grant');
  });
});
