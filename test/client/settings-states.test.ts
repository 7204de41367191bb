import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { builtClient } from './support/built-client.ts';
import { answersFor } from './support/settings-case.ts';
import { firstCases } from './support/settings-cases-first.ts';
import { laterCases } from './support/settings-cases-later.ts';
import { type Stage, setStage } from './support/stage.ts';
import { openSurface } from './support/surface.ts';

/** A folder to leave pictures in, for people. */
const shots = process.env['STORE_LEADS_SHOTS'];

describe('the settings page', () => {
  let browser: Browser;
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(await builtClient());
    browser = await launchBrowser();
    if (shots) mkdirSync(shots, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
  });

  it.each([...firstCases, ...laterCases])(
    'says what is the case, in light and dark, wide and narrow: $name',
    async (state) => {
      stage.answers.clear();
      for (const [call, answer] of Object.entries(answersFor(state))) stage.answers.set(call, answer);
      const page = await openSurface(browser, stage, { path: 'settings', width: 1100, height: 700 });
      if (state.press) await page.frame.getByRole('button', { name: state.press, exact: true }).click();
      for (const text of state.says)
        await page.frame.getByText(text).filter({ visible: true }).first().waitFor();

      for (const [theme, width] of [
        ['light', 1100],
        ['dark', 700],
      ] as const) {
        await page.push('user_settings_change', { data: { theme } });
        await page.resizeTo(width);
        await page.frame.waitForSelector(`html[data-mantine-color-scheme="${theme}"]`);
        expect(await page.violations()).toEqual([]);
        expect(await page.overflow()).toBeLessThanOrEqual(0);
        if (shots) await page.shot(`${shots}/settings-${state.name.replaceAll(' ', '-')}-${theme}.png`);
      }
      await page.resizeTo(360);
      expect(await page.overflow()).toBeLessThanOrEqual(0);
      await page.close();
    },
  );
});
