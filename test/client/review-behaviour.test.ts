import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait-for.ts';
import { refusal } from './support/answers.ts';
import { builtClient } from './support/built-client.ts';
import { aPreview, aRecord, inStep } from './support/preview-answers.ts';
import { type Stage, setStage } from './support/stage.ts';
import { openSurface, type Surface } from './support/surface.ts';

const previewCall = 'POST /api/preview';
const enrichCall = 'POST /api/organizations/enrich';
const ids = Array.from({ length: 12 }, (_, at) => 41 + at);

describe('what a person does in the review', () => {
  let browser: Browser;
  let stage: Stage;
  let review: Surface | undefined;
  beforeAll(async () => {
    stage = await setStage(await builtClient());
    browser = await launchBrowser();
  });
  beforeEach(() => {
    stage.answers.clear();
    stage.calls.length = 0;
    const records = ids.map((id, at) => (at === 1 ? inStep({ id }) : aRecord({ id, name: `Number ${id}` })));
    stage.answers.set(previewCall, { status: 200, body: aPreview(records) });
    stage.answers.set(enrichCall, ({ body }) => ({
      status: 200,
      body: { records: body.ids.map(written), stopped: null },
    }));
  });
  afterEach(async () => {
    await review?.close();
    review = undefined;
  });
  afterAll(async () => {
    await browser?.close();
  });

  const written = (id: number) => ({ id, outcome: 'written', fieldsWritten: 6, code: null, message: null });
  const open = async () => {
    const query = { resource: 'organization', selectedIds: ids.join(',') };
    review = await openSurface(browser, stage, { path: 'review', query, width: 800, height: 700 });
    await review.frame.getByRole('button', { name: 'Enrich 11 organizations' }).waitFor();
    return review;
  };
  const asked = () => stage.calls.filter(({ call }) => call === enrichCall).map(({ body }) => body);
  const names = async ({ asked: log }: Surface) => (await log()).map(({ name }) => name);

  it('asks for the selected records once, and shows the fields of one when it is opened', async () => {
    const { frame, page } = await open();
    expect(stage.calls).toMatchObject([
      {
        call: previewCall,
        body: { objectType: 'organization', scope: { kind: 'records', ids }, draft: null },
      },
    ]);
    expect(await frame.getByRole('table').count()).toBe(0);
    await frame
      .getByText('Number 41', { exact: true })
      .focus()
      .catch(() => {});
    await frame.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await frame.getByRole('table').getByRole('row').count()).toBe(7);
    await frame.getByRole('switch', { name: 'Only changes' }).focus();
    await page.keyboard.press('Space');
    await waitFor('all fields', async () => (await frame.getByRole('table').getByRole('row').count()) === 13);
    await frame.getByText('Left out: it could not be calculated (division by zero)').waitFor();
    expect(await review?.violations()).toEqual([]);
  });

  it('enriches those with changes, a few at a time, and looks again when asked to', async () => {
    const { frame } = await open();
    await frame.getByRole('button', { name: 'Enrich 11 organizations' }).click();
    await frame.getByText('11 organizations updated').waitFor();
    const wanted = ids.filter((id) => id !== 42);
    expect(asked()).toEqual([
      { ids: wanted.slice(0, 5) },
      { ids: wanted.slice(5, 10) },
      { ids: wanted.slice(10) },
    ]);
    expect(await review?.violations()).toEqual([]);
    stage.answers.set(previewCall, { status: 200, body: aPreview(ids.map((id) => inStep({ id }))) });
    await frame.getByRole('button', { name: 'Look again' }).click();
    await frame.getByText('Nothing would be written').waitFor();
    expect(await frame.getByRole('button', { name: 'Nothing to write' }).isDisabled()).toBe(true);
  });

  it('says which could not be updated and why', async () => {
    const why = 'The Pipedrive user of the connection may not edit this organization.';
    const refused = (id: number) => ({
      id,
      outcome: 'failed',
      fieldsWritten: 0,
      code: 'no_access',
      message: why,
    });
    stage.answers.set(enrichCall, ({ body }) => ({
      status: 200,
      body: { records: body.ids.map((id: number) => (id < 44 ? refused(id) : written(id))), stopped: null },
    }));
    const { frame } = await open();
    await frame.getByRole('button', { name: 'Enrich 11 organizations' }).click();
    await frame.getByText('9 organizations updated').waitFor();
    await frame.getByText(`2 organizations not updated: ${why}`).waitFor();
  });

  it('stops where tokens run out, and says how far it came', async () => {
    stage.answers.set(enrichCall, ({ body }) => ({
      status: 200,
      body: {
        records: body.ids.slice(0, 2).map(written),
        stopped: { code: 'budget_exhausted', message: 'Go on after the daily reset.' },
      },
    }));
    const { frame } = await open();
    await frame.getByRole('button', { name: 'Enrich 11 organizations' }).click();
    await frame.getByText('Stopped after 2 of 11 organizations').waitFor();
    await frame.getByText('Go on after the daily reset.').waitFor();
    expect(asked()).toHaveLength(1);
    expect(await review?.violations()).toEqual([]);
  });

  it('says so when the server refuses the whole', async () => {
    stage.answers.set(enrichCall, refusal(403, 'plan_required', 'This needs another plan.'));
    const { frame } = await open();
    await frame.getByRole('button', { name: 'Enrich 11 organizations' }).click();
    await frame.getByText('This needs another plan.').waitFor();
  });

  it('closes itself, and says how to close it where Pipedrive refuses', async () => {
    const opened = await open();
    await opened.set({ refuse: ['close_modal', 'show_snackbar'] });
    await opened.frame.getByRole('button', { name: 'Close' }).click();
    await opened.frame.getByText('Close this window with the cross above it.').waitFor();
    await opened.set({ refuse: [] });
    await opened.frame.getByRole('button', { name: 'Close' }).click();
    await waitFor(
      'the end',
      async () => (await names(opened)).filter((name) => name === 'close_modal').length === 2,
    );
  });
});
