import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { appFrame, hostLog, inApp, openApp, recorded } from './app-frame.ts';
import { hostInBrowser } from './host-in-browser.ts';

const on = hostInBrowser();
const at = (path: string) => `${on.host.origin}${path}`;
const settings = '/settings/marketplace/app/trivial-app/app-settings';
const runtimeId = (address: string) => new URL(address).searchParams.get('id');

describe('the panel', () => {
  test('is loaded anew on every visit and by its reload button, each time with another runtime id and token', async () => {
    const ids = new Set<string | null>();
    ids.add(runtimeId((await openApp(on.page, at('/organization/1'))).url()));
    ids.add(runtimeId((await openApp(on.page, at('/organization/2'))).url()));
    const first = (await appFrame(on.page)).url();
    await on.page.getByRole('button', { name: 'Reload Trivial app' }).click();
    await on.page.waitForFunction('window.__sim.log.filter((entry) => entry.kind === "frame").length === 2');
    const again = await appFrame(on.page);
    ids.add(runtimeId(again.url()));
    expect(ids.size).toBe(3);
    expect(new URL(first).searchParams.get('selectedIds')).toBe('2');
  });

  test('of a person names the person', async () => {
    const frame = await openApp(on.page, at('/person/4'));
    const query = new URL(frame.url()).searchParams;
    expect([query.get('resource'), query.get('selectedIds')]).toEqual(['person', '4']);
  });

  test('is 385 px wide, hidden when collapsed, and tells the frame', async () => {
    const frame = await openApp(on.page, at('/organization/1'));
    expect(await frame.evaluate('innerWidth')).toBe(385);
    await inApp(frame, 'window.heard = [], sdk.listen("visibility", (message) => heard.push(message)), 0');
    await recorded(on.page, 'listener', 'visibility');
    const collapse = on.page.getByRole('button', { name: 'Trivial app panel' });
    await collapse.focus();
    await on.page.keyboard.press('Enter');
    expect(await collapse.getAttribute('aria-expanded')).toBe('false');
    await frame.waitForFunction('heard.length === 1 && document.documentElement.offsetHeight === 0');
    await on.page.keyboard.press('Enter');
    await frame.waitForFunction('heard.length === 2');
    expect(await inApp(frame, 'heard')).toEqual({
      value: [{ data: { is_visible: false } }, { data: { is_visible: true } }],
    });
    expect(await collapse.getAttribute('aria-expanded')).toBe('true');
  });

  test('takes heights of 100 to 750 and no width', async () => {
    const frame = await openApp(on.page, at('/organization/1'));
    const height = async () =>
      await on.page.locator('iframe').evaluate((iframe) => [iframe.clientWidth, iframe.clientHeight]);
    for (const accepted of [100, 750, 420]) {
      expect(await inApp(frame, `sdk.execute("resize", { height: ${accepted}, width: 700 })`)).toEqual({});
      expect(await height()).toEqual([385, accepted]);
    }
    for (const refused of ['99', '751', '"400"', 'NaN']) {
      expect(await inApp(frame, `sdk.execute("resize", { height: ${refused} })`)).toEqual({});
      expect(await height()).toEqual([385, 420]);
    }
    expect((await hostLog(on.page)).filter(({ name }) => name === 'size out of range')).toHaveLength(4);
    await on.page.evaluate('window.__sim.faults.outOfRange = "error"');
    expect(await inApp(frame, 'sdk.execute("resize", { height: 99 })')).toEqual({
      error: 'Size is out of range',
    });
  });

  test('is not loaded for who has not installed the app, who sees a hint instead', async () => {
    on.host.installed.clear();
    for (const path of ['/organization/1', '/person/1', settings]) {
      await on.page.goto(at(path));
      expect(await on.page.getByRole('link', { name: 'Install from Marketplace' }).getAttribute('href')).toBe(
        '/marketplace/app/trivial',
      );
      expect(await on.page.locator('[data-frame-slot]').count()).toBe(0);
    }
    const answer = await on.page.request.post(at('/host/frames'), {
      data: { surface: 'app_settings', token: 'ok', context: {} },
    });
    expect(answer.status()).toBe(403);
  });
});

describe('the settings page', () => {
  test('shows a frame of the full width that grows without limit', async () => {
    const frame = await openApp(on.page, at(settings));
    expect(await inApp(frame, 'sdk.execute("resize", { height: 2400 })')).toEqual({});
    expect(await on.page.locator('iframe').evaluate((iframe) => iframe.clientHeight)).toBe(2400);
    expect(await frame.evaluate('innerWidth')).toBeGreaterThan(1000);
  });

  test('removes the app only after a person confirmed', async () => {
    const [user] = on.host.deps.world.users;
    await on.page.goto(at(settings));
    await on.page.getByRole('button', { name: 'Remove app' }).click();
    await on.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(on.host.uninstalled).toEqual([]);
    await on.page.getByRole('button', { name: 'Remove app' }).click();
    await on.page.getByRole('dialog').getByRole('button', { name: 'Remove app' }).click();
    await on.page.waitForURL(at('/organizations'));
    expect(on.host.uninstalled).toEqual([user?.id]);
  });
});

describe('around the page', () => {
  test('the theme changes at once, is pushed to the frame and stays', async () => {
    const frame = await openApp(on.page, at('/organization/1'));
    await inApp(
      frame,
      'window.heard = [], sdk.listen("user_settings_change", (message) => heard.push(message)), 0',
    );
    await recorded(on.page, 'listener', 'user_settings_change');
    const background = () => on.page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await on.page.getByRole('button', { name: 'Dark theme' }).click();
    await frame.waitForFunction('heard.length === 1');
    expect(await background()).not.toBe(light);
    const next = await openApp(on.page, at('/person/1'));
    expect(new URL(next.url()).searchParams.get('theme')).toBe('dark');
    expect(await on.page.getByRole('button', { name: 'Light theme' }).count()).toBe(1);
  });

  test('another user can be chosen with the keyboard, and the frame then speaks for that user', async () => {
    const [, other] = on.host.deps.world.users;
    await openApp(on.page, at('/organization/1'));
    await on.page.locator('.top-bar summary').last().focus();
    await on.page.keyboard.press('Enter');
    await on.page.getByRole('button', { name: other?.name ?? '' }).focus();
    await Promise.all([on.page.waitForEvent('load'), on.page.keyboard.press('Enter')]);
    expect(new URL(on.page.url()).pathname).toBe('/organization/1');
    const frame = await appFrame(on.page);
    expect(new URL(frame.url()).searchParams.get('userId')).toBe(String(other?.id));
  });

  test('the home page leads to the organizations, or to the Marketplace before an install', async () => {
    await on.page.goto(at('/'));
    expect(new URL(on.page.url()).pathname).toBe('/organizations');
    on.host.installed.clear();
    await on.page.goto(at('/'));
    expect(new URL(on.page.url()).pathname).toBe('/marketplace/app/trivial');
  });
});

test.each(['light', 'dark'])('every page is accessible in the %s theme', async (theme) => {
  await on.page.context().addCookies([{ name: 'host_theme', value: theme, url: on.host.origin }]);
  for (const path of [
    '/organizations',
    '/persons?page=2',
    '/organization/1',
    '/person/1',
    settings,
    '/organization/999999',
  ]) {
    await on.page.goto(at(path));
    if (path.includes('/1') || path === settings) await appFrame(on.page);
    for (const summary of await on.page.locator('.folded > summary, .drawer summary').all())
      await summary.click();
    await on.page.evaluate(axe.source);
    const violations = await on.page.evaluate(
      `axe.run({ exclude: ['iframe'] }).then((it) => it.violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]))`,
    );
    expect([path, violations]).toEqual([path, []]);
  }
});
