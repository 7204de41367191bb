import { beforeEach, describe, expect, it } from 'vitest';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { aPanel, aStore, refusal } from './support/answers.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import type { Surface, SurfaceOptions } from './support/surface.ts';

const panelCall = 'GET /api/organizations/41/panel';
const query = { resource: 'organization', selectedIds: '41' };
const shown = (changes: Parameters<typeof aPanel>[0] = {}) => ({ status: 200, body: aPanel(changes) });

describe('the panel inside Pipedrive', () => {
  const on = builtSurfaces();
  beforeEach(() => on.answer({ [panelCall]: shown() }));
  const open = (options: Partial<SurfaceOptions> = {}) => on.open({ path: 'panel', query, ...options });
  const names = async ({ asked }: Surface) => (await asked()).map(({ name }) => name);

  it('initializes before it asks for anything, and asks for a token before it calls the server', async () => {
    const { frame, release, asked } = await open({ holdInitialize: true });
    await waitFor('initialize', async () => (await names({ asked } as Surface)).includes('initialize'));
    await frame.getByRole('status', { name: 'Loading' }).waitFor();
    expect(on.stage.calls).toEqual([]);
    await release();
    await frame.getByText('In step').waitFor();
    const commands = (await asked()).filter(({ type }) => type === 'command').map(({ name }) => name);
    expect(commands[0]).toBe('initialize');
    expect(commands).toContain('get_signed_token');
    expect(on.stage.calls).toEqual([{ call: panelCall, token: 'token-1', body: undefined }]);
  });

  it('says of a calculated value why it could not be calculated', async () => {
    const note = { field: 'Score', code: 'calculation_failed', detail: 'division_by_zero' };
    on.answer({ [panelCall]: shown({ enrichment: { ...aPanel().enrichment, notes: [note] } }) });
    const { frame } = await open();
    await frame.getByText('1 note on fields').click();
    await frame
      .getByText('Score: left out: it could not be calculated (a number was divided by zero)')
      .waitFor();
  });

  it('runs under the content security policy without a complaint from the browser', async () => {
    const { frame, complaints } = await open();
    await frame.getByText('In step').waitFor();
    expect(complaints).toEqual([]);
  });

  it('starts dark when Pipedrive is dark, before anything is drawn', async () => {
    const { frame } = await open({ theme: 'dark', holdInitialize: true });
    await frame.waitForSelector('html[data-mantine-color-scheme="dark"]');
    expect(await frame.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(30, 32, 41)',
    );
  });

  it.each([
    ['as documented', { data: { theme: 'dark' } }],
    ['flat', { theme: 'dark' }],
    ['merged', { theme: 'dark', data: { theme: 'dark' } }],
  ])('follows the theme when the event comes %s', async (_variant, event) => {
    const { frame, push } = await open();
    await frame.getByText('In step').waitFor();
    await push('user_settings_change', event);
    await frame.waitForSelector('html[data-mantine-color-scheme="dark"]');
    await push('user_settings_change', { data: { theme: 'neon' } });
    await push('user_settings_change', { data: { theme: 'light' } });
    await frame.waitForSelector('html[data-mantine-color-scheme="light"]');
  });

  it('asks the host for a new token once when the server refuses the one it has, and repeats the call', async () => {
    on.stage.answers.set(panelCall, ({ headers }) =>
      headers.authorization === 'Bearer token-1'
        ? refusal(401, 'token_expired', 'Reload the page.')
        : shown(),
    );
    const { frame } = await open();
    await frame.getByText('In step').waitFor();
    expect(on.stage.calls.map(({ token }) => token)).toEqual(['token-1', 'token-2']);
  });

  it('works on when the token has expired while the panel was open, without a word to the person', async () => {
    const { frame } = await open();
    const enrich = frame.getByRole('button', { name: 'Enrich again' });
    await enrich.waitFor();
    const enrichCall = 'POST /api/organizations/41/enrich';
    on.stage.answers.set(enrichCall, ({ headers }) =>
      headers.authorization === 'Bearer token-1'
        ? refusal(401, 'token_expired', 'This page has been open for a while. Reload it.', true)
        : shown({ enrichment: { ...aPanel().enrichment, fieldsWritten: 31 } }),
    );
    await enrich.click();
    await frame.getByText('31 fields updated').waitFor();
    expect(await frame.getByText('That did not work').count()).toBe(0);
    expect(on.stage.calls.map(({ call, token }) => `${call} ${token}`)).toEqual([
      `${panelCall} token-1`,
      `${enrichCall} token-1`,
      `${enrichCall} token-2`,
    ]);
  });

  it('names a plan only where it says more than the platform', async () => {
    on.stage.answers.set(panelCall, shown({ store: aStore({ platform: 'shopify', plan: 'Shopify' }) }));
    const { frame } = await open();
    await frame.getByText('In step').waitFor();
    expect(await frame.getByText('Shopify', { exact: true }).count()).toBe(1);
  });

  it('gives up after the second refusal and says what the server says', async () => {
    on.stage.answers.set(panelCall, refusal(401, 'bad_token', 'Reload the page to sign in again.'));
    const { frame } = await open();
    await frame.getByText('Reload the page to sign in again.').waitFor();
    expect(on.stage.calls).toHaveLength(2);
  });

  it('does not ask for another token when the user is not connected, and links to the consent page in a new tab', async () => {
    on.stage.answers.set(panelCall, refusal(401, 'not_connected', 'Install it, or connect again.'));
    const { frame } = await open();
    const link = frame.getByRole('link', { name: 'Connect' });
    await link.waitFor();
    expect(on.stage.calls).toHaveLength(1);
    expect(await link.getAttribute('href')).toBe('/install');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toContain('noopener');
    on.stage.answers.set(panelCall, shown());
    await press(frame.getByRole('button', { name: 'I have connected' }));
    await frame.getByText('In step').waitFor();
  });

  it('comes back after the server was down', async () => {
    on.stage.answers.set(panelCall, refusal(503, 'no_database', 'Try again in a minute.', true));
    const { frame } = await open();
    const again = frame.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    on.stage.answers.set(panelCall, shown());
    await again.click();
    await frame.getByText('In step').waitFor();
  });

  it('asks for the height of its content, within limits, and again when it is expanded', async () => {
    on.stage.answers.set(panelCall, shown({ store: null, noStoreReason: 'no_website', website: null }));
    const opened = await open();
    await opened.frame.getByText('No website yet').waitFor();
    const resizes = async () =>
      (await opened.asked()).filter(({ name }) => name === 'resize').map(({ args }) => args?.height);
    const needed = () =>
      opened.frame.locator('main').evaluate((main) => Math.ceil(main.getBoundingClientRect().height));
    await waitFor('the height of the content', async () => (await resizes()).at(-1) === (await needed()));
    const before = await resizes();
    await opened.push('visibility', { data: { is_visible: false } });
    await opened.push('visibility', { data: { is_visible: true } });
    await waitFor('the same height again', async () => (await resizes()).length > before.length);
    expect(await resizes()).toEqual([...before, before.at(-1)]);
  });

  it('moves nothing that is on screen when the data arrives', async () => {
    const { frame, release } = await open({ holdInitialize: true });
    await frame.getByRole('status', { name: 'Loading' }).waitFor();
    await frame.evaluate(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push('value' in entry ? Number(entry.value) : 0);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await release();
    await frame.getByText('In step').waitFor();
    await frame.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    expect(await frame.evaluate(() => Reflect.get(window, 'shifts'))).toEqual([]);
  });

  it.each([
    ['no record', { resource: 'organization' }],
    ['several records', { resource: 'organization', selectedIds: '41,42' }],
    ['something that is no record', { resource: 'organization', selectedIds: '../settings' }],
    ['a deal', { resource: 'deal', selectedIds: '41' }],
  ])('calls nothing when the query names %s', async (_what, given) => {
    const { frame } = await open({ query: given as Record<string, string> });
    await frame.getByText('No single record is selected').waitFor();
    expect(on.stage.calls).toEqual([]);
  });

  it('explains itself when it is opened outside Pipedrive', async () => {
    const context = await on.browser.newContext();
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(`${on.stage.appOrigin}/panel`);
    await page.getByText('Open this page inside Pipedrive').waitFor();
    expect(faults).toEqual([]);
    expect(on.stage.calls).toEqual([]);
    await context.close();
  });
});
