import { describe, expect, it } from 'vitest';
import { choose, press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { mapping, ownField } from './support/mapping-answers.ts';
import { ok, settingsPage } from './support/settings-page.ts';

describe('the fields of the mapping', () => {
  const { open, answer, calls } = settingsPage();

  it('are created and taken over after a question, and refusals are told', async () => {
    const view = mapping((index) => (index >= 85 ? 'found' : 'not_mapped'));
    const { frame: page, asked } = await open({ mapping: view });
    answer('POST /api/mapping/fields', ({ body }) =>
      ok({
        created: body.create.slice(0, 1),
        takenOver: body.takeOver,
        refused: body.create
          .slice(1)
          .map((source: string) => ({ source, code: 'cap', message: 'The plan has no room for it.' })),
        mapping: view,
      }),
    );
    await page.getByRole('button', { name: /^Create \d+ fields$/ }).waitFor();
    await press(page.getByRole('button', { name: 'Clear' }));
    expect(await page.getByRole('button', { name: 'Create fields' }).isDisabled()).toBe(true);
    for (const word of ['City', 'Street Address']) {
      await page.getByRole('searchbox', { name: 'Search fields' }).fill(word);
      await choose(page.getByRole('checkbox', { name: `Select ${word}`, exact: true }));
    }
    await press(page.getByRole('button', { name: 'Create 2 fields' }));
    await page.getByText('1 field created, 1 refusal').waitFor();
    await page.getByText('The plan has no room for it.').waitFor();
    expect(calls('POST /api/mapping/fields')[0]?.body).toMatchObject({
      objectType: 'organization',
      takeOver: [],
    });
    const [question] = (await asked()).filter(({ name }) => name === 'show_confirmation');
    expect(question?.args).toMatchObject({ title: 'Create 2 fields?' });

    const found = view.organization.rows.find(({ state }) => state === 'found');
    await page.getByRole('searchbox', { name: 'Search fields' }).fill(found?.label ?? '');
    await choose(page.getByRole('checkbox', { name: `Select ${found?.label}`, exact: true }));
    await press(page.getByRole('button', { name: 'Take over 1 field' }));
    await page.getByText('1 field taken over').waitFor();
    expect(calls('POST /api/mapping/fields')[1]?.body).toEqual({
      objectType: 'organization',
      create: [],
      takeOver: [found?.source],
    });
  });

  it('are not created beyond what the plan has room for', async () => {
    const { frame } = await open({ mapping: mapping(() => 'not_mapped', { cap: { used: 95 } }) });
    await frame.getByText('Only 5 more fit your plan. Select fewer.').waitFor();
    expect(await frame.getByRole('button', { name: 'Create 58 fields' }).isDisabled()).toBe(true);
  });

  it('are counted by the Pipedrive plan that somebody states', async () => {
    const { frame } = await open({ mapping: mapping(() => 'mapped', { only: 12 }) });
    const stated = { limit: 500, pipedrivePlan: 'ultimate', basis: 'stated' } as const;
    answer('PUT /api/mapping/plan', ok(mapping(() => 'mapped', { only: 12, cap: stated })));
    await frame.getByRole('combobox', { name: 'Your Pipedrive plan' }).selectOption('ultimate');
    await frame.getByText('Pipedrive Ultimate plan, as stated here.').waitFor();
    expect(calls('PUT /api/mapping/plan')[0]?.body).toEqual({ pipedrivePlan: 'ultimate' });
  });

  it('are chosen by keyboard alone among those that were there, which are not overwritten', async () => {
    const view = mapping((index) => (index === 0 ? 'mapped' : 'not_mapped'));
    const { frame, page, push, violations, overflow, resizeTo } = await open({ mapping: view });
    expect(await frame.getByRole('listbox').count()).toBe(0);
    await frame.getByRole('button', { name: 'Choose field for City' }).focus();
    await page.keyboard.press('Enter');
    const box = frame.getByRole('combobox', { name: 'Search a field for City' });
    await frame.getByRole('option', { name: 'Create field “Store Leads: City”' }).waitFor();
    await frame.getByRole('option', { name: /^Revenue.*no amount of money/ }).waitFor();
    expect(await violations()).toEqual([]);

    await page.keyboard.type('no such field');
    await frame.getByText('No field of Pipedrive has this in its name.').waitFor();
    await box.fill('');
    await page.keyboard.type('revenue');
    await page.keyboard.press('Enter');
    expect(await box.count(), 'a field that cannot be used is not taken').toBe(1);
    await page.keyboard.press('Escape');
    const field = frame.getByRole('button', { name: 'Choose field for City' });
    await waitFor('the focus to be back', () => field.evaluate((button) => button.matches(':focus')));

    await page.keyboard.press('Enter');
    await page.keyboard.type('size');
    await page.keyboard.press('Enter');
    await frame.getByText('Size class was there before: what somebody typed into it stays.').waitFor();
    await frame.getByRole('combobox', { name: 'New options of City' }).selectOption('create');
    await push('user_settings_change', { data: { theme: 'dark' } });
    await resizeTo(560);
    await frame.waitForSelector('html[data-mantine-color-scheme="dark"]');
    expect(await violations()).toEqual([]);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await frame.getByText('1 change not saved').waitFor();
    answer('PUT /api/mapping', ({ body }) => {
      const rows = view.organization.rows.map((row) =>
        row.source === 'city'
          ? { ...row, settings: body.organization.entries.city, state: 'mapped', targetName: 'Size class' }
          : row,
      );
      return ok({ ...view, edition: 4, organization: { ...view.organization, rows } });
    });
    await press(frame.getByRole('button', { name: 'Save', exact: true }));
    await frame.getByText('1 change not saved').waitFor({ state: 'detached' });
    expect(calls('PUT /api/mapping')[0]?.body).toMatchObject({
      edition: 3,
      organization: {
        entries: { city: { target: 'old_size', rule: 'if_empty_or_ours', newOption: 'create' } },
      },
    });

    await press(frame.getByRole('button', { name: 'Choose field for State', exact: true }));
    await frame.getByRole('option', { name: /^Size class.*Filled by City already/ }).waitFor();
  });

  it('are created in place, and for people too, where nothing is written', async () => {
    const view = mapping(() => 'not_mapped', { only: 30 });
    const { frame } = await open({ mapping: view });
    answer('POST /api/mapping/fields', ({ body }) => {
      const rows = view.person.rows.map((row) =>
        row.source === 'city'
          ? {
              ...row,
              state: 'mapped',
              targetName: row.newField.name,
              settings: { ...row.settings, target: ownField('city', 'person') },
            }
          : row,
      );
      return ok({
        created: body.create,
        takenOver: [],
        refused: [],
        mapping: { ...view, person: { ...view.person, rows } },
      });
    });
    await frame.getByRole('switch', { name: 'Enrich organizations' }).waitFor();
    await frame.getByRole('tab', { name: 'Organizations' }).press('ArrowRight');
    await frame.getByText('This version previews people and writes to organizations only.').waitFor();
    const people = frame.getByRole('switch', { name: 'Enrich people' });
    expect(await people.isChecked()).toBe(false);
    await people.press('Space');
    await frame.getByText('Fields are proposed for people too.').waitFor();
    await frame.getByText('1 change not saved').waitFor();
    await people.press('Space');
    await frame.getByText('not saved').waitFor({ state: 'detached' });
    await press(frame.getByRole('button', { name: 'Choose field for City' }));
    await frame.getByRole('option', { name: /^Create field/ }).click();
    await frame.getByRole('button', { name: 'Field of City: Store Leads: City' }).waitFor();
    expect(calls('POST /api/mapping/fields')[0]?.body).toEqual({
      objectType: 'person',
      create: ['city'],
      takeOver: [],
    });
    expect(await frame.getByText('not saved').count()).toBe(0);
  });
});
