import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { SettingsView } from '../../../server/install/install.contract.ts';
import type { MappingView } from '../../../server/mapping/mapping.contract.ts';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { launchBrowser } from '../../support/browser.ts';
import { aRun } from './answers.ts';
import { builtClient } from './built-client.ts';
import { answersFor } from './settings-case.ts';
import { type Stage, setStage } from './stage.ts';
import { openSurface, type Surface } from './surface.ts';

type State = { settings?: Partial<SettingsView>; runs?: RunView[]; mapping?: MappingView };

/** An answer with 200. */
export const ok = (body: unknown) => ({ status: 200, body });

/**
 * The built settings page before canned answers, opened anew in each test of a file. Called inside `describe`.
 */
export function settingsPage() {
  let browser: Browser;
  let stage: Stage;
  let surface: Surface | undefined;
  beforeAll(async () => {
    stage = await setStage(await builtClient());
    browser = await launchBrowser();
  });
  beforeEach(() => {
    stage.answers.clear();
    stage.calls.length = 0;
  });
  afterEach(async () => {
    await surface?.close();
    surface = undefined;
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    open: async (state: State = {}): Promise<Surface> => {
      for (const [call, answer] of Object.entries(
        answersFor({ name: '', says: [], runs: [aRun()], ...state }),
      ))
        stage.answers.set(call, answer);
      surface = await openSurface(browser, stage, { path: 'settings', width: 1100, height: 800 });
      return surface;
    },
    /** Replaces a canned answer. */
    answer: (call: string, answer: Parameters<Stage['answers']['set']>[1]) => stage.answers.set(call, answer),
    calls: (start: string) => stage.calls.filter(({ call }) => call.startsWith(start)),
  };
}
