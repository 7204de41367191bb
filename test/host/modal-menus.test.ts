import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { appFrame, modalFrame } from './app-frame.ts';
import { hostInBrowser } from './host-in-browser.ts';

const on = hostInBrowser();
const at = (path: string) => `${on.host.origin}${path}`;
const more = () => on.page.getByLabel('More actions');
const entry = () => on.page.getByRole('button', { name: 'Review everything' });
const tools = () => on.page.locator('[data-selected-tools]');
const said = () => on.page.locator('[data-selected-count]').textContent();
const box = (name: string) => on.page.getByRole('checkbox', { name, exact: true });
const boxes = () => on.page.locator('[data-pick]');

/** What the open modal was told of records, without the parameters every surface gets. */
async function told(): Promise<Record<string, string>> {
  const query = Object.fromEntries(new URL((await modalFrame(on.page)).url()).searchParams);
  for (const usual of ['id', 'token', 'userId', 'companyId', 'theme']) delete query[usual];
  return query;
}

async function choose(): Promise<Record<string, string>> {
  await more().click();
  await entry().click();
  return await told();
}

describe('the three-dot menu of a record', () => {
  test.each([
    ['organization', '/organization/3'],
    ['person', '/person/3'],
  ])(
    'opens the modal for the %s with the keyboard alone, and the focus comes back',
    async (resource, path) => {
      await on.page.goto(at(path));
      await appFrame(on.page);
      await more().focus();
      await on.page.keyboard.press('Enter');
      await entry().focus();
      await on.page.keyboard.press('Enter');
      expect(await told()).toEqual({ resource, view: 'details', selectedIds: '3' });
      await on.page.keyboard.press('Escape');
      await on.page.locator('dialog').waitFor({ state: 'detached' });
      expect(await more().evaluate((it) => it === document.activeElement)).toBe(true);
      expect(await on.page.locator('details.menu[open]').count()).toBe(0);
    },
  );

  test('has only modals registered for the place, and is missing where the app is not installed', async () => {
    await on.page.goto(at('/organization/1'));
    await more().click();
    expect(await on.page.locator('[data-open-modal]').count()).toBe(1);
    on.host.installed.clear();
    for (const path of ['/organization/1', '/person/1', '/organizations']) {
      await on.page.goto(at(path));
      expect(await more().count()).toBe(0);
    }
  });
});

describe.each([
  ['organization', '/organizations', 'organizations'],
  ['person', '/persons', 'people'],
])('the list of %ss', (resource, path, plural) => {
  test('shows its menu only for a selection, and hands it over in the order shown', async () => {
    await on.page.goto(at(path));
    expect(await tools().isVisible()).toBe(false);
    const ids = await boxes().evaluateAll((all) => all.map((it) => it.getAttribute('value')));
    await boxes().nth(4).check();
    await boxes().nth(1).check();
    expect(await said()).toBe('2 selected');
    expect(await choose()).toEqual({ resource, view: 'list', selectedIds: `${ids[1]},${ids[4]}` });
    await on.page.keyboard.press('Escape');
    await on.page.locator('dialog').waitFor({ state: 'detached' });
    expect(await said()).toBe('2 selected');
    await on.page.getByRole('button', { name: 'Clear selection' }).click();
    expect(await tools().isVisible()).toBe(false);
    expect(await said()).toBe('');
  });

  test('selects everything with the box above, but what is cleared afterwards', async () => {
    await on.page.goto(at(path));
    const total = resource === 'organization' ? 120 : 80;
    await box(`Select all ${plural}`).check();
    expect(await said()).toBe(`${total} selected`);
    expect(await choose()).toEqual({ resource, view: 'list', selectedIds: '', filter: '{"everyone":1}' });
    await on.page.keyboard.press('Escape');
    const ids = await boxes().evaluateAll((all) => all.map((it) => it.getAttribute('value')));
    await boxes().nth(0).uncheck();
    await boxes().nth(2).uncheck();
    expect(await said()).toBe(`${total - 2} selected`);
    expect(await choose()).toEqual({
      resource,
      view: 'list',
      selectedIds: '',
      filter: '{"everyone":1}',
      excludedIds: `${ids[0]},${ids[2]}`,
    });
  });
});

test('in a searched list the box above selects the rows shown', async () => {
  for (const record of on.host.deps.world.organizations.slice(0, 3)) record.name = `Quillon ${record.id}`;
  await on.page.goto(at('/organizations?search=quillon'));
  await box('Select all organizations').check();
  const { selectedIds, ...others } = await choose();
  expect(selectedIds?.split(',')).toHaveLength(3);
  expect(others).toEqual({ resource: 'organization', view: 'list' });
});

test('a selection may be too long for an address, or cut on the way', async () => {
  await on.page.goto(at('/organizations?sim.selectedIds=many'));
  await boxes().first().check();
  expect((await choose())['selectedIds']?.split(',')).toHaveLength(150);
  await on.page.goto(at('/organizations?sim.selectedIds=cut'));
  await boxes().first().check();
  await choose();
  const address = (await modalFrame(on.page)).url();
  expect(address).toHaveLength(2000);
  expect(address).toMatch(/selectedIds=[^&]*$/);
});

test('a modal is not loaded for who has not installed the app, nor one that is not registered', async () => {
  const ask = async (id: string) =>
    (
      await on.page.request.post(at('/host/frames'), {
        data: { surface: 'custom_modal', token: 'ok', context: {}, modal: { id } },
      })
    ).status();
  expect(await ask('modal-nowhere')).toBe(200);
  expect(await ask('modal-unheard-of')).toBe(400);
  on.host.installed.clear();
  expect(await ask('modal-nowhere')).toBe(403);
});

test.each(['light', 'dark'])('lists, menus and modals are accessible in the %s theme', async (theme) => {
  await on.page.context().addCookies([{ name: 'host_theme', value: theme, url: on.host.origin }]);
  const check = async (what: string) => {
    await on.page.evaluate(axe.source);
    const violations = await on.page.evaluate(
      `axe.run({ exclude: ['iframe'] }).then((it) => it.violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]))`,
    );
    expect([what, violations]).toEqual([what, []]);
  };
  await on.page.goto(at('/persons'));
  await boxes().first().check();
  await more().click();
  await check('a selection with its menu');
  await entry().click();
  await modalFrame(on.page);
  await check('a modal');
  await on.page.keyboard.press('Escape');
  await on.page.goto(at('/organization/1'));
  await appFrame(on.page);
  await more().click();
  await check('the menu of a record');
  on.app.manner = 'idle';
  await on.page.evaluate('window.__sim.faults.initialiseTimeoutMs = 200');
  await entry().click();
  await on.page.locator('dialog').getByRole('alert').waitFor();
  await check('a modal that could not be loaded');
});
