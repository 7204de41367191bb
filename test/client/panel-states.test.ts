import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { builtClient } from './support/built-client.ts';
import { panelCases } from './support/panel-cases.ts';
import { type Stage, setStage } from './support/stage.ts';
import { openSurface, type Surface } from './support/surface.ts';

const shots = process.env['STORE_LEADS_SHOTS'];

describe('the panel', () => {
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

  const heights = async (panel: Surface) =>
    (await panel.asked())
      .filter(({ name }) => name === 'resize' || name === 'initialize')
      .map(({ args }) => args?.height ?? args?.size?.height ?? 0);

  it.each(panelCases)('says what is the case, in light and dark: $name', async (state) => {
    stage.answers.set(`GET /api/${state.resource ?? 'organization'}s/41/panel`, state.answer);
    const query = { resource: state.resource ?? 'organization', selectedIds: '41' };
    const panel = await openSurface(browser, stage, { path: 'panel', query });
    for (const text of state.says)
      await panel.frame.getByText(text).filter({ visible: true }).first().waitFor();

    for (const theme of ['light', 'dark']) {
      await panel.push('user_settings_change', { data: { theme } });
      await panel.frame.waitForSelector(`html[data-mantine-color-scheme="${theme}"]`);
      expect(await panel.violations()).toEqual([]);
      expect(await panel.overflow()).toBeLessThanOrEqual(0);
      if (shots) await panel.shot(`${shots}/panel-${state.name.replaceAll(' ', '-')}-${theme}.png`);
    }

    for (const height of await heights(panel)) {
      expect(height).toBeGreaterThanOrEqual(100);
      expect(height).toBeLessThanOrEqual(750);
      expect(Number.isInteger(height)).toBe(true);
    }
    await panel.close();
  });
});
