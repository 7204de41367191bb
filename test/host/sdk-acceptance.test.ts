import { jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { appFrame, hostLog, inApp, openApp, recorded } from './app-frame.ts';
import { hostInBrowser } from './host-in-browser.ts';
import { clientSecret } from './start-host.ts';

const on = hostInBrowser();
const organization = () => `${on.host.origin}/organization/1`;

describe('the unmodified SDK starts in a frame of the host', () => {
  test('initialise resolves to the same instance, and the size asked for is applied', async () => {
    const frame = await openApp(on.page, organization());
    expect(await inApp(frame, 'ready.then((it) => it === sdk)')).toEqual({ value: true });
    expect(await on.page.locator('iframe').evaluate((iframe) => iframe.clientHeight)).toBe(300);
  });

  test('the frame is another site than the host, and is told what the documents list', async () => {
    const frame = await openApp(on.page, organization());
    const query = Object.fromEntries(new URL(frame.url()).searchParams);
    expect(Object.keys(query).sort()).toEqual(
      ['companyId', 'id', 'resource', 'selectedIds', 'theme', 'token', 'userId', 'view'].sort(),
    );
    expect(query).toMatchObject({
      resource: 'organization',
      view: 'details',
      selectedIds: '1',
      theme: 'light',
    });
    expect(query['id']).toMatch(/^[0-9a-f]{32}$/);
    expect(new URL(frame.url()).hostname).toBe('127.0.0.1');
    expect(new URL(on.page.url()).hostname).toBe('localhost');
  });

  test('before initialise a command throws, afterwards only an unknown one does', async () => {
    const frame = await openApp(on.page, organization());
    expect(await inApp(frame, 'new AppExtensionsSDK().execute("get_metadata")')).toEqual({
      error: 'SDK is not initialized',
    });
    expect(await inApp(frame, 'sdk.execute("no_such_command")')).toEqual({ error: 'Invalid command' });
    expect(await inApp(frame, 'sdk.listen("no_such_event", () => {})')).toEqual({ error: 'Invalid event' });
  });

  test('initialise may be repeated', async () => {
    const frame = await openApp(on.page, organization());
    expect(await inApp(frame, 'sdk.initialize().then((it) => it === sdk)')).toEqual({ value: true });
    await recorded(on.page, 'answer', 'initialize', 2);
  });

  test('two instances of one document both work and report focus twice', async () => {
    const frame = await openApp(on.page, organization());
    expect(
      await inApp(frame, '(window.second = new AppExtensionsSDK()).initialize().then(() => "both")'),
    ).toEqual({ value: 'both' });
    const before = (await hostLog(on.page)).filter((entry) => entry.kind === 'track').length;
    await inApp(
      frame,
      'window.dispatchEvent(new Event("blur")), window.dispatchEvent(new Event("focus")), 0',
    );
    await recorded(on.page, 'track', 'focused', before + 2);
    expect((await hostLog(on.page)).filter((entry) => entry.kind === 'track')).toHaveLength(before + 2);
  });
});

describe('each command makes its round trip', () => {
  test('get_signed_token gives a fresh HS256 token of five minutes that names user and company', async () => {
    const frame = await openApp(on.page, organization());
    const { value } = await inApp(frame, 'sdk.execute("get_signed_token")');
    const { token } = value as { token: string };
    const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(clientSecret), {
      algorithms: ['HS256'],
    });
    const { company, users } = on.host.deps.world;
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(Object.keys(payload).sort()).toEqual(['companyId', 'exp', 'iat', 'userId']);
    expect(payload).toMatchObject({ userId: users[0]?.id, companyId: company.id });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  test('get_metadata gives the size of the main window', async () => {
    await on.page.setViewportSize({ width: 1000, height: 640 });
    const frame = await openApp(on.page, organization());
    expect(await inApp(frame, 'sdk.execute("get_metadata")')).toEqual({
      value: { windowHeight: 640, windowWidth: 1000 },
    });
  });

  test('show_snackbar shows text as text, with a link that opens elsewhere', async () => {
    const frame = await openApp(on.page, organization());
    const args = { message: 'Saved <b>all</b>', link: { url: 'https://shop.example/', label: 'Show' } };
    expect(await inApp(frame, `sdk.execute("show_snackbar", ${JSON.stringify(args)})`)).toEqual({});
    const bar = on.page.locator('.snackbar');
    expect(await bar.locator('span').textContent()).toBe('Saved <b>all</b>');
    expect(await bar.locator('a').getAttribute('target')).toBe('_blank');
    expect(await inApp(frame, 'sdk.execute("show_snackbar", { message: "" })')).toEqual({
      error: 'A snackbar needs a message',
    });
  });

  test.each([
    [
      'the OK button',
      { confirmed: true },
      async () => await on.page.getByRole('button', { name: 'Forget it' }).click(),
    ],
    [
      'the Cancel button',
      { confirmed: false },
      async () => await on.page.getByRole('button', { name: 'Cancel' }).click(),
    ],
    ['Escape', { confirmed: false }, async () => await on.page.keyboard.press('Escape')],
  ])('show_confirmation answers on %s', async (_way, value, act) => {
    const frame = await openApp(on.page, organization());
    const asked = inApp(
      frame,
      'sdk.execute("show_confirmation", { title: "Forget the store?", okText: "Forget it" })',
    );
    await on.page.getByRole('dialog', { name: 'Forget the store?' }).waitFor();
    await act();
    expect(await asked).toEqual({ value });
    expect(await on.page.locator('dialog').count()).toBe(0);
  });

  test('show_confirmation offers OK and Cancel where no words are given, OK in red', async () => {
    const frame = await openApp(on.page, organization());
    void inApp(frame, 'sdk.execute("show_confirmation", { title: "Sure?" })').catch(() => {});
    const buttons = on.page.getByRole('dialog').getByRole('button');
    await buttons.first().waitFor();
    expect(await buttons.allTextContents()).toEqual(['Cancel', 'OK']);
    expect(await buttons.last().getAttribute('class')).toContain('button-negative');
  });

  test.each([
    ['organizations', '{ view: "organizations" }', '/organizations'],
    ['one organization', '{ view: "organizations", id: 2 }', '/organization/2'],
    ['people', '{ view: "contacts" }', '/persons'],
    ['one person', '{ view: "contacts", id: "3" }', '/person/3'],
    [
      'settings with context',
      '{ view: "settings", context: { tab: "fields", from: 1 } }',
      '/settings/marketplace/app/trivial-app/app-settings?tab=fields&from=1',
    ],
  ])('redirect_to leads to %s', async (_name, args, path) => {
    const frame = await openApp(on.page, organization());
    await Promise.all([
      on.page.waitForURL(`${on.host.origin}${path}`),
      inApp(frame, `sdk.execute("redirect_to", ${args})`).catch(
        () => 'the page may be gone before the answer is read',
      ),
    ]);
  });

  test('the settings frame receives the context as parameters, which never replace the host’s own', async () => {
    const frame = await openApp(
      on.page,
      `${on.host.origin}/settings/marketplace/app/trivial-app/app-settings?tab=fields&userId=1&id=2`,
    );
    const query = new URL(frame.url()).searchParams;
    expect(query.get('tab')).toBe('fields');
    expect(query.get('userId')).toBe(String(on.host.deps.world.users[0]?.id));
    expect(query.get('id')).toMatch(/^[0-9a-f]{32}$/);
    expect(query.has('resource')).toBe(false);
  });

  test('redirect_to a view this host lacks stays and says so', async () => {
    const frame = await openApp(on.page, organization());
    expect(await inApp(frame, 'sdk.execute("redirect_to", { view: "deals" })')).toEqual({});
    expect(await on.page.locator('.snackbar').textContent()).toBe('This sandbox has no page for "deals"');
  });

  test('commands this host does not have are refused', async () => {
    const frame = await openApp(on.page, organization());
    const missing = {
      show_floating_window: '{}',
      hide_floating_window: '{}',
      set_notification: '{ number: 1 }',
      set_focus_mode: 'true',
    };
    for (const [command, args] of Object.entries(missing)) {
      expect([command, await inApp(frame, `sdk.execute("${command}", ${args})`)]).toEqual([
        command,
        { error: 'Unsupported command' },
      ]);
    }
  });

  test('close_modal outside a modal is refused and recorded as misuse', async () => {
    const frame = await openApp(on.page, organization());
    expect(await inApp(frame, 'sdk.execute("close_modal")')).toEqual({
      error: 'Only a custom modal can be closed',
    });
    await recorded(on.page, 'misuse', 'close_modal outside a modal');
  });

  test('an argument that cannot be cloned rejects in the app and never reaches the host', async () => {
    const frame = await openApp(on.page, organization());
    expect((await inApp(frame, 'sdk.execute("show_snackbar", { message: () => {} })')).error).toContain(
      'could not be cloned',
    );
    expect((await hostLog(on.page)).filter((entry) => entry.name === 'show_snackbar')).toEqual([]);
  });

  test('a reload while a command waits leaves no answer behind and the new frame works', async () => {
    const frame = await openApp(on.page, organization());
    void inApp(frame, 'sdk.execute("show_confirmation", { title: "Still there?" })').catch(() => {});
    await on.page.getByRole('dialog').waitFor();
    await on.page.evaluate('window.__sim.reload()');
    await on.page.keyboard.press('Escape');
    expect(await inApp(await appFrame(on.page), 'sdk.execute("get_metadata")')).toHaveProperty('value');
    expect(
      (await hostLog(on.page)).filter(
        (entry) => entry.kind === 'answer' && entry.name === 'show_confirmation',
      ),
    ).toEqual([]);
  });
});
