import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SettingsView } from '../../server/install/install.contract.ts';
import type { FieldList } from '../../server/mapping/mapping.contract.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { launchBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait-for.ts';
import { aRun, fields, refusal, runs, settings } from './support/answers.ts';
import { builtClient } from './support/built-client.ts';
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
    state: { settings?: Partial<SettingsView>; runs?: RunView[]; fields?: FieldList } = {},
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

  it('creates the selected fields after a question, and tells what was refused', async () => {
    const list = fields((index) => (index >= 85 ? 'found' : 'not_created'));
    const { frame: page, asked } = await open({ runs: [aRun()], fields: list });
    stage.answers.set('POST /api/fields', ({ body }) =>
      ok({
        created: body.create.slice(0, 1),
        takenOver: body.takeOver,
        refused: body.create
          .slice(1)
          .map((source: string) => ({ source, code: 'cap', message: 'The plan has no room for it.' })),
        fields: list,
      }),
    );
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await page.getByRole('button', { name: 'Create fields' }).isDisabled()).toBe(true);
    await page.getByRole('searchbox', { name: 'Search fields' }).fill('city');
    await page.getByRole('checkbox', { name: 'Select City' }).check();
    await page.getByRole('searchbox', { name: 'Search fields' }).fill('phone');
    await page.getByRole('checkbox').first().check();
    const found = list.rows.find(({ state }) => state === 'found');
    await page.getByRole('searchbox', { name: 'Search fields' }).fill(found?.label ?? '');
    await page.getByRole('checkbox', { name: `Select ${found?.label}`, exact: true }).check();

    await page.getByRole('button', { name: 'Create 2 fields' }).click();
    await page.getByText('1 field created, 1 refusal').waitFor();
    await page.getByText('The plan has no room for it.').waitFor();
    expect(calls('POST /api/fields')[0]?.body).toMatchObject({ takeOver: [] });
    const [question] = (await asked()).filter(({ name }) => name === 'show_confirmation');
    expect(question?.args).toMatchObject({ title: 'Create 2 fields?' });

    await page.getByRole('checkbox', { name: `Select ${found?.label}`, exact: true }).check();
    await page.getByRole('button', { name: 'Take over 1 field' }).click();
    await page.getByText('1 field taken over').waitFor();
    expect(calls('POST /api/fields')[1]?.body).toEqual({ create: [], takeOver: [found?.source] });
  });

  it('does not let more be created than the plan has room for', async () => {
    const { frame } = await open({ runs: [aRun()], fields: fields(() => 'not_created', { used: 95 }) });
    await frame.getByText('Only 5 more fit your plan. Select fewer.').waitFor();
    expect(await frame.getByRole('button', { name: 'Create 58 fields' }).isDisabled()).toBe(true);
  });

  it('states the Pipedrive plan and turns the filling of a field off', async () => {
    const list = fields(() => 'created');
    const { frame } = await open({ runs: [aRun()], fields: list });
    stage.answers.set(
      'PUT /api/fields/plan',
      ok(fields(() => 'created', { limit: 500, pipedrivePlan: 'ultimate', basis: 'stated' })),
    );
    stage.answers.set('PUT /api/fields/city', ok(list));
    const fill = frame.getByRole('switch', { name: 'Fill City', exact: true });
    const before = await fill.isChecked();
    await fill.press('Space');
    await waitFor('the change', () => calls('PUT /api/fields/city').length === 1);
    expect(calls('PUT /api/fields/city')[0]?.body).toEqual({ enabled: !before });
    await frame.getByRole('combobox', { name: 'Your Pipedrive plan' }).selectOption('ultimate');
    await frame.getByText('Pipedrive Ultimate plan, as stated here.').waitFor();
    expect(calls('PUT /api/fields/plan')[0]?.body).toEqual({ pipedrivePlan: 'ultimate' });
  });

  it('starts enriching only from the estimate, and shows progress', async () => {
    const { frame } = await open({ runs: [aRun()], fields: fields(() => 'created') });
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
