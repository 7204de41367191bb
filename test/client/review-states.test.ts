import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { builtClient } from './support/built-client.ts';
import { reviewCases } from './support/review-cases.ts';
import { type Stage, setStage } from './support/stage.ts';
import { openSurface } from './support/surface.ts';

/** A folder to leave pictures in, for people. */
const shots = process.env['STORE_LEADS_SHOTS'];

describe('the review', () => {
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

  it.each(reviewCases)(
    'says what is the case, in light and dark, wide and narrow: $name',
    async ({ name, query, answer, says }) => {
      stage.answers.clear();
      if (answer) stage.answers.set('POST /api/preview', answer);
      const review = await openSurface(browser, stage, { path: 'review', query, width: 800, height: 700 });
      for (const text of says) await review.frame.getByText(text).filter({ visible: true }).first().waitFor();

      for (const [theme, width] of [
        ['light', 800],
        ['dark', 640],
      ] as const) {
        await review.push('user_settings_change', { data: { theme } });
        await review.resizeTo(width);
        await review.frame.waitForSelector(`html[data-mantine-color-scheme="${theme}"]`);
        expect(await review.violations()).toEqual([]);
        expect(await review.overflow()).toBeLessThanOrEqual(0);
        if (shots)
          await review.page.screenshot({
            path: `${shots}/review-${name.replaceAll(' ', '-')}-${theme}.png`,
            fullPage: true,
          });
      }
      await review.resizeTo(340);
      expect(await review.overflow()).toBeLessThanOrEqual(0);
      if (shots)
        await review.page.screenshot({
          path: `${shots}/review-${name.replaceAll(' ', '-')}-narrow.png`,
          fullPage: true,
        });
      expect(review.complaints.filter((text) => !text.includes('status of'))).toEqual([]);
      await review.close();
    },
  );
});
