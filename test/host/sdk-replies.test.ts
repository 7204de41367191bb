import { describe, expect, test } from 'vitest';
import { hostLog, inApp, openApp, recorded } from './app-frame.ts';
import { hostInBrowser } from './host-in-browser.ts';

const on = hostInBrowser();
const organization = (query = '') => `${on.host.origin}/organization/1${query}`;

/**
 * How `get_metadata` ended after a later command made its whole round trip: had an answer counted, it would have by
 * then.
 */
const outcome = `(() => {
  const ended = { state: 'pending' };
  sdk.execute('get_metadata').then(
    (value) => Object.assign(ended, { state: 'resolved', value }),
    (error) => Object.assign(ended, { state: 'rejected', message: error.message }),
  );
  return sdk.execute('get_signed_token').then(() => ended);
})()`;

describe('what the SDK makes of an answer', () => {
  const rules: [answer: string, outcome: object][] = [
    ['port.postMessage({ data: { a: 1 } })', { state: 'resolved', value: { a: 1 } }],
    ['port.postMessage({})', { state: 'resolved' }],
    ['port.postMessage({ error: "No." })', { state: 'rejected', message: 'No.' }],
    ['port.postMessage({ error: "", data: 5 })', { state: 'resolved', value: 5 }],
    ['port.postMessage({ error: { text: "No." } })', { state: 'rejected', message: '[object Object]' }],
    ['port.postMessage(null)', { state: 'pending' }],
    ['port.postMessage(undefined)', { state: 'pending' }],
    ['0', { state: 'pending' }],
  ];

  test('data resolves, error texts reject, what is no object never settles', async () => {
    const frame = await openApp(on.page, organization());
    for (const [answer, expected] of rules) {
      await on.page.evaluate(`window.__sim.overrides.set("get_metadata", (port) => ${answer}), 0`);
      expect([answer, await inApp(frame, outcome)]).toEqual([answer, { value: expected }]);
    }
  });

  test('a second answer is ignored', async () => {
    const frame = await openApp(on.page, organization('?sim.answers=twice'));
    expect(await inApp(frame, 'sdk.execute("get_metadata")')).toHaveProperty('value.windowWidth');
  });

  test('one chosen command can be made to fail', async () => {
    const frame = await openApp(on.page, organization('?sim.failCommand=get_signed_token'));
    expect(await inApp(frame, 'sdk.execute("get_signed_token")')).toEqual({
      error: 'Simulated failure of get_signed_token',
    });
    expect(await inApp(frame, 'sdk.execute("get_metadata")')).toHaveProperty('value');
  });
});

describe('listeners', () => {
  const listen =
    'window.heard = [], window.stop = sdk.listen("visibility", (message) => heard.push(message)), 0';

  test('receive every push whole, several of one frame alike', async () => {
    const frame = await openApp(on.page, organization());
    await inApp(frame, `${listen}, sdk.listen("visibility", (message) => heard.push({ also: message })), 0`);
    await recorded(on.page, 'listener', 'visibility', 2);
    await on.page.evaluate('window.__sim.push("visibility", { data: { is_visible: false } })');
    await frame.waitForFunction('heard.length === 2');
    expect(await inApp(frame, 'heard')).toEqual({
      value: [{ data: { is_visible: false } }, { also: { data: { is_visible: false } } }],
    });
  });

  test('hear an error once and nothing after it', async () => {
    const frame = await openApp(on.page, organization());
    await inApp(frame, listen);
    await recorded(on.page, 'listener', 'visibility');
    await on.page.evaluate('window.__sim.push("visibility", { error: "Gone" })');
    await frame.waitForFunction('heard.length === 1');
    await on.page.evaluate('window.__sim.push("visibility", { data: { is_visible: true } })');
    // A round trip after the push: had the push been heard, it would have been by now.
    await inApp(frame, 'sdk.execute("get_metadata")');
    expect(await inApp(frame, 'heard')).toEqual({ value: [{ error: 'Gone' }] });
  });

  test('hear nothing after unsubscribing, which the host is not told', async () => {
    const frame = await openApp(on.page, organization());
    await inApp(frame, listen);
    await recorded(on.page, 'listener', 'visibility');
    const before = (await hostLog(on.page)).length;
    await inApp(frame, 'stop()');
    await inApp(frame, 'sdk.execute("get_metadata")');
    expect((await hostLog(on.page)).slice(before).map(({ kind }) => kind)).toEqual(['command', 'answer']);
    await on.page.evaluate('window.__sim.push("visibility", { data: { is_visible: true } })');
    await inApp(frame, 'sdk.execute("get_metadata")');
    expect(await inApp(frame, 'heard')).toEqual({ value: [] });
  });

  test('page_visibility_state never reaches the host', async () => {
    const frame = await openApp(on.page, organization());
    await inApp(frame, 'sdk.listen("page_visibility_state", () => {}), 0');
    await inApp(frame, 'sdk.execute("get_metadata")');
    expect((await hostLog(on.page)).filter(({ kind }) => kind === 'listener')).toEqual([]);
  });

  test.each([
    ['documented', { data: { theme: 'dark' } }],
    ['flat', { theme: 'dark' }],
    ['merged', { theme: 'dark', data: { theme: 'dark' } }],
  ])('a theme change arrives in the %s shape', async (variant, message) => {
    const frame = await openApp(on.page, organization(`?sim.themePush=${variant}`));
    await inApp(frame, 'window.heard = [], sdk.listen("user_settings_change", (it) => heard.push(it)), 0');
    await recorded(on.page, 'listener', 'user_settings_change');
    await on.page.getByRole('button', { name: 'Dark theme' }).click();
    await frame.waitForFunction('heard.length === 1');
    expect(await inApp(frame, 'heard')).toEqual({ value: [message] });
    expect(await inApp(frame, 'sdk.userSettings')).toEqual({ value: message });
  });
});
