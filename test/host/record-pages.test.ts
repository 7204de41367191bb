import { describe, expect, test } from 'vitest';
import type { Organization } from '../sandbox/world.ts';
import { hostInBrowser } from './host-in-browser.ts';

const on = hostInBrowser();
const at = (path: string) => `${on.host.origin}${path}`;
const byApi = { userId: 1, source: 'api' } as const;
const shown = (code: string) => on.page.locator(`[data-field="${code}"] .field-value`);

/** A custom text field of organizations and the first organization, from the seed. */
const seeded = () => {
  const { world, records } = on.host.deps;
  const field = world.fields.find(
    (entry) => entry.entity === 'organization' && entry.isCustom && entry.type === 'varchar',
  );
  const [record] = world.organizations;
  if (!field || !record) throw new Error('the seed has organizations with text fields');
  const change = (patch: Partial<Organization>) => records.change('organization', record.id, patch, byApi);
  return { world, field, record, change };
};

describe('a detail page follows the record', () => {
  test('values the app writes appear by themselves and are marked', async () => {
    const { field, change } = seeded();
    await on.page.goto(at('/organization/1'));
    change({ custom_fields: { [field.code]: 'Written by the app' } });
    await on.page.getByText('Written by the app').waitFor();
    expect(await on.page.locator(`[data-field="${field.code}"]`).getAttribute('class')).toContain('changed');
  });

  test('fields created meanwhile appear', async () => {
    const { world, field, record, change } = seeded();
    await on.page.goto(at('/organization/1'));
    world.fields.push({ ...field, code: 'f'.repeat(40), name: 'Store Leads: Platform' });
    change({ custom_fields: { ...record.custom_fields, ['f'.repeat(40)]: 'Shopify' } });
    await on.page.getByText('Store Leads: Platform').waitFor();
    expect(await shown('f'.repeat(40)).textContent()).toBe('Shopify');
  });

  test('the refresh button reads at once', async () => {
    const { change } = seeded();
    await on.page.goto(at('/organization/1'));
    change({ website: 'https://new-shop.example' });
    await on.page.getByRole('button', { name: 'Refresh' }).click();
    await shown('website').getByText('https://new-shop.example').waitFor();
  });

  test('nothing is replaced under the hands of who is typing', async () => {
    const { change } = seeded();
    await on.page.goto(at('/organization/1'));
    await on.page.getByRole('button', { name: 'Edit Website' }).click();
    await on.page.getByRole('textbox', { name: 'Website' }).fill('half typ');
    change({ linkedin: 'https://linked.example/in' });
    await on.page.getByRole('button', { name: 'Refresh' }).click();
    // A round trip after the click: had the page re-read the record, it would show by now.
    await on.page.evaluate("fetch('/host/records/organization/1').then((response) => response.text())");
    expect(await on.page.getByRole('textbox', { name: 'Website' }).inputValue()).toBe('half typ');
  });
});

describe('a person edits in place', () => {
  test('with the keyboard, and it is a change by a person in Pipedrive', async () => {
    const { record, world } = seeded();
    const former = record.website;
    await on.page.goto(at('/organization/1'));
    await on.page.getByRole('button', { name: 'Edit Website' }).focus();
    await on.page.keyboard.press('Enter');
    await on.page.getByRole('textbox', { name: 'Website' }).fill('  https://typed.example ');
    await on.page.keyboard.press('Enter');
    await shown('website').getByText('https://typed.example').waitFor();
    expect(record.website).toBe('https://typed.example');
    expect(on.host.events).toEqual([
      {
        action: 'change',
        kind: 'organization',
        id: 1,
        actor: { userId: world.users[0]?.id, source: 'app' },
        previous: { website: former },
        formerUpdateTime: expect.any(String),
      },
    ]);
  });

  test('emptying a custom field clears it, Escape changes nothing', async () => {
    const { record, field, change } = seeded();
    change({ custom_fields: { [field.code]: 'old' } });
    await on.page.goto(at('/organization/1'));
    const edit = on.page.getByRole('button', { name: `Edit ${field.name}` });
    const box = on.page.getByRole('textbox', { name: field.name });
    await edit.click();
    await box.fill('typed');
    await box.press('Escape');
    expect(record.custom_fields).toEqual({ [field.code]: 'old' });
    await edit.click();
    await box.fill('');
    await box.press('Enter');
    await shown(field.code).getByText('–').waitFor({ state: 'attached' });
    expect(record.custom_fields).toEqual({});
  });

  test('what Pipedrive would refuse is refused with words and stays open', async () => {
    const { record } = seeded();
    const former = record.name;
    await on.page.goto(at('/organization/1'));
    await on.page.getByRole('button', { name: 'Edit Name' }).click();
    await on.page.getByRole('textbox', { name: 'Name' }).fill(' ');
    await on.page.getByRole('button', { name: 'Save' }).click();
    expect(await on.page.locator('.snackbar').textContent()).toBe('A name is needed');
    expect(record.name).toBe(former);
    expect(await on.page.getByRole('textbox', { name: 'Name' }).count()).toBe(1);
  });
});
