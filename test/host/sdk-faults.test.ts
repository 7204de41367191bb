import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { appFrame, hostLog, inApp, openApp, recorded } from './app-frame.ts';
import { hostInBrowser } from './host-in-browser.ts';
import { clientSecret } from './start-host.ts';
import type { AppManner } from './trivial-app.ts';

const on = hostInBrowser();
const organization = (query = '') => `${on.host.origin}/organization/1${query}`;
const failed = () => on.page.locator('[data-state="failed"]');
const verified = (token: string) =>
  jwtVerify(token, new TextEncoder().encode(clientSecret), { algorithms: ['HS256'] });

describe('a frame that does not initialise in time is given up', () => {
  test.each<AppManner>(['idle', 'x_frame_options', 'frame_ancestors'])(
    'when the app is %s',
    async (manner) => {
      on.app.manner = manner;
      await on.page.goto(organization('?sim.initialiseTimeoutMs=300'));
      await failed().waitFor();
      expect(await on.page.locator('iframe').count()).toBe(0);
      expect(await on.page.getByRole('alert').textContent()).toContain('The panel could not be loaded');
      expect((await hostLog(on.page)).map(({ kind, name }) => [kind, name])).toEqual([
        ['frame', 'load'],
        ['failure', 'not initialised in time'],
      ]);
    },
  );

  test('when initialise is never answered', async () => {
    await on.page.goto(organization('?sim.initialise=never&sim.initialiseTimeoutMs=3000'));
    await recorded(on.page, 'command', 'initialize');
    await failed().waitFor();
  });

  test('when it was loaded without a runtime id, or with another one', async () => {
    for (const fault of ['missing', 'mismatch']) {
      await on.page.goto(organization(`?sim.runtimeId=${fault}&sim.initialiseTimeoutMs=300`));
      await failed().waitFor();
    }
  });

  test('and trying again loads it anew', async () => {
    on.app.manner = 'idle';
    await on.page.goto(organization('?sim.initialiseTimeoutMs=300'));
    await failed().waitFor();
    on.app.manner = 'normal';
    await on.page.evaluate('window.__sim.faults.initialiseTimeoutMs = 60000');
    await on.page.getByRole('button', { name: 'Try again' }).click();
    expect(await inApp(await appFrame(on.page), 'sdk.execute("get_metadata")')).toHaveProperty('value');
  });
});

test('initialise answered late keeps the frame hidden until then', async () => {
  await on.page.goto(organization('?sim.initialise=late&sim.initialiseDelayMs=3000'));
  await recorded(on.page, 'command', 'initialize');
  expect(await on.page.locator('iframe').isVisible()).toBe(false);
  await appFrame(on.page);
  expect(await on.page.locator('iframe').isVisible()).toBe(true);
});

test('without a runtime id the SDK cannot be constructed', async () => {
  await on.page.goto(organization('?sim.runtimeId=missing'));
  await on.page.locator('iframe').waitFor({ state: 'attached' });
  const frame = on.page.frames().find((candidate) => candidate.parentFrame());
  const missing = 'Missing custom UI identifier';
  expect(await frame?.waitForFunction('window.failed').then((text) => text.jsonValue())).toBe(missing);
  const empty = 'try { new AppExtensionsSDK({ identifier: "" }); "made" } catch (error) { error.message }';
  expect(await frame?.evaluate(empty)).toBe(missing);
});

describe('messages that count for nothing are recorded', () => {
  test('from a frame with another runtime id', async () => {
    await on.page.goto(organization('?sim.runtimeId=mismatch'));
    await recorded(on.page, 'rejected', 'wrong id');
  });

  test('from another window, of an unknown type, or without a port to answer on', async () => {
    const frame = await openApp(on.page, organization());
    const id = new URL(frame.url()).searchParams.get('id');
    await on.page.evaluate(
      `window.postMessage({ payload: { type: 'command', command: 'resize' }, id: '${id}' }, '*')`,
    );
    const messages = [
      { type: 'command', command: 'resize' },
      { type: 'listener', event: 'visibility' },
      { type: 'odd' },
    ];
    for (const payload of messages)
      await frame.evaluate((it) => parent.postMessage(it, '*'), { payload, id });
    await frame.evaluate(() => parent.postMessage(null, '*'));
    for (const reason of [
      'unknown source',
      'command without port',
      'listener without port',
      'unknown message type',
      'wrong id',
    ]) {
      await recorded(on.page, 'rejected', reason);
    }
  });
});

describe('spoilt tokens', () => {
  const tokens = async (fault: string) => {
    const frame = await openApp(on.page, organization(`?sim.urlToken=${fault}&sim.signedToken=${fault}`));
    const { value } = await inApp(frame, 'sdk.execute("get_signed_token")');
    return [new URL(frame.url()).searchParams.get('token') ?? '', (value as { token: string }).token];
  };

  test('may be expired', async () => {
    for (const token of await tokens('expired'))
      await expect(verified(token)).rejects.toThrow('"exp" claim timestamp check failed');
  });
  test('may be signed with another secret', async () => {
    for (const token of await tokens('wrong_secret'))
      await expect(verified(token)).rejects.toThrow('signature verification failed');
  });
  test('may name another company', async () => {
    for (const token of await tokens('wrong_company')) {
      await verified(token);
      expect(decodeJwt(token)['companyId']).not.toBe(on.host.deps.world.company.id);
    }
  });
  test('may have no signature', async () => {
    for (const token of await tokens('alg_none')) {
      expect(decodeProtectedHeader(token).alg).toBe('none');
      expect(token.endsWith('.')).toBe(true);
    }
  });
});

test.each([
  ['empty', ''],
  ['multiple', '1,2'],
  ['non_numeric', 'abc'],
  ['foreign', '987654321'],
])('selectedIds may be %s', async (fault, selected) => {
  const frame = await openApp(on.page, organization(`?sim.selectedIds=${fault}`));
  expect(new URL(frame.url()).searchParams.get('selectedIds')).toBe(selected);
});

test('the theme may be missing, and the SDK then takes light', async () => {
  await on.page.context().addCookies([{ name: 'host_theme', value: 'dark', url: on.host.origin }]);
  const frame = await openApp(on.page, organization('?sim.theme=missing'));
  expect(await inApp(frame, 'sdk.userSettings')).toEqual({ value: { theme: 'light' } });
  const usual = await openApp(on.page, organization());
  expect(await inApp(usual, 'sdk.userSettings')).toEqual({ value: { theme: 'dark' } });
});

test('of all cookies only a partitioned one comes back from the frame', async () => {
  // As most browsers are set; one without a window is not by itself.
  const session = await on.page.context().newCDPSession(on.page);
  await session.send('Network.enable');
  await session.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true });
  const frame = await openApp(on.page, organization());
  await frame.evaluate(() => fetch('/cookies', { credentials: 'include' }));
  expect(on.app.cookiesSeen).toEqual(['parted']);
});

test('in a sandboxed frame of no origin the protocol works all the same', async () => {
  const frame = await openApp(on.page, organization('?sim.frameSandbox=allow-scripts'));
  expect(await inApp(frame, 'self.origin')).toEqual({ value: 'null' });
  expect(await inApp(frame, 'sdk.execute("get_metadata")')).toHaveProperty('value');
});
