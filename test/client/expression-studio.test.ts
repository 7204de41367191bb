import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExpressionDraft, ExpressionHelp } from '../../server/mapping/expression.contract.ts';
import type { CalculatedValueView, MappingView } from '../../server/mapping/mapping.contract.ts';
import { launchBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait-for.ts';
import { aRun, settings } from './support/answers.ts';
import { builtClient } from './support/built-client.ts';
import { aValue, help, reportOn } from './support/expression-answers.ts';
import { mapping } from './support/mapping-answers.ts';
import { answersFor } from './support/settings-case.ts';
import { type Stage, setStage } from './support/stage.ts';
import { openSurface, type Surface } from './support/surface.ts';

/** A folder to leave pictures in, for people. */
const shots = process.env['STORE_LEADS_SHOTS'];
const ok = (body: unknown) => ({ status: 200, body });

describe('writing calculated values', () => {
  let browser: Browser;
  let stage: Stage;
  let surface: Surface;
  beforeAll(async () => {
    stage = await setStage(await builtClient());
    browser = await launchBrowser();
    if (shots) mkdirSync(shots, { recursive: true });
  });
  beforeEach(() => {
    stage.answers.clear();
    stage.calls.length = 0;
  });
  afterEach(async () => {
    await surface?.close();
  });
  afterAll(async () => {
    await browser?.close();
  });

  const view = (calculated: CalculatedValueView[], changes: Partial<MappingView> = {}) =>
    mapping(() => 'not_mapped', { only: 6, calculated, ...changes });

  async function open(
    path: 'settings' | 'calculated-values',
    given: { view: MappingView; gate?: ExpressionHelp['gate']; canChange?: boolean; name?: string },
  ) {
    const { gate, canChange = true, name } = given;
    const state = { name: '', says: [], runs: [aRun()], settings: { canChangeSettings: canChange } };
    for (const [call, answer] of Object.entries(answersFor(state))) stage.answers.set(call, answer);
    stage.answers.set('GET /api/settings', ok(settings({ canChangeSettings: canChange })));
    stage.answers.set('GET /api/mapping', ok(given.view));
    stage.answers.set('GET /api/expressions/help', ok(help(gate)));
    stage.answers.set('POST /api/expressions/check', ({ body }) => ok(reportOn(body)));
    const query = name === undefined ? {} : { data: JSON.stringify({ name }) };
    surface = await openSurface(browser, stage, { path, query, width: 1100, height: 900 });
    return surface;
  }
  const drafts = () =>
    stage.calls
      .filter(({ call }) => call === 'POST /api/expressions/check')
      .map(({ body }) => body as ExpressionDraft);
  const editor = () => surface.frame.getByRole('textbox', { name: 'Expression' });

  it('goes from a worked example to an unsaved calculated value, by keyboard alone', async () => {
    const { frame, page } = await open('settings', { view: view([]) });
    const press = async (key: string, times = 1) => {
      for (let n = 0; n < times; n += 1) await page.keyboard.press(key);
    };
    await frame.getByRole('button', { name: 'New calculated value' }).focus();
    await press('Enter');
    await waitFor('the heading', async () => (await focused()) === 'New calculated value');
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
    expect(await focused()).toBe('Expression');

    await page.keyboard.type('size(_domain.tl');
    await frame.getByRole('option', { name: /tld1/ }).waitFor();
    await press('Tab');
    await waitFor('the completion', async () => (await editor().textContent())?.includes('_domain.tld1'));
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
    const { frame, page } = await open('settings', { view: view([]) });
    await frame.getByRole('button', { name: 'New calculated value' }).click();
    await editor().click();
    await page.keyboard.type('city == "x"\n  || oops > 1');
    const problem = frame.getByRole('button', { name: 'Line 2, column 6 There is nothing called “oops”.' });
    await problem.waitFor();
    await frame.locator('.cm-lintRange-error', { hasText: 'oops' }).waitFor();
    expect(await editor().getAttribute('aria-invalid')).toBe('true');
    expect(await frame.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true);
    expect(await surface.violations()).toEqual([]);
    await problem.click();
    await page.keyboard.type('!');
    await waitFor('the caret at the error', async () => (await editor().textContent())?.includes('!oops'));
  });

  it('asks only once somebody pauses, and never shows the answer to older words', async () => {
    const { frame, page } = await open('settings', { view: view([]) });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await frame.getByRole('button', { name: 'New calculated value' }).click();
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

  it('saves from the large window on top of the edition it saw, then closes it', async () => {
    const saved = aValue();
    const { frame, page, asked } = await open('calculated-values', { view: view([saved]), name: saved.name });
    stage.answers.set('PUT /api/mapping', ok(view([saved], { edition: 4 })));
    await frame.getByText('Correct. It gives a number.').waitFor();
    await editor().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' + 1');
    await frame.getByText('Correct. It gives a number.').waitFor();
    await frame.getByRole('button', { name: 'Save and close' }).click();
    await waitFor('the window to close', async () =>
      (await asked()).some(({ name }) => name === 'close_modal'),
    );
    const [put] = stage.calls.filter(({ call }) => call === 'PUT /api/mapping');
    expect(put?.body).toEqual({
      edition: 3,
      calculated: [{ ...saved, expression: `${saved.expression} + 1` }],
    });
  });

  it('shows what somebody else saved meanwhile and lets choose', async () => {
    const saved = aValue();
    const theirs = aValue({ expression: '_domain.technologies.size()' });
    const { frame, page } = await open('calculated-values', { view: view([saved]), name: saved.name });
    await editor().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' + 1');
    stage.answers.set('PUT /api/mapping', {
      status: 409,
      body: {
        error: { code: 'mapping_changed', message: 'Saved by another.', retry: false, requestId: 'r' },
      },
    });
    stage.answers.set('GET /api/mapping', ok(view([theirs], { edition: 4 })));
    await frame.getByRole('button', { name: 'Save and close' }).click();
    await frame.getByText('Somebody else saved the mapping meanwhile').waitFor();
    await frame.getByText('_domain.technologies.size()', { exact: true }).waitFor();
    expect(await surface.violations()).toEqual([]);
    if (shots) await surface.shot(`${shots}/expression-conflict.png`);
    stage.answers.set('PUT /api/mapping', ok(view([saved], { edition: 5 })));
    await frame.getByRole('button', { name: 'Save mine' }).click();
    await waitFor(
      'the second save',
      () => stage.calls.filter(({ call }) => call.startsWith('PUT')).length === 2,
    );
    expect(stage.calls.findLast(({ call }) => call.startsWith('PUT'))?.body).toMatchObject({
      edition: 4,
      calculated: [{ expression: `${saved.expression} + 1` }],
    });
  });

  const enterprise = { allowed: false, plans: ['enterprise'] };
  it.each<{
    name: string;
    given: Parameters<typeof open>[1];
    says: string[];
    report?: 'no matches' | 'error';
  }>([
    {
      name: 'edited',
      given: { view: view([aValue()]) },
      says: ['Correct. It gives a number.', 'Divides by zero.'],
    },
    {
      name: 'with examples',
      given: {
        view: view([
          aValue({
            examples: [
              { storeId: 'lumenvale.example', expected: '59' },
              { storeId: 'fernandoak.example', expected: '12' },
            ],
          }),
        ]),
      },
      says: ['As expected', 'Not as expected'],
    },
    {
      name: 'without matches',
      given: { view: view([aValue()]) },
      says: ['No matched stores'],
      report: 'no matches',
    },
    {
      name: 'check fails',
      given: { view: view([aValue()]) },
      says: ['This could not be checked'],
      report: 'error',
    },
    {
      name: 'gated',
      given: { view: view([aValue()]), gate: enterprise },
      says: ['Calculated values are part of the Enterprise plan.'],
    },
    {
      name: 'only looking',
      given: { view: view([aValue()]), canChange: false },
      says: ['You can look, but not change', 'Correct. It gives a number.'],
    },
    { name: 'gone', given: { view: view([]) }, says: ['This calculated value is not there'] },
  ])(
    'says what is the case in the window, in light and dark: $name',
    async ({ name, given, says, report }) => {
      await open('calculated-values', { ...given, name: aValue().name });
      if (report === 'no matches')
        stage.answers.set('POST /api/expressions/check', ({ body }) => ok(reportOn(body, { results: [] })));
      if (report === 'error')
        stage.answers.set('POST /api/expressions/check', {
          status: 503,
          body: { error: { code: 'busy', message: 'Try again.', retry: false, requestId: 'r' } },
        });
      if (report) await surface.frame.evaluate(() => window.location.reload());
      for (const text of says)
        await surface.frame.getByText(text).filter({ visible: true }).first().waitFor();
      for (const [theme, width] of [
        ['light', 1100],
        ['dark', 700],
      ] as const) {
        await surface.push('user_settings_change', { data: { theme } });
        await surface.resizeTo(width);
        await surface.frame.waitForSelector(`html[data-mantine-color-scheme="${theme}"]`);
        expect(await surface.violations()).toEqual([]);
        expect(await surface.overflow()).toBeLessThanOrEqual(0);
        if (shots)
          await surface.page.screenshot({
            path: `${shots}/expression-${name.replaceAll(' ', '-')}-${theme}.png`,
          });
      }
      await surface.resizeTo(360);
      expect(await surface.overflow()).toBeLessThanOrEqual(0);
      if (shots)
        await surface.page.screenshot({
          path: `${shots}/expression-${name.replaceAll(' ', '-')}-narrow.png`,
        });
    },
  );
});
