import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hostLog, inApp, modalFrame, openApp, recorded } from './app-frame.ts';
import { hostInBrowser } from './host-in-browser.ts';

const on = hostInBrowser();
const organization = (query = '') => `${on.host.origin}/organization/1${query}`;
const calculated = 'host.openModal("Calculated values", { name: "size" })';
let code = '';

beforeAll(async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: fileURLToPath(new URL('./own-entry.ts', import.meta.url)) },
    },
  });
  const [chunk] = 'output' in built ? built.output : [];
  if (chunk?.type !== 'chunk') throw new Error('the entry was not built');
  code = chunk.code;
}, 60_000);

beforeEach(() => {
  on.app.module = code;
  const url = `${on.app.origin}/modal`;
  on.host.deps.app.modals = [
    { id: 'a', name: 'Review changes', url, locations: ['organizations_list', 'organization_details'] },
    { id: 'b', name: 'Calculated values', url, locations: [] },
  ];
});

/** Opens a modal from the panel; `ended` is how the app's call ends. */
async function opened(query = '') {
  const frame = await openApp(on.page, organization(query));
  const ended = inApp(frame, `${calculated}.then(() => "gone", (error) => error.code)`);
  return { frame, ended, inside: await modalFrame(on.page) };
}

describe('our own connection to Pipedrive, built, with the unmodified SDK', () => {
  test('opens a modal with data and learns that a person closed it', async () => {
    const { ended, inside } = await opened();
    expect(new URL(inside.url()).searchParams.get('data')).toBe('{"name":"size"}');
    await on.page.keyboard.press('Escape');
    expect(await ended).toEqual({ value: 'gone' });
  });

  test('closes its modal from within, and may open the next at once', async () => {
    const { frame, ended, inside } = await opened();
    void inApp(inside, 'host.closeModal()').catch(() => {});
    expect(await ended).toEqual({ value: 'gone' });
    const again = inApp(frame, `${calculated}.then(() => "gone")`);
    await modalFrame(on.page);
    await on.page.keyboard.press('Escape');
    expect(await again).toEqual({ value: 'gone' });
  });

  test('learns of the end by the event alone when the answer never comes', async () => {
    const frame = await openApp(on.page, organization());
    await on.page.evaluate('window.__sim.overrides.set("open_modal", () => {})');
    const ended = inApp(frame, `${calculated}.then(() => "gone")`);
    await recorded(on.page, 'listener', 'close_custom_modal');
    await on.page.evaluate('window.__sim.push("close_custom_modal", {})');
    expect(await ended).toEqual({ value: 'gone' });
  });

  test('fails in our words when Pipedrive refuses to open or to close', async () => {
    const frame = await openApp(on.page, organization('?sim.failCommand=open_modal'));
    const refused = {
      value: ['host_refused', 'Pipedrive refused the request (modal). Reload the page.'],
    };
    expect(await inApp(frame, `${calculated}.catch((error) => [error.code, error.message])`)).toEqual(
      refused,
    );
    expect(await inApp(frame, 'host.closeModal().catch((error) => error.code)')).toEqual({
      value: 'host_refused',
    });
    on.host.deps.app.modals = [];
    const bare = await openApp(on.page, organization());
    expect(await inApp(bare, `${calculated}.catch((error) => error.code)`)).toEqual({
      value: 'host_refused',
    });
  });

  test('knows the window, and asks for width and height in a modal', async () => {
    await on.page.setViewportSize({ width: 1000, height: 700 });
    const { ended, inside } = await opened();
    expect(await inApp(inside, 'host.windowSize()')).toEqual({ value: { width: 1000, height: 700 } });
    await inApp(inside, 'host.resize(500, 800)');
    const size = await on.page
      .locator('dialog.modal iframe')
      .evaluate((iframe) => [iframe.clientWidth, iframe.clientHeight]);
    expect(size).toEqual([800, 500]);
    expect((await hostLog(on.page)).filter(({ kind }) => kind === 'misuse')).toEqual([]);
    await on.page.keyboard.press('Escape');
    await ended;
  });

  test.each([
    ['', { kind: 'ids', resource: 'organization', ids: [1] }],
    ['?sim.selectedIds=many', { kind: 'too_many', resource: 'organization' }],
    ['?sim.selectedIds=cut', { kind: 'too_many', resource: 'organization' }],
    ['?sim.selectedIds=non_numeric', null],
    ['?sim.selectedIds=empty', null],
  ])('reads what a menu opened it for (%s)', async (query, selection) => {
    await openApp(on.page, organization(query));
    await on.page.getByLabel('More actions').click();
    await on.page.getByRole('button', { name: 'Review changes' }).click();
    expect(await inApp(await modalFrame(on.page), 'selection')).toEqual({ value: selection });
  });
});
