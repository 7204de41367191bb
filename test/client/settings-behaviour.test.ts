import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SettingsView } from '../../server/install/install.contract.ts';
import type { MappingView } from '../../server/mapping/mapping.contract.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { launchBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait-for.ts';
import { aRun, refusal, runs, settings } from './support/answers.ts';
import { builtClient } from './support/built-client.ts';
import { mapping } from './support/mapping-answers.ts';
import { answersFor } from './support/settings-case.ts';
import { type Stage, setStage } from './support/stage.ts';
import { openSurface, type Surface } from './support/surface.ts';

const ok = (body: unknown) => ({ status: 200, body });
const running = () =>
  aRun({
    state: 'running',
    planned: 300,
    plannedIsEstimate: true,
    written: 10,
    skipped: {},
    remaining: 290,
    finishedAt: null,
  });

describe('the settings page inside Pipedrive', () => {
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

  const open = async (
    state: { settings?: Partial<SettingsView>; runs?: RunView[]; mapping?: MappingView } = {},
  ) => {
    for (const [call, answer] of Object.entries(answersFor({ name: '', says: [], ...state })))
      stage.answers.set(call, answer);
    surface = await openSurface(browser, stage, { path: 'settings', width: 1100, height: 800 });
    return surface;
  };
  const calls = (start: string) => stage.calls.filter(({ call }) => call.startsWith(start));

  it('leads from the website field into the first scan, and follows it to its end', async () => {
    let now: RunView[] = [];
    const { frame } = await open({ settings: { websiteField: null } });
    stage.answers.set('GET /api/runs', () => ok(runs(...now)));
    stage.answers.set('PUT /api/settings/website-field', ok(settings()));
    stage.answers.set('POST /api/scans', () => {
      now = [running()];
      return ok({ run: running() });
    });
    expect(await frame.getByRole('radio', { name: /^Website/ }).isChecked()).toBe(true);
    await frame.getByRole('radio', { name: 'Homepage (old)' }).check();
    await frame.getByRole('button', { name: 'Use this field and scan' }).click();
    await frame.getByText('10 of about 300 organizations').waitFor();
    expect(calls('PUT')[0]?.body).toEqual({ code: 'a1b2' });

    const looks = calls('GET /api/runs').length;
    await waitFor('two more looks', () => calls('GET /api/runs').length >= looks + 2);
    now = [aRun()];
    await frame.getByText('No store found').waitFor();
  });

  it('asks before it cancels a run, and says why a run could not start', async () => {
    const opened = await open({ runs: [running()] });
    stage.answers.set('POST /api/runs/run-1/cancel', () => {
      stage.answers.set('GET /api/runs', ok(runs(aRun({ state: 'cancelled' }))));
      return ok({ run: aRun({ state: 'cancelled' }) });
    });
    stage.answers.set(
      'POST /api/scans',
      refusal(409, 'run_active', 'Another run is under way. Wait until it is done.'),
    );
    await opened.set({ confirm: false });
    await opened.frame.getByRole('button', { name: 'Cancel' }).click();
    await waitFor('the question', async () =>
      (await opened.asked()).some(({ name }) => name === 'show_confirmation'),
    );
    expect(calls('POST')).toEqual([]);
    await opened.set({ confirm: true });
    await opened.frame.getByRole('button', { name: 'Cancel' }).click();
    await opened.frame.getByText('The last scan was cancelled').waitFor();
    await opened.frame.getByRole('button', { name: 'Scan again' }).click();
    await opened.frame.getByText('Another run is under way. Wait until it is done.').waitFor();
  });

  it('starts enriching only from the estimate, and shows progress', async () => {
    const { frame } = await open({ runs: [aRun()], mapping: mapping(() => 'mapped') });
    stage.answers.set('POST /api/enrich-all', () => {
      const run = { ...running(), id: 'run-2', kind: 'enrich_all' as const };
      stage.answers.set('GET /api/runs', ok(runs(run, aRun())));
      return ok({ run });
    });
    await frame.getByRole('button', { name: 'Enrich all', exact: true }).click();
    await frame.getByText('605').waitFor();
    expect(calls('POST')).toEqual([]);
    await frame.getByRole('button', { name: 'Not now' }).click();
    await frame.getByRole('button', { name: 'Enrich all', exact: true }).click();
    await frame.getByRole('button', { name: 'Enrich 121 organizations' }).click();
    await frame.getByRole('progressbar', { name: 'Enrich all' }).waitFor();
    expect(await frame.getByRole('button', { name: 'Scan again' }).isDisabled()).toBe(true);
  });

  it('changes nothing for somebody who may only look', async () => {
    const { frame } = await open({ settings: { canChangeSettings: false }, runs: [aRun()] });
    await frame.getByText('You can look, but not change').waitFor();
    await frame.getByRole('region', { name: 'List of fields' }).waitFor();
    for (const name of ['Change', 'Scan again', 'Enrich all', 'Select all that fit', /^Create/])
      expect(await frame.getByRole('button', { name, exact: true }).first().isDisabled()).toBe(true);
  });

  it('keeps its height between 600 and 4,000 pixels', async () => {
    const { asked, frame } = await open({ runs: [aRun()] });
    await frame.getByRole('region', { name: 'List of fields' }).waitFor();
    const heights = async () =>
      (await asked()).filter(({ name }) => name === 'resize').map(({ args }) => args?.height ?? 0);
    await waitFor('a height', async () => (await heights()).length > 0);
    for (const height of await heights()) {
      expect(height).toBeGreaterThanOrEqual(600);
      expect(height).toBeLessThanOrEqual(4000);
    }
  });
});
