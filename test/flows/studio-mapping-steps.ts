import { expect, it } from 'vitest';
import { choose } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { firstAdmin, type StudioStage } from './studio-stage.ts';

/** In lower case, as the search for leaks looks for it in the files of the database. */
export const typedByHand = 'typed by hand';

/** From the Marketplace to a mapping that fills the company's own field. */
export function mappingSteps(on: StudioStage, story: { handTyped: number }): void {
  it('installs, chooses the website field and scans', async () => {
    const page = on.page();
    await page.goto(on.app().sandbox.url);
    await page
      .getByRole('link', { name: 'Install' })
      .or(page.getByRole('button', { name: 'Install' }))
      .click();
    await page.getByRole('button', { name: /^Allow/ }).click();
    await page.waitForURL(`**${on.settingsPath()}`);
    const settings = await on.surface();
    await choose(settings.getByRole('radio', { name: /^Website/ }));
    await on.press(settings.getByRole('button', { name: 'Use this field and scan' }));
    await settings.getByText(/Scanned .*API tokens/).waitFor();
    expect((await on.matched()).length).toBeGreaterThan(20);
    await on.shot('scanned');
  });

  it('creates the fields that were proposed, but two', async () => {
    const settings = await on.surface();
    await on.press(settings.getByRole('button', { name: 'Select all that fit' }));
    for (const label of ['City', 'Platform'])
      await choose(settings.getByRole('checkbox', { name: `Select ${label}`, exact: true }), false);
    await on.press(settings.getByRole('button', { name: 'Create 95 fields' }));
    const question = on.page().getByRole('dialog');
    await on.press(question.getByRole('button', { name: 'Create 95 fields' }));
    await settings.getByText('95 fields created').waitFor();
    expect(on.world().fields.filter(({ name }) => name.startsWith('Store Leads: ')).length).toBe(95);
    await on.inLooks('fields-created', settings.getByText('95 fields created'));
  });

  it('lets the field City be picked, whose rule then spares what people typed', async () => {
    const settings = await on.surface();
    await on.press(settings.getByRole('button', { name: 'Choose field for City' }));
    await settings.getByRole('combobox', { name: 'Search a field for City' }).fill('city');
    await on.inLooks('target-picker', settings.getByRole('option', { name: /^City/ }));
    await settings.getByRole('option', { name: /^City/ }).click();
    await settings.getByText('The write rule is now “If empty or ours”').waitFor();
    expect(await settings.getByLabel('Write rule of City').inputValue()).toBe('if_empty_or_ours');
    await on.inLooks('rule-of-city', settings.getByText('1 change not saved'));
  });

  it('lets values become options of a field, and says so', async () => {
    const settings = await on.surface();
    await on.press(settings.getByRole('button', { name: 'Choose field for Platform' }));
    await settings.getByRole('combobox', { name: 'Search a field for Platform' }).fill('tier');
    await settings.getByRole('option', { name: /^Customer tier/ }).click();
    await settings.getByLabel('New options of Platform').selectOption('create');
    await settings.getByText('2 changes not saved').waitFor();
  });

  it('saves', async () => {
    const settings = await on.surface();
    await on.press(settings.getByRole('button', { name: 'Save', exact: true }));
    await settings.getByText('2 changes not saved').waitFor({ state: 'hidden' });
    const { organization, savedBy } = await on.mapping();
    expect(savedBy?.userId).toBe(firstAdmin);
    const row = (source: string) => organization.rows.find((each) => each.source === source)?.settings;
    expect(row('city')).toMatchObject({ target: on.codeOf('City'), rule: 'if_empty_or_ours' });
    expect(row('platform')).toMatchObject({ target: on.codeOf('Customer tier'), newOption: 'create' });
  });

  it('goes on while a person types a city by hand', async () => {
    const city = on.codeOf('City');
    const free = (await on.matched()).find(
      ({ id, domain }) => domain['city'] && !on.organization(id).custom_fields[city],
    );
    story.handTyped = free?.id ?? 0;
    await on.typeInto(story.handTyped, city, typedByHand);
    await waitFor(
      'the typed city',
      () => on.organization(story.handTyped).custom_fields[city] === typedByHand,
    );
    await on.shot('typed-by-hand');
  });
}
