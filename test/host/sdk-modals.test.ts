import type { Frame } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { appFrame, hostLog, inApp, modalFrame, openApp, recorded } from './app-frame.ts';
import { hostInBrowser } from './host-in-browser.ts';

const on = hostInBrowser();
const organization = () => `${on.host.origin}/organization/1`;
const settings = () => `${on.host.origin}/settings/marketplace/app/trivial-app/app-settings`;
const modal = () => on.page.locator('dialog.modal');
const open = (frame: Frame, args: string) =>
  inApp(frame, `sdk.execute("open_modal", { type: "custom_modal", ${args} })`);
const closed = { value: { status: 'closed' } };

/** Keeps what the app hears of closed modals as `window.heard`. */
async function listen(frame: Frame): Promise<void> {
  await inApp(frame, 'window.heard = [], sdk.listen("close_custom_modal", (it) => heard.push(it)), 0');
  await recorded(on.page, 'listener', 'close_custom_modal');
}

describe('open_modal', () => {
  test.each([
    ['its name', 'action_id: "By the app only"'],
    ['its identifier', 'action_id: "modal-nowhere"'],
  ])('finds a modal by %s, and gives its frame the data and nothing of the record', async (_, by) => {
    const frame = await openApp(on.page, organization());
    const asked = open(frame, `${by}, data: { resource: "organization", ids: "1" }`);
    const inside = await modalFrame(on.page);
    const query = Object.fromEntries(new URL(inside.url()).searchParams);
    expect(Object.keys(query).sort()).toEqual(['companyId', 'data', 'id', 'theme', 'token', 'userId']);
    expect(JSON.parse(query['data'] ?? '')).toEqual({ resource: 'organization', ids: '1' });
    expect(query['id']).not.toBe(new URL(frame.url()).searchParams.get('id'));
    expect(
      await inApp(inside, 'sdk.execute("get_signed_token").then(({ token }) => token.length > 50)'),
    ).toEqual({ value: true });
    await on.page.keyboard.press('Escape');
    expect(await asked).toEqual(closed);
  });

  test('without data brings none', async () => {
    const frame = await openApp(on.page, settings());
    const asked = open(frame, 'action_id: "By the app only"');
    expect(new URL((await modalFrame(on.page)).url()).searchParams.has('data')).toBe(false);
    await on.page.getByRole('button', { name: 'Close By the app only' }).click();
    expect(await asked).toEqual(closed);
  });

  test.each([
    ['an unknown modal', '{ type: "custom_modal", action_id: "x" }', 'There is no such modal'],
    ['no modal at all', '{ type: "custom_modal" }', 'There is no such modal'],
    [
      'another kind',
      '{ type: "json_modal", action_id: "modal-nowhere" }',
      'This sandbox has no modal of type json_modal',
    ],
  ])('is refused for %s', async (_, args, error) => {
    const frame = await openApp(on.page, organization());
    expect(await inApp(frame, `sdk.execute("open_modal", ${args})`)).toEqual({ error });
    expect(await modal().count()).toBe(0);
  });

  test('is refused while a modal is open, also from within it', async () => {
    const frame = await openApp(on.page, organization());
    const asked = open(frame, 'action_id: "modal-nowhere"');
    const inside = await modalFrame(on.page);
    for (const from of [frame, inside])
      expect(await open(from, 'action_id: "modal-everywhere"')).toEqual({ error: 'Another modal is open' });
    expect(await modal().count()).toBe(1);
    await on.page.keyboard.press('Escape');
    expect(await asked).toEqual(closed);
  });
});

describe('a modal ends, and its opener learns it once by the answer and once by the event', () => {
  test.each([
    ['x', async () => await on.page.getByRole('button', { name: /^Close / }).click()],
    ['escape', async () => await on.page.keyboard.press('Escape')],
    ['backdrop', async () => await on.page.mouse.click(5, 300)],
    ['app', async () => void inApp(await modalFrame(on.page), 'sdk.execute("close_modal")').catch(() => {})],
  ])('by %s', async (by, act) => {
    const frame = await openApp(on.page, organization());
    await listen(frame);
    const asked = open(frame, 'action_id: "modal-nowhere"');
    await modalFrame(on.page);
    await act();
    expect(await asked).toEqual(closed);
    await frame.waitForFunction('heard.length === 1');
    expect(await inApp(frame, 'heard')).toEqual({ value: [{}] });
    expect(await modal().count()).toBe(0);
    const log = await hostLog(on.page);
    expect(log.filter(({ name }) => name === 'close')).toMatchObject([{ kind: 'frame', data: { by } }]);
    expect(
      log
        .filter(({ kind, name }) => kind !== 'command' && /_modal$/.test(name))
        .map(({ kind, name }) => [kind, name]),
    ).toEqual([
      ['listener', 'close_custom_modal'],
      ...(by === 'app' ? [['answer', 'close_modal']] : []),
      ['answer', 'open_modal'],
      ['event', 'close_custom_modal'],
    ]);
  });

  test('while a command of it waits: that one gets no answer, and the next modal works', async () => {
    const frame = await openApp(on.page, organization());
    const asked = open(frame, 'action_id: "modal-nowhere"');
    const inside = await modalFrame(on.page);
    await on.page.route('**/host/token', () => {});
    void inApp(inside, 'sdk.execute("get_signed_token")').catch(() => {});
    await recorded(on.page, 'command', 'get_signed_token');
    await on.page.getByRole('button', { name: /^Close / }).click();
    expect(await asked).toEqual(closed);
    await on.page.unroute('**/host/token');
    const again = open(frame, 'action_id: "modal-nowhere"');
    expect(await inApp(await modalFrame(on.page), 'sdk.execute("get_signed_token")')).toHaveProperty('value');
    await on.page.keyboard.press('Escape');
    expect(await again).toEqual(closed);
    const answers = (await hostLog(on.page)).filter(
      ({ kind, name }) => kind === 'answer' && name === 'get_signed_token',
    );
    expect(answers).toHaveLength(1);
  });

  test('while its opener is reloaded: nobody is told, and the reloaded one can open it again', async () => {
    const frame = await openApp(on.page, organization());
    void open(frame, 'action_id: "modal-nowhere"').catch(() => {});
    await modalFrame(on.page);
    await on.page.evaluate('window.__sim.reload()');
    const fresh = await appFrame(on.page);
    await listen(fresh);
    await on.page.keyboard.press('Escape');
    await recorded(on.page, 'frame', 'close');
    const asked = open(fresh, 'action_id: "modal-nowhere"');
    await modalFrame(on.page);
    await on.page.keyboard.press('Escape');
    expect(await asked).toEqual(closed);
    await fresh.waitForFunction('heard.length === 1');
    const told = (await hostLog(on.page)).filter(
      ({ kind, name }) => kind === 'answer' && name === 'open_modal',
    );
    expect(told).toHaveLength(1);
  });
});

describe('in a modal', () => {
  const inModal = async () => {
    const frame = await openApp(on.page, organization());
    void open(frame, 'action_id: "modal-nowhere"').catch(() => {});
    return await modalFrame(on.page);
  };
  const size = () =>
    modal()
      .locator('iframe')
      .evaluate((it) => [it.clientWidth, it.clientHeight]);

  test('sizes from 320 × 120 to the window are taken, others are not', async () => {
    await on.page.setViewportSize({ width: 1000, height: 700 });
    const inside = await inModal();
    expect(await size()).toEqual([640, 300]);
    const resize = (args: string) => inApp(inside, `sdk.execute("resize", ${args})`);
    for (const [width, height] of [
      [320, 120],
      [900, 600],
    ]) {
      expect(await resize(`{ width: ${width}, height: ${height} }`)).toEqual({});
      expect(await size()).toEqual([width, height]);
    }
    for (const refused of [
      'width: 319',
      'width: 1001',
      'height: 119',
      'height: 701',
      'width: 500, height: 50',
    ]) {
      await resize(`{ ${refused} }`);
      expect(await size()).toEqual([900, 600]);
    }
  });

  test('a theme change and a snackbar arrive, and the snackbar outlives the modal', async () => {
    const inside = await inModal();
    await inApp(inside, 'window.heard = [], sdk.listen("user_settings_change", (it) => heard.push(it)), 0');
    await recorded(on.page, 'listener', 'user_settings_change');
    await on.page.evaluate('window.__sim.setTheme("dark")');
    await inside.waitForFunction('heard.length === 1');
    await inApp(inside, 'sdk.execute("show_snackbar", { message: "Saved" })');
    expect(await modal().locator('.snackbar').textContent()).toBe('Saved');
    await on.page.keyboard.press('Escape');
    await modal().waitFor({ state: 'detached' });
    expect(await on.page.locator('body > .snackbars > .snackbar').textContent()).toBe('Saved');
  });

  test('a question stands above it, and Escape answers the question first', async () => {
    const inside = await inModal();
    const asked = inApp(inside, 'sdk.execute("show_confirmation", { title: "Leave?" })');
    await on.page.getByRole('dialog', { name: 'Leave?' }).waitFor();
    await on.page.keyboard.press('Escape');
    expect(await asked).toEqual({ value: { confirmed: false } });
    expect(await modal().count()).toBe(1);
  });

  test('that never initialises is given up, can be tried again and closed', async () => {
    const frame = await openApp(on.page, organization());
    on.app.manner = 'idle';
    await on.page.evaluate('window.__sim.faults.initialiseTimeoutMs = 300');
    const asked = open(frame, 'action_id: "modal-nowhere", data: { a: "1" }');
    await modal().getByRole('alert').getByText('By the app only could not be loaded').waitFor();
    on.app.manner = 'normal';
    await on.page.evaluate('window.__sim.faults.initialiseTimeoutMs = 60000');
    await modal().getByRole('button', { name: 'Try again' }).click();
    expect(new URL((await modalFrame(on.page)).url()).searchParams.get('data')).toBe('{"a":"1"}');
    await modal()
      .getByRole('button', { name: /^Close / })
      .click();
    expect(await asked).toEqual(closed);
  });
});
