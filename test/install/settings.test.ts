import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { settingsView, websiteFieldChoices } from '../../server/install/install.contract.ts';
import {
  websiteFieldChoices as choicesOf,
  standardWebsiteField,
} from '../../server/install/website-field-choices.ts';
import type { Caller, Field, Organization } from '../../server/pipedrive/types.ts';
import { addFault } from '../sandbox/faults/add-fault.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { type InstallWorld, startInstallWorld } from './install-world.ts';

const db = await testDatabase();
const [admin, otherAdmin, member] = [9001, 9002, 9003];
let world: InstallWorld;

beforeAll(async () => {
  world = await startInstallWorld(db, { canary: 'canary-51bd' });
  for (const userId of [admin, otherAdmin, member]) await world.install(userId);
});
afterAll(() => world.close());
beforeEach(() => {
  world.sandbox.world.settings.websiteField = 'by_default';
  world.sandbox.world.faults = [];
});

const choose = (userId: number, body: object) =>
  world.call(userId, '/api/settings/website-field', { method: 'PUT', body });
const customText = () => {
  const field = world.sandbox.world.fields.find(
    (each) => each.entity === 'organization' && each.isCustom && each.type === 'varchar' && !each.isDeleted,
  );
  if (!field) throw new Error('The sandbox has no custom text field');
  return field;
};

describe('the settings page', () => {
  test('shows what the contract says, with every gate', async () => {
    const view = settingsView.parse(await (await world.call(admin, '/api/settings')).json());
    expect(view).toMatchObject({
      companyId: world.companyId,
      plan: 'free',
      websiteField: null,
      canChangeSettings: true,
      limitations: [],
      installUrl: `${world.url}/install`,
    });
    expect(view.gates).toHaveLength(4);
    expect(view.gates.every((gate) => !gate.allowed && gate.plans.length > 0)).toBe(true);
  });

  test.each(['/api/settings', '/api/settings/website-fields'])(
    'shows nobody anything without a token: %s',
    async (path) => {
      const response = await fetch(`${world.url}${path}`);
      expect(response.status).toBe(401);
      expect((await response.json()).error.code).toBe('no_token');
    },
  );

  test('shows nothing of a company to a user of another', async () => {
    const token = await world.sandbox.signedToken(admin, world.companyId + 1);
    const response = await fetch(`${world.url}/api/settings`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(401);
    expect((await response.json()).error.code).toBe('not_connected');
  });
});

describe('the choice of the website field', () => {
  test('offers the standard field and custom text fields with what is in them, and recommends one', async () => {
    const response = await world.call(admin, '/api/settings/website-fields');
    const { looked, choices } = websiteFieldChoices.parse(await response.json());
    expect(looked).toBe(40);
    expect(choices[0]).toMatchObject({ code: standardWebsiteField, recommended: true });
    expect(choices[0]?.looksLikeWebsites).toBeGreaterThan(10);
    expect(choices.filter((choice) => choice.recommended)).toHaveLength(1);
    expect(choices.map((choice) => choice.code)).toContain(customText().code);
    expect(JSON.stringify(await dumpDatabase(db))).not.toContain('canary-51bd');
  });

  test('leaves the standard field out where the plan has none', async () => {
    world.sandbox.world.settings.websiteField = 'absent';
    const { choices } = await (await world.call(admin, '/api/settings/website-fields')).json();
    expect(choices.map((choice: { code: string }) => choice.code)).not.toContain(standardWebsiteField);
  });

  test('is made by an admin, shown by name and stored by code', async () => {
    const field = customText();
    const response = await choose(admin, { code: field.code });
    expect(response.status).toBe(200);
    expect((await response.json()).websiteField).toEqual({ code: field.code, name: field.name });
    expect((await world.deps.getInstallation(world.companyId))?.websiteField).toBe(field.code);
    expect(JSON.stringify(await dumpDatabase(db))).not.toContain(field.name);
  });

  test('is shown by its code while Pipedrive cannot be asked for the name', async () => {
    await choose(otherAdmin, { code: standardWebsiteField });
    await world.clock.advance(11 * 60_000);
    addFault(world.sandbox.world, { kind: 'html_403', path: '/api/v2/organizationFields', count: 20 });
    const view = await (await world.call(admin, '/api/settings')).json();
    expect(view.websiteField).toEqual({ code: 'website', name: 'website' });
  });

  test.each([
    ['nothing', {}, 'bad_request'],
    ['no text', { code: 5 }, 'bad_request'],
    ['a field that does not exist', { code: 'f'.repeat(40) }, 'no_such_field'],
    ['a field that holds no text', { code: 'owner_id' }, 'no_such_field'],
  ])('refuses %s', async (_name, body, code) => {
    const response = await choose(admin, body);
    expect(response.status).toBe(400);
    expect((await response.json()).error.code).toBe(code);
  });

  test('is refused to a user who is no admin, also to one who was', async () => {
    const user = world.sandbox.world.users.find((each) => each.id === otherAdmin);
    if (!user) throw new Error('There is no such user');
    user.isAdmin = false;
    for (const userId of [member, otherAdmin]) {
      const response = await choose(userId, { code: 'website' });
      expect([response.status, (await response.json()).error.code]).toEqual([403, 'not_allowed']);
    }
    user.isAdmin = true;
  });

  test('an admin hands automatic work over to themselves while the other still works', async () => {
    const response = await world.call(otherAdmin, '/api/connections/promote', { method: 'POST' });
    const { connections } = await response.json();
    expect(connections.map((each: { role: string }) => each.role)).toEqual([
      // The other admin, who did it before, stands by.
      'standby',
      'organization',
      'personal',
    ]);
  });
});

describe('reading website fields', () => {
  const caller: Caller = { companyId: 1, userId: 2, lane: 'click' };
  const field = (code: string, more: Partial<Field> = {}): Field => ({
    code,
    name: `Field ${code}`,
    type: 'varchar',
    isCustom: true,
    isOptional: false,
    options: [],
    ...more,
  });

  /** Reads with a pretend list; gives the answer and the codes each call asked for. */
  async function read(fields: Field[], organizations: Partial<Organization>[]) {
    const asked: (string[] | undefined)[] = [];
    const pipedrive = {
      listOrganizationFields: async () => fields,
      listOrganizations: async (_caller: Caller, query: { customFields?: string[] }) => {
        asked.push(query.customFields);
        const items = organizations.map((organization, index) => ({
          id: index + 1,
          name: '',
          isDeleted: false,
          updateTime: null,
          website: null,
          standardFields: {},
          customFields: {},
          ...organization,
        }));
        return { items, nextCursor: null };
      },
    };
    const looksLikeWebsite = (text: string) => text.includes('.example');
    const answer = await choicesOf({ pipedrive, looksLikeWebsite }, caller, { fieldPrefix: 'Store Leads: ' });
    return { ...answer, asked };
  }

  test('asks for at most 15 fields a call', async () => {
    const { asked, choices } = await read(
      Array.from({ length: 31 }, (_, index) => field(`c${index}`)),
      [{ customFields: { c30: 'shop.example' } }],
    );
    expect(asked.map((codes) => codes?.length)).toEqual([15, 15, 1]);
    expect(choices).toHaveLength(31);
    expect(choices[0]).toMatchObject({ code: 'c30', filled: 1, recommended: true });
  });

  test('offers neither other types, nor system fields that lists do not deliver, nor fields the app fills', async () => {
    const { choices } = await read(
      [
        field('n', { type: 'double' }),
        field('a', { type: 'address' }),
        field('name', { isCustom: false }),
        field('ours', { name: 'Store Leads: Domain' }),
        field('t', { type: 'text' }),
        field('v', { type: 'varchar_auto' }),
      ],
      [],
    );
    expect(choices.map((choice) => choice.code)).toEqual(['t', 'v']);
    expect(choices.some((choice) => choice.recommended)).toBe(false);
  });

  test('counts no blanks and recommends no field that mostly holds something else', async () => {
    const { choices } = await read(
      [field('website', { isCustom: false }), field('notes', { type: 'text' })],
      [
        { website: ' ', customFields: { notes: 'see shop.example' } },
        { website: undefined, customFields: { notes: 'call back' } },
        { website: null, customFields: { notes: 5 } },
      ],
    );
    expect(choices).toEqual([
      { code: 'notes', name: 'Field notes', filled: 2, looksLikeWebsites: 1, recommended: false },
      { code: 'website', name: 'Field website', filled: 0, looksLikeWebsites: 0, recommended: false },
    ]);
  });

  test('prefers the standard field when both hold as many', async () => {
    const { choices } = await read(
      [field('a'), field('website', { isCustom: false })],
      [{ website: 'shop.example', customFields: { a: 'shop.example' } }],
    );
    expect(choices[0]).toMatchObject({ code: 'website', recommended: true });
  });
});
