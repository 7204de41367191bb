import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { waitFor } from '../support/wait-for.ts';
import type { StudioStage } from './studio-stage.ts';

export const valueLabel = 'Town and country';
export const valueSource = 'calculated:town_and_country';
const field = `Store Leads: ${valueLabel}`;

/** A calculated value, written, tried, kept and mapped by keyboard alone. */
export function calculatedSteps(on: StudioStage): void {
  const press = async (key: string, times = 1) => {
    for (let n = 0; n < times; n += 1) await on.page().keyboard.press(key);
  };
  /** Tabs until something of this name has the focus. */
  const tabTo = async (settings: Frame, name: string | RegExp, most = 60) => {
    for (let n = 0; n < most; n += 1) {
      const at = await focused(settings);
      if (typeof name === 'string' ? at === name : name.test(at)) return;
      await press('Tab');
    }
    throw new Error(`Tab does not lead to ${name}, but to ${await focused(settings)}`);
  };

  it('opens by keyboard and takes its name from the label', async () => {
    const settings = await on.openSettings();
    await settings.getByRole('button', { name: 'New calculated value' }).focus();
    await press('Enter');
    await waitFor('the heading', async () => (await focused(settings)) === 'New calculated value');
    await tabTo(settings, 'Label');
    await on.page().keyboard.type(valueLabel);
    expect(await settings.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('town_and_country');
    await tabTo(settings, 'Expression');
  });

  it('marks a typo where it stands', async () => {
    const settings = await on.surface();
    await on.page().keyboard.type('city + ", " + contry_code');
    await press('Escape');
    await settings.getByRole('button', { name: /“contry_code” is not known/ }).waitFor();
    await settings.locator('.cm-lintRange-error', { hasText: 'contry_code' }).waitFor();
    expect(await settings.getByRole('button', { name: 'Done', exact: true }).isDisabled()).toBe(true);
    await on.inLooks('typo', settings.locator('.cm-lintRange-error'));
  });

  it('is led to the typo by keyboard, corrects it and sees results of its own matches', async () => {
    const settings = await on.surface();
    await settings.getByRole('textbox', { name: 'Expression' }).focus();
    await press('Tab');
    expect(await focused(settings)).toMatch(/is not known/);
    await press('Enter');
    await waitFor('the editor', async () => (await focused(settings)) === 'Expression');
    await press('ArrowRight', 2);
    await on.page().keyboard.type('u');
    await press('Escape');
    await settings.getByText(/^Correct\. It gives/).waitFor();
    const names = new Set((await on.matched()).map(({ domain }) => String(domain['name'])));
    const shown = await settings.getByRole('region', { name: 'Live results' }).locator('tbody tr').all();
    expect(shown.length).toBeGreaterThan(9);
    for (const row of shown) expect(names).toContain(await row.locator('td').first().textContent());
    await on.inLooks('live-results', settings.getByRole('region', { name: 'Live results' }));
  });

  it('keeps a result as an example', async () => {
    const settings = await on.surface();
    await settings.getByRole('textbox', { name: 'Expression' }).focus();
    await tabTo(settings, /^Expect this result for/);
    await press('Enter');
    await settings.getByText('As expected').waitFor();
    await tabTo(settings, 'Done');
    await press('Enter');
    await settings.getByRole('listitem').filter({ hasText: valueLabel }).waitFor();
    await on.inLooks('calculated-list', settings.getByRole('heading', { name: 'Calculated values' }));
  });

  it('is saved, then mapped to a field of its own', async () => {
    const settings = await on.surface();
    await settings.getByRole('heading', { name: 'Calculated values' }).focus();
    await tabTo(settings, 'Save');
    await press('Enter');
    await settings.getByText(/changes? not saved/).waitFor({ state: 'hidden' });
    await settings.getByRole('button', { name: 'Back to the mapping' }).focus();
    await press('Enter');
    await settings.getByRole('button', { name: `Choose field for ${valueLabel}` }).focus();
    await press('Enter');
    await settings.getByRole('option', { name: `Create field “${field}”` }).waitFor();
    await press('Enter');
    await on.page().getByRole('dialog').getByRole('button', { name: 'Create 1 field' }).focus();
    await press('Enter');
    await settings.getByText('1 field created').waitFor();
    const { organization, calculated } = await on.mapping();
    const row = organization.rows.find(({ source }) => source === valueSource);
    expect(row).toMatchObject({ state: 'mapped', targetName: field });
    expect(calculated).toMatchObject([{ label: valueLabel, examples: [{ storeId: expect.any(String) }] }]);
    await on.inLooks('value-mapped', settings.getByText('1 field created'));
  });
}

/** Accessible name of what has the focus, nearly. */
async function focused(frame: Frame): Promise<string> {
  return frame.evaluate(() => {
    const element = document.activeElement;
    const labelled = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
    return (
      element?.getAttribute('aria-label') ??
      (labelled ? element.labels?.[0]?.textContent : element?.textContent) ??
      ''
    );
  });
}
