import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { loadSample } from '../../server/catalog/load-sample.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { launchBrowser } from '../support/browser.ts';
import { ensureBuilt } from '../support/built.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { choose, press } from '../support/press.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { type RunningApp, startApp } from '../support/start-app.ts';

/** Screenshots land here; `manifest/listing` holds the ones chosen for the README. */
const shots = 'test-results/story';
const settingsPath = (app: RunningApp) => `/settings/marketplace/app/${app.sandbox.clientId}/app-settings`;

const db = await testDatabase();
/** None in pictures that people are shown (`LISTING_PICTURES=1`): it stands behind every name of the CRM. */
const canary = process.env['LISTING_PICTURES'] ? '' : newCanary();
let app: RunningApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  await ensureBuilt();
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  app = await startApp({ db, sandbox: { organizations: 60, persons: 60, canary } });
  await loadSample({ catalog: createCatalogStore(db), clock: systemClock }, { count: 300, seed: 1 });
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** The app's frame in the present page, once the host shows it. */
async function surface(): Promise<Frame> {
  await page.locator('[data-state="ready"] iframe').waitFor();
  const frame = page.frames().find((each) => each.parentFrame() === page.mainFrame());
  if (!frame) throw new Error('The page shows no frame');
  return frame;
}

async function open(path: string): Promise<Frame> {
  await page.goto(`${app.sandbox.url}${path}`);
  return surface();
}

const shot = (name: string) => page.screenshot({ path: `${shots}/${name}.png` });

/** Organizations by what the scan says of them. */
async function organizationThat(kind: string): Promise<number> {
  const row = await db
    .collection('links')
    .findOne({ 'match.kind': kind, gone: { $ne: true } }, { sort: { orgId: 1 } });
  return row?.['orgId'] ?? 0;
}

describe('the story of a first day', () => {
  it('begins on the Marketplace page, where Cancel changes nothing', async () => {
    await page.goto(app.sandbox.url);
    await shot('marketplace');
    await page
      .getByRole('link', { name: 'Install' })
      .or(page.getByRole('button', { name: 'Install' }))
      .click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.waitForLoadState();
    expect(await db.collection('connections').countDocuments()).toBe(0);
    expect(await db.collection('installations').countDocuments()).toBe(0);
  });

  it('installs by consent and lands on the settings page', async () => {
    await page.goto(app.sandbox.url);
    await page
      .getByRole('link', { name: 'Install' })
      .or(page.getByRole('button', { name: 'Install' }))
      .click();
    await shot('consent');
    await page.getByRole('button', { name: /^Allow/ }).click();
    await page.waitForURL(`**${settingsPath(app)}`);
    const settings = await surface();
    await settings.getByRole('button', { name: 'Use this field and scan' }).waitFor();
    await shot('website-field');
  });

  it('scans with the website field a person chose', async () => {
    const settings = await surface();
    await choose(settings.getByRole('radio', { name: /^Website/ }));
    await press(settings.getByRole('button', { name: 'Use this field and scan' }));
    await settings.getByText(/Scanned .*API tokens/).waitFor();
    await settings.getByText('Matched', { exact: true }).waitFor();
    await shot('scanned');
    expect(await db.collection('links').countDocuments({ 'match.kind': 'match' })).toBeGreaterThan(20);
  });

  it('creates the fields', async () => {
    const settings = await surface();
    await press(settings.getByRole('button', { name: 'Create 97 fields' }));
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Create/ })
      .click();
    // One call a field, at the pace Pipedrive allows.
    await settings.getByText('97 fields created').waitFor({ timeout: 120_000 });
    await settings.getByText('97 fields created').scrollIntoViewIfNeeded();
    await shot('fields');
  });

  it('enriches all after showing what it takes', async () => {
    const settings = await surface();
    await press(settings.getByRole('button', { name: 'Enrich all', exact: true }));
    const go = settings.getByRole('button', { name: /^Enrich \d+ organizations$/ });
    await go.waitFor();
    await settings.getByText(/^about [\d,]+$/).waitFor();
    await shot('estimate');
    await press(go);
    await settings.getByRole('button', { name: 'Enrich all again' }).waitFor();
    await shot('settings-light');
  });

  it('shows the store beside the organization, whose fields are filled', async () => {
    const panel = await open(`/organization/${await organizationThat('match')}`);
    await panel.getByText('In step').waitFor();
    await page.getByText('Store Leads: Platform', { exact: true }).waitFor();
    await shot('organization-light');
    const fits = await panel.evaluate('document.body.scrollWidth <= window.innerWidth');
    expect(fits).toBe(true);
  });

  it('follows the theme while it is open', async () => {
    const panel = await surface();
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await panel.locator('html[data-mantine-color-scheme="dark"]').waitFor({ state: 'attached' });
    await shot('organization-dark');
    await open(settingsPath(app));
    await shot('settings-dark');
    await page.getByRole('button', { name: 'Light theme' }).click();
  });

  it("notices a person's edit when the button reads live, and puts it right", async () => {
    const id = await organizationThat('match');
    const code = app.sandbox.world.fields.find(({ name }) => name === 'Store Leads: City')?.code ?? '';
    const record = () => app.sandbox.world.organizations.find((each) => each.id === id);
    const before = record()?.custom_fields[code];
    await fetch(`${app.sandbox.url}/__control/organizations/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ custom_fields: { [code]: 'Typed by a person' } }),
    });
    const panel = await open(`/organization/${id}`);
    await press(panel.getByRole('button', { name: /^Enrich/ }));
    await panel.getByText(/1 field/).waitFor();
    expect(record()?.custom_fields[code]).toEqual(before);
  });

  it('says why there is no store, and what to do', async () => {
    const panel = await open(`/organization/${await organizationThat('no_match')}`);
    await panel
      .getByText(/no store/i)
      .first()
      .waitFor();
    await shot('no-match');
  });

  it('shows a person the store of their organization', async () => {
    const matched = new Set(
      (await db.collection('links').find({ 'match.kind': 'match' }).toArray()).map((row) => row['orgId']),
    );
    const person = app.sandbox.world.persons.find((each) => each.org_id !== null && matched.has(each.org_id));
    const panel = await open(`/person/${person?.id}`);
    await panel.getByText(/In step|Not enriched yet/).waitFor();
    await shot('person');
  });

  it('asks for a new signed token when the one it holds has run out', async () => {
    const id = await organizationThat('match');
    await page.goto(`${app.sandbox.url}/organization/${id}?sim.urlToken=expired`);
    const panel = await surface();
    await panel.getByText(/In step/).waitFor();
  });

  it('keeps a person out who has not installed the app', async () => {
    const stranger = app.sandbox.world.users.find((user) => !user.isAdmin)?.id ?? 0;
    const answer = await app.api(
      stranger,
      'GET',
      `/api/organizations/${await organizationThat('match')}/panel`,
    );
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'not_connected' } } });
  });

  it.skipIf(canary === '')('has stored and logged nothing of the CRM but what is promised', async () => {
    await expectPrivate(db, canary, app.log());
  });

  it('ends with an uninstall that leaves only a receipt', async () => {
    await open(settingsPath(app));
    await page.getByRole('button', { name: 'Remove app' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove app' }).click();
    await page.waitForURL('**/organizations');
    const left = Object.entries(await dumpDatabase(db))
      .filter(([name, rows]) => rows.length > 0 && !['stores', 'catalog_meta', 'jobs'].includes(name))
      .map(([name]) => name);
    expect(left).toEqual(['erase_receipts']);
  });
});
