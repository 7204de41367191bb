import { describe, expect, it } from 'vitest';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { choose, press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { aRun, refusal, runs, settings } from './support/answers.ts';
import { mapping } from './support/mapping-answers.ts';
import { running } from './support/settings-case.ts';
import { ok, settingsPage } from './support/settings-page.ts';

describe('the settings page inside Pipedrive', () => {
  const { open, answer, calls } = settingsPage();

  it('leads from the website field into the first scan, and follows it to its end', async () => {
    let now: RunView[] = [];
    const { frame } = await open({ settings: { websiteField: null }, runs: [] });
    answer('GET /api/runs', () => ok(runs(...now)));
    answer('PUT /api/settings/website-field', ok(settings()));
    answer('POST /api/scans', () => {
      now = [running()];
      return ok({ run: running() });
    });
    expect(await frame.getByRole('radio', { name: /^Website/ }).isChecked()).toBe(true);
    await choose(frame.getByRole('radio', { name: 'Homepage (old)' }));
    await press(frame.getByRole('button', { name: 'Use this field and scan' }));
    await frame.getByText('10 of about 300 organizations').waitFor();
    expect(calls('PUT')[0]?.body).toEqual({ code: 'a1b2' });

    const looks = calls('GET /api/runs').length;
    await waitFor('two more looks', () => calls('GET /api/runs').length >= looks + 2);
    now = [aRun()];
    await frame.getByText('No store found').waitFor();
  });

  it('asks before it cancels a run, and says why a run could not start', async () => {
    const opened = await open({ runs: [running()] });
    answer('POST /api/runs/run-1/cancel', () => {
      answer('GET /api/runs', ok(runs(aRun({ state: 'cancelled' }))));
      return ok({ run: aRun({ state: 'cancelled' }) });
    });
    answer('POST /api/scans', refusal(409, 'run_active', 'Another run is under way. Wait until it is done.'));
    await opened.set({ confirm: false });
    await press(opened.frame.getByRole('button', { name: 'Cancel' }));
    await waitFor('the question', async () =>
      (await opened.asked()).some(({ name }) => name === 'show_confirmation'),
    );
    expect(calls('POST')).toEqual([]);
    await opened.set({ confirm: true });
    await press(opened.frame.getByRole('button', { name: 'Cancel' }));
    await opened.frame.getByText('The last scan was cancelled').waitFor();
    await press(opened.frame.getByRole('button', { name: 'Scan again' }));
    await opened.frame.getByText('Another run is under way. Wait until it is done.').waitFor();
  });

  it('starts enriching only from the estimate, and shows progress', async () => {
    const { frame } = await open({ runs: [aRun()], mapping: mapping(() => 'mapped') });
    answer('POST /api/enrich-all', () => {
      const run = { ...running(), id: 'run-2', kind: 'enrich_all' as const };
      answer('GET /api/runs', ok(runs(run, aRun())));
      return ok({ run });
    });
    await press(frame.getByRole('button', { name: 'Enrich all', exact: true }));
    await frame.getByText('605').waitFor();
    expect(calls('POST')).toEqual([]);
    await press(frame.getByRole('button', { name: 'Not now' }));
    await press(frame.getByRole('button', { name: 'Enrich all', exact: true }));
    await press(frame.getByRole('button', { name: 'Enrich 121 organizations' }));
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
