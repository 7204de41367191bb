import { describe, expect, it } from 'vitest';
import { expressionFunctions } from '../../server/expressions/functions.ts';
import type { CalculatedValueView } from '../../server/mapping/mapping.contract.ts';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import { aValue } from './support/expression-answers.ts';
import { openExpressions, viewWith } from './support/expression-page.ts';
import { picture, turn } from './support/looks.ts';
import { ok } from './support/settings-page.ts';

describe('calculated values among the unsaved changes', () => {
  const on = builtSurfaces();
  const open = async (calculated: CalculatedValueView[]) => {
    const surface = await openExpressions(on, 'settings', { view: viewWith(calculated) });
    await press(surface.frame.getByRole('button', { name: 'New calculated value' }));
    return surface;
  };

  it('offers names with type and sample, and worked examples to start from, readable in both themes', async () => {
    const surface = await open([]);
    const { frame, page } = surface;
    for (const theme of ['light', 'dark'] as const) {
      await turn(surface, theme);
      await frame.getByRole('textbox', { name: 'Expression' }).click();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('estim');
      await frame.getByRole('option', { name: /estimated_sales.*number · 1248300/ }).waitFor();
      expect(await surface.violations()).toEqual([]);
      await picture(surface, `expression-completion-${theme}`);
      await page.keyboard.press('Escape');
      await frame.locator('.cm-tooltip-autocomplete').waitFor({ state: 'detached' });
    }
    await press(frame.getByRole('button', { name: 'Worked examples' }));
    await frame.getByRole('searchbox', { name: 'Search worked examples' }).fill('klaviyo');
    expect(await surface.violations()).toEqual([]);
    await picture(surface, `expression-worked`);
    await press(frame.getByRole('button', { name: 'Use this: Uses Klaviyo' }));
    expect(await frame.getByRole('textbox', { name: 'Label' }).inputValue()).toBe('Uses Klaviyo');
    expect(await frame.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('uses_klaviyo');
    expect(await frame.getByRole('combobox', { name: 'Gives' }).inputValue()).toBe('yes_no');
  });

  it('says how it calculates and lists every function, readable in both themes and to those who may only look', async () => {
    const surface = await open([]);
    const { frame } = surface;
    await frame.getByRole('button', { name: 'Functions' }).press('Enter');
    const list = frame.getByRole('region', { name: 'Functions and rules' });
    expect(await list.getByRole('list', { name: 'Functions' }).getByRole('listitem').count()).toBe(
      expressionFunctions.length,
    );
    for (const theme of ['light', 'dark'] as const) {
      await turn(surface, theme);
      expect(await surface.violations()).toEqual([]);
    }
    await list.getByRole('searchbox').fill('division');
    await list.getByText('A division keeps its decimals, as in a spreadsheet.').waitFor();
    expect(await list.getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('7 / 2 gives 3.5'),
    ]);
    await list.getByRole('searchbox').fill('no such words');
    await list.getByText('No function or rule has these words.').waitFor();
    await press(frame.getByRole('button', { name: 'Hide functions' }));
    expect(await list.count()).toBe(0);
    await surface.resizeTo(360);
    expect(await surface.overflow()).toBeLessThanOrEqual(0);
  });

  it('refuses a name that is taken or no name at all', async () => {
    const surface = await open([aValue()]);
    const { frame } = surface;
    await frame.getByRole('textbox', { name: 'Label' }).fill('Number of technologies');
    const name = frame.getByRole('textbox', { name: 'Name' });
    expect(await name.inputValue()).toBe('number_of_technologies_2');
    await name.fill('number_of_technologies');
    await frame.getByText('Another calculated value has this name.').first().waitFor();
    await name.fill('2 Technologies');
    await frame.getByText('Use lower-case letters').first().waitFor();
    expect(await frame.getByRole('button', { name: 'Done', exact: true }).isDisabled()).toBe(true);
  });

  it('opens one large while nothing about them is unsaved, and reads the mapping again when that is gone', async () => {
    const other = aValue({ name: 'uses_klaviyo', label: 'Uses Klaviyo', resultType: 'yes_no' });
    const surface = await open([aValue(), other]);
    const { frame } = surface;
    await press(frame.getByRole('button', { name: 'Cancel' }));
    const large = frame.getByRole('button', { name: 'Open large: Uses Klaviyo' });
    const reads = () => on.stage.calls.filter(({ call }) => call === 'GET /api/mapping').length;
    const before = reads();
    await large.click();
    await waitFor('the modal', async () =>
      (await surface.asked()).some(
        ({ name, args }) => name === 'open_modal' && JSON.stringify(args).includes('uses_klaviyo'),
      ),
    );
    await waitFor('the mapping as it is then', () => reads() > before);
    await picture(surface, `expression-list`);
    expect(await surface.violations()).toEqual([]);

    await press(frame.getByRole('button', { name: 'Delete Number of technologies' }));
    await frame.getByText('Save your changes to open one large.').waitFor();
    expect(await large.isDisabled()).toBe(true);
    on.stage.answers.set('PUT /api/mapping', ok(viewWith([other])));
    await press(frame.getByRole('button', { name: /^Save/ }));
    await waitFor('the save', () => on.stage.calls.some(({ call }) => call === 'PUT /api/mapping'));
    expect(on.stage.calls.find(({ call }) => call === 'PUT /api/mapping')?.body).toMatchObject({
      calculated: [{ name: 'uses_klaviyo' }],
    });
  });
});
