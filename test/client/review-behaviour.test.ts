import { beforeEach, describe, expect, it } from 'vitest';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { refusal } from './support/answers.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import { aPreview, aRecord, inStep } from './support/preview-answers.ts';
import { ok } from './support/settings-page.ts';
import type { Surface } from './support/surface.ts';

const previewCall = 'POST /api/preview';
const enrichCall = 'POST /api/organizations/enrich';
const ids = Array.from({ length: 12 }, (_, at) => 41 + at);

const records = ids.map((id, at) => (at === 1 ? inStep({ id }) : aRecord({ id, name: `Number ${id}` })));

describe('what a person does in the review', () => {
  const on = builtSurfaces();
  beforeEach(() => {
    on.answer({
      [previewCall]: ok(aPreview(records)),
      [enrichCall]: ({ body }) => ok({ records: body.ids.map(written), stopped: null }),
    });
  });

  const written = (id: number) => ({ id, outcome: 'written', fieldsWritten: 6, code: null, message: null });
  const open = async (enriches = 11) => {
    const query = { resource: 'organization', selectedIds: ids.join(',') };
    const review = await on.open({ path: 'review', query, width: 800, height: 700 });
    await review.frame.getByRole('button', { name: `Enrich ${enriches} organizations` }).waitFor();
    return review;
  };
  const asked = () => on.stage.calls.filter(({ call }) => call === enrichCall).map(({ body }) => body);
  const names = async ({ asked: log }: Surface) => (await log()).map(({ name }) => name);

  it('asks for the selected records once, and shows the fields of one when it is opened', async () => {
    const review = await open();
    const { frame, page } = review;
    expect(on.stage.calls).toMatchObject([
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
    const rows = () => frame.getByRole('table').getByRole('row').count();
    await waitFor('the changes', async () => (await rows()) === 7);
    await frame.getByRole('switch', { name: 'Only changes' }).focus();
    await page.keyboard.press('Space');
    await waitFor('all fields', async () => (await rows()) === 13);
    await frame.getByText('Left out: it could not be calculated (a number was divided by zero)').waitFor();
    expect(await review.violations()).toEqual([]);
  });

  it('enriches those with changes, a few at a time, and looks again when asked to', async () => {
    const review = await open();
    const { frame } = review;
    await press(frame.getByRole('button', { name: 'Enrich 11 organizations' }));
    await frame.getByText('11 organizations updated').waitFor();
    await frame.getByText('Written: 66 fields.').waitFor();
    for (const gone of ['would change now', 'Would be written', 'Is written'])
      expect(await frame.getByText(gone).count()).toBe(0);
    const wanted = ids.filter((id) => id !== 42);
    expect(asked()).toEqual([
      { ids: wanted.slice(0, 5) },
      { ids: wanted.slice(5, 10) },
      { ids: wanted.slice(10) },
    ]);
    expect(await review.violations()).toEqual([]);
    on.stage.answers.set(previewCall, { status: 200, body: aPreview(ids.map((id) => inStep({ id }))) });
    await press(frame.getByRole('button', { name: 'Look again' }));
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
    on.stage.answers.set(enrichCall, ({ body }) => ({
      status: 200,
      body: { records: body.ids.map((id: number) => (id < 44 ? refused(id) : written(id))), stopped: null },
    }));
    const { frame } = await open();
    await press(frame.getByRole('button', { name: 'Enrich 11 organizations' }));
    await frame.getByText('9 organizations updated').waitFor();
    await frame.getByText(`2 organizations not updated: ${why}`).waitFor();
  });

  it('stops where tokens run out, and says how far it came', async () => {
    on.stage.answers.set(enrichCall, ({ body }) => ({
      status: 200,
      body: {
        records: body.ids.slice(0, 2).map(written),
        stopped: { code: 'budget_exhausted', message: 'Go on after the daily reset.' },
      },
    }));
    const review = await open();
    const { frame } = review;
    await press(frame.getByRole('button', { name: 'Enrich 11 organizations' }));
    await frame.getByText('Stopped after 2 of 11 organizations').waitFor();
    await frame.getByText('Go on after the daily reset.').waitFor();
    expect(asked()).toHaveLength(1);
    expect(await review.violations()).toEqual([]);
  });

  it('says so when the server refuses the whole', async () => {
    on.stage.answers.set(enrichCall, refusal(403, 'plan_required', 'This needs another plan.'));
    const { frame } = await open();
    await press(frame.getByRole('button', { name: 'Enrich 11 organizations' }));
    await frame.getByText('This needs another plan.').waitFor();
    await frame.getByText('Would be written').waitFor();
  });

  it('asks for the height of its content, and for no more than fits', async () => {
    on.answer({ [previewCall]: ok(aPreview(records.slice(0, 5))) });
    const { frame, asked: log, page } = await open(4);
    const sizes = async () => (await log()).filter(({ name }) => name === 'resize').map(({ args }) => args);
    const main = frame.locator('main');
    const needed = () => main.evaluate((each) => Math.ceil(each.getBoundingClientRect().height));
    const fits = async (most: number) => {
      const height = Math.max(240, Math.min(most, await needed()));
      return JSON.stringify((await sizes()).at(-1)) === JSON.stringify({ height, width: 720 });
    };
    await waitFor('the height of the content', () => fits(800));
    expect(await needed()).toBeLessThan(800);
    expect(await frame.getByRole('heading', { name: 'Review changes' }).boundingBox()).toMatchObject({
      width: 1,
      height: 1,
    });
    await page.setViewportSize({ width: 800, height: 500 });
    await frame.locator('summary').first().click();
    await waitFor('as much as fits', () => fits(450));
    expect(await needed()).toBeGreaterThan(450);
  });

  it('closes itself, and says how to close it where Pipedrive refuses', async () => {
    const opened = await open();
    await opened.set({ refuse: ['close_modal', 'show_snackbar'] });
    await press(opened.frame.getByRole('button', { name: 'Close' }));
    await opened.frame.getByText('Close this window with the cross above it.').waitFor();
    await opened.set({ refuse: [] });
    await press(opened.frame.getByRole('button', { name: 'Close' }));
    await waitFor(
      'the end',
      async () => (await names(opened)).filter((name) => name === 'close_modal').length === 2,
    );
  });
});
