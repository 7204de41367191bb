import { describe, expect, it } from 'vitest';
import type { ExpressionDraft } from '../../server/mapping/calculated/expression.contract.ts';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import { type GivenExpressions, openExpressions, viewWith } from './support/expression-page.ts';
import { turnTo } from './support/settings-case.ts';
import type { Surface } from './support/surface.ts';

describe('writing calculated values', () => {
  const on = builtSurfaces();
  let surface: Surface;
  const open = async (path: 'settings' | 'calculated-values', given: GivenExpressions) => {
    surface = await openExpressions(on, path, given);
    return surface;
  };
  const drafts = () =>
    on.stage.calls
      .filter(({ call }) => call === 'POST /api/expressions/check')
      .map(({ body }) => body as ExpressionDraft);
  const editor = () => surface.frame.getByRole('textbox', { name: 'Expression' });

  it('goes from a worked example to an unsaved calculated value, by keyboard alone', async () => {
    const { frame, page } = await open('settings', { view: viewWith([]) });
    const press = async (key: string, times = 1) => {
      for (let n = 0; n < times; n += 1) await page.keyboard.press(key);
    };
    const heading = frame.getByRole('heading', { name: 'New calculated value' });
    // While the page is still loading, a part of it may be drawn anew and lose the focus.
    await waitFor('the editor', async () => {
      if ((await heading.count()) > 0) return true;
      await frame.getByRole('button', { name: 'New calculated value' }).focus();
      await press('Enter');
      return false;
    });
    await waitFor('the heading', () => heading.evaluate((element) => element === document.activeElement));
    // The code editor comes as a file of its own; until then there is nothing to stop at.
    await editor().waitFor();
    await press('Tab');
    expect(await focused()).toBe('Label');
    await page.keyboard.type('Length of name');
    expect(await frame.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('length_of_name');
    await press('Tab');
    await press('Tab');
    expect(await focused()).toBe('Gives');
    await press('Tab');
    expect(await focused()).toBe('Worked examples');
    await press('Tab');
    expect(await focused()).toBe('Functions');
    await press('Tab');
    expect(await focused()).toBe('Expression');

    await page.keyboard.type('size(_domain.tl');
    await frame.getByRole('option', { name: /tld1/ }).waitFor();
    await waitFor('the completion', async () => {
      await press('Tab');
      return (await editor().textContent())?.includes('_domain.tld1');
    });
    expect(await focused()).toBe('Expression');
    await frame.getByText('Correct. It gives a number.').waitFor();
    await press('Tab');
    expect(await focused()).not.toBe('Expression');
    await press('Shift+Tab');
    expect(await focused()).toBe('Expression');

    await press('Tab');
    expect(await focused()).toBe('Live results');
    await press('Tab');
    expect(await focused()).toBe('Expect this result for lumenvale.example');
    await press('Enter');
    await frame.getByText('As expected').waitFor();
    for (let n = 0; n < 6 && (await focused()) !== 'Done'; n += 1) await press('Tab');
    await press('Enter');
    await frame.getByRole('listitem').filter({ hasText: 'Length of name' }).waitFor();
    expect(await surface.violations()).toEqual([]);
    expect(drafts().at(-1)).toMatchObject({
      resultType: 'text',
      examples: [{ storeId: 'lumenvale.example' }],
    });
  });

  /** Accessible name of what has the focus. */
  const focused = () =>
    surface.frame.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
      return (
        element?.getAttribute('aria-label') ??
        (label ? element.labels?.[0]?.textContent : element?.textContent) ??
        ''
      );
    });

  it('marks an error in the text, says it beneath, and leads to its place', async () => {
    const { frame, page } = await open('settings', { view: viewWith([]) });
    await press(frame.getByRole('button', { name: 'New calculated value' }));
    await editor().click();
    await page.keyboard.type('city == "x"\n  || oops > 1');
    const problem = frame.getByRole('button', { name: 'Line 2, column 6 There is nothing called “oops”.' });
    await problem.waitFor();
    await frame.locator('.cm-lintRange-error', { hasText: 'oops' }).waitFor();
    expect(await editor().getAttribute('aria-invalid')).toBe('true');
    expect(await frame.getByRole('button', { name: 'Done', exact: true }).isDisabled()).toBe(true);
    expect(await surface.violations()).toEqual([]);
    await problem.click();
    await page.keyboard.type('!');
    await waitFor('the caret at the error', async () => (await editor().textContent())?.includes('!oops'));
  });

  it('asks only once somebody pauses, and never shows the answer to older words', async () => {
    const { frame, page } = await open('settings', { view: viewWith([]) });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await press(frame.getByRole('button', { name: 'New calculated value' }));
    await surface.page.route('**/api/expressions/check', async (route) => {
      const { expression } = route.request().postDataJSON() as ExpressionDraft;
      if (expression === '"first"') await held;
      await route.continue().catch(() => {});
    });
    await editor().click();
    await page.keyboard.insertText('"first"');
    await frame.getByText('Checking …').waitFor();
    await page.keyboard.press('End');
    await page.keyboard.insertText(' + "x"');
    const results = frame.getByRole('region', { name: 'Live results' });
    await results.getByText('13', { exact: true }).waitFor();
    release();
    expect(await results.getByText('7', { exact: true }).count()).toBe(0);
    expect(drafts().map(({ expression }) => expression)).not.toContain('"fi');
  });

  it('is kept, and asked about before it is lost, while another part of the settings is shown', async () => {
    const { frame, page } = await open('settings', { view: viewWith([]) });
    await press(frame.getByRole('button', { name: 'New calculated value' }));
    await frame.getByRole('textbox', { name: 'Label' }).fill('Half a thought');
    await turnTo(surface, { tab: 'Activity' });
    await frame.getByText('Unfinished', { exact: true }).waitFor();

    const [dialog] = await Promise.all([page.waitForEvent('dialog'), page.close({ runBeforeUnload: true })]);
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();

    await press(frame.getByRole('tab', { name: 'Set up' }));
    expect(await frame.getByRole('textbox', { name: 'Label' }).inputValue()).toBe('Half a thought');
    await press(frame.getByRole('button', { name: 'Cancel' }));
    await turnTo(surface, { tab: 'Activity' });
    expect(await frame.getByText('Unfinished', { exact: true }).count()).toBe(0);
  });
});
