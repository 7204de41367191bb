import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { builtClient } from './built-client.ts';
import { type Stage, setStage } from './stage.ts';
import { openSurface, type Surface, type SurfaceOptions, surfaceContext } from './surface.ts';

/**
 * The built client before canned answers, in a browser of its own. Each test begins without answers and calls; what it
 * opened is closed after it. Called inside `describe`.
 */
export function builtSurfaces() {
  let browser: Browser;
  let context: BrowserContext;
  let stage: Stage;
  const opened: Surface[] = [];
  beforeAll(async () => {
    stage = await setStage(await builtClient());
    browser = await launchBrowser();
    context = await surfaceContext(browser);
  });
  beforeEach(() => {
    stage.answers.clear();
    stage.calls.length = 0;
  });
  afterEach(async () => {
    for (const surface of opened.splice(0)) await surface.close();
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    get stage() {
      return stage;
    },
    get browser() {
      return browser;
    },
    /** Sets canned answers. */
    answer: (answers: Record<string, ReturnType<Stage['answers']['get']>>) => {
      for (const [call, answer] of Object.entries(answers)) if (answer) stage.answers.set(call, answer);
    },
    open: async (options: SurfaceOptions): Promise<Surface> => {
      const surface = await openSurface(context, stage, options);
      opened.push(surface);
      return surface;
    },
  };
}

export type BuiltSurfaces = ReturnType<typeof builtSurfaces>;
