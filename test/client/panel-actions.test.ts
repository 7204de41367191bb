import type { Locator } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { aPanel } from './support/answers.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import type { Surface, SurfaceOptions } from './support/surface.ts';

const panelCall = 'GET /api/organizations/41/panel';
const query = { resource: 'organization', selectedIds: '41' };
const shown = (changes: Parameters<typeof aPanel>[0] = {}) => ({ status: 200, body: aPanel(changes) });

describe('what a person does in the panel', () => {
  const on = builtSurfaces();
  beforeEach(() => on.answer({ [panelCall]: shown() }));
  const open = (options: Partial<SurfaceOptions> = {}) => on.open({ path: 'panel', query, ...options });
  const names = async ({ asked }: Surface) => (await asked()).map(({ name }) => name);
  const focused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);

  it('enriches and opens its menu by keyboard alone', async () => {
    on.stage.answers.set(
      'POST /api/organizations/41/enrich',
      shown({ enrichment: { ...aPanel().enrichment, fieldsWritten: 31 } }),
    );
    const opened = await open();
    const { frame, page } = opened;
    const menu = frame.getByRole('button', { name: 'More actions' });
    const enrich = frame.getByRole('button', { name: 'Enrich again' });
    await enrich.waitFor();
    await frame.locator('main').evaluate(() => window.focus());
    await frame.getByRole('link', { name: 'lumenvale.example' }).first().focus();
    await page.keyboard.press('Tab');
    expect(await focused(menu)).toBe(true);

    await page.keyboard.press('Enter');
    const first = frame.getByRole('menuitem', { name: 'Review changes' });
    const last = frame.getByRole('menuitem', { name: 'Do not enrich this organization' });
    await first.waitFor();
    expect(await focused(first)).toBe(true);
    await page.keyboard.press('ArrowUp');
    expect(await focused(last)).toBe(true);
    await page.keyboard.press('ArrowDown');
    expect(await focused(first)).toBe(true);
    expect(await opened.violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await first.waitFor({ state: 'detached' });
    expect(await focused(menu)).toBe(true);

    await page.keyboard.press('Tab');
    expect(await focused(enrich)).toBe(true);
    expect(await enrich.evaluate((button) => getComputedStyle(button).outlineStyle)).not.toBe('none');
    await page.keyboard.press('Enter');
    await frame.getByText('31 fields updated').waitFor();
    expect(await opened.asked()).toContainEqual({
      type: 'command',
      name: 'show_snackbar',
      args: { message: '31 fields updated' },
    });
  });

  it('opens the review of this organization, and looks again once that is closed', async () => {
    on.stage.answers.set('GET /api/persons/7/panel', shown());
    const opened = await open({ query: { resource: 'person', selectedIds: '7' } });
    await press(opened.frame.getByRole('button', { name: 'More actions' }));
    on.stage.calls.length = 0;
    await opened.frame.getByRole('menuitem', { name: 'Review changes' }).click();
    await waitFor('the look afterwards', async () => on.stage.calls.length > 0);
    expect(on.stage.calls.map(({ call }) => call)).toEqual(['GET /api/persons/7/panel']);
    expect(await opened.asked()).toContainEqual({
      type: 'command',
      name: 'open_modal',
      args: {
        type: 'custom_modal',
        action_id: 'Review changes',
        data: { resource: 'organization', ids: '41' },
      },
    });
  });

  it('asks in Pipedrive’s own dialog before it takes a store off, and does nothing when the person says no', async () => {
    on.stage.answers.set(
      'POST /api/organizations/41/link',
      shown({ store: null, noStoreReason: 'not_this_store' }),
    );
    const opened = await open();
    const { frame } = opened;
    await opened.set({ confirm: false });
    const choose = async () => {
      await press(frame.getByRole('button', { name: 'More actions' }));
      await frame.getByRole('menuitem', { name: 'Not this store' }).click();
    };
    await choose();
    await waitFor('the question', async () => (await names(opened)).includes('show_confirmation'));
    expect(on.stage.calls.map(({ call }) => call)).toEqual([panelCall]);
    await opened.set({ confirm: true });
    await choose();
    await frame.getByText('Not the right store').waitFor();
    expect(on.stage.calls.at(-1)).toMatchObject({
      body: { decision: 'not_this_store', storeId: 'lumenvale.example' },
    });
  });

  it('excludes an organization and brings it back', async () => {
    on.stage.answers.set('POST /api/organizations/41/link', ({ body }) =>
      shown({ excluded: body.decision === 'do_not_enrich' }),
    );
    const { frame } = await open();
    await press(frame.getByRole('button', { name: 'More actions' }));
    await frame.getByRole('menuitem', { name: 'Do not enrich this organization' }).click();
    await frame.getByText('Somebody excluded this organization').waitFor();
    await press(frame.getByRole('button', { name: 'Enrich again' }));
    await frame.getByText('In step').waitFor();
    expect(on.stage.calls.slice(1).map(({ body }) => body)).toEqual([
      { decision: 'do_not_enrich' },
      { decision: 'enrich_again' },
    ]);
  });

  it('keeps what a person chose among several stores', async () => {
    const [one, two] = [aPanel().store, aPanel().store].map((store, index) => ({
      ...store,
      id: `store-${index}`,
    }));
    const candidates = [one, two] as never;
    on.stage.answers.set(panelCall, shown({ store: null, noStoreReason: 'ambiguous', candidates }));
    on.stage.answers.set('POST /api/organizations/41/link', shown());
    const { frame } = await open();
    await frame
      .getByRole('button', { name: /^Use this/ })
      .nth(1)
      .click();
    await frame.getByText('In step').waitFor();
    expect(on.stage.calls.at(-1)?.body).toEqual({ decision: 'this_store', storeId: 'store-1' });
  });

  it('looks again by itself while fields are being written, and stops when they are', async () => {
    const working = shown({ enrichment: { ...aPanel().enrichment, state: 'working' } });
    on.stage.answers.set(panelCall, () => (on.stage.calls.length < 3 ? working : shown()));
    const { frame } = await open();
    await frame.getByText('Updating fields').waitFor();
    await frame.getByText('In step').waitFor();
    expect(on.stage.calls).toHaveLength(3);
  });

  it('shows on the page what the host does not say', async () => {
    on.stage.answers.set('POST /api/organizations/41/enrich', shown());
    const { frame, set } = await open();
    await set({ refuse: ['show_snackbar', 'show_confirmation'] });
    await press(frame.getByRole('button', { name: 'Enrich again' }));
    await frame.getByRole('status').filter({ hasText: '12 fields updated' }).last().waitFor();
    await press(frame.getByRole('button', { name: 'More actions' }));
    await frame.getByRole('menuitem', { name: 'Not this store' }).click();
    await frame.getByRole('alert').filter({ hasText: 'Pipedrive refused the request' }).waitFor();
  });
});
