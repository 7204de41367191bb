import { mkdirSync } from 'node:fs';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { launchBrowser } from '../support/browser.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';

/** A folder to leave pictures in, for people. */
const shots = process.env['STORE_LEADS_SHOTS'];
const db = await testDatabase();

describe('the review inside the pretend Pipedrive', () => {
  let app: PreparedApp;
  let browser: Browser;
  let page: Page;
  let linked: number[];

  beforeAll(async () => {
    await ensureBuilt();
    app = await preparedApp(db, { sandbox: { organizations: 40 } });
    await app.finished(await app.startRun('/api/scans'));
    await app.createFields(6);
    const rows = db.collection<{ orgId: number }>('links').find({ enrichable: true }).sort({ orgId: 1 });
    linked = (await rows.toArray()).map(({ orgId }) => orgId);
    browser = await launchBrowser();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    if (shots) mkdirSync(shots, { recursive: true });
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const shot = async (name: string) => {
    if (shots) await page.screenshot({ path: `${shots}/in-pipedrive-${name}.png` });
  };
  const held = (id: number) =>
    Object.values(app.sandbox.world.organizations.find((each) => each.id === id)?.custom_fields ?? {});
  const patches = () => app.calls()['PATCH /api/v2/organizations/{id}'] ?? 0;
  /** Its buttons are pressed by key: the modal takes the height of what it shows, so they move. */
  const modalFrame = (): FrameLocator => page.frameLocator('dialog.modal iframe');
  const review = async (): Promise<FrameLocator> => {
    await page.locator('[data-open-modal]', { hasText: 'Review changes' }).click();
    return modalFrame();
  };

  it('shows what would change in the organizations picked in a list, enriches them and closes', async () => {
    await page.goto(`${app.sandbox.url}/organizations`);
    for (const id of linked.slice(0, 3)) await page.locator(`input[data-pick][value="${id}"]`).check();
    await page.locator('[data-selected-tools] summary').click();
    const modal = await review();
    await modal.getByRole('button', { name: 'Enrich 3 organizations' }).waitFor();
    await shot('list');
    expect(patches()).toBe(0);
    await modal.getByRole('button', { name: 'Enrich 3 organizations' }).press('Enter');
    await modal.getByText('3 organizations updated').waitFor();
    expect(patches()).toBe(3);
    for (const id of linked.slice(0, 3)) expect(held(id).length).toBeGreaterThan(2);
    await modal.getByRole('button', { name: 'Look again' }).press('Enter');
    await modal.getByText('Nothing would be written').waitFor();
    await modal.getByRole('button', { name: 'Close' }).press('Enter');
    await page.locator('dialog.modal').waitFor({ state: 'detached' });
  });

  it('refuses everyone politely', async () => {
    await page.goto(`${app.sandbox.url}/organizations`);
    await page.locator('input[data-pick-all]').check();
    await page.locator('[data-selected-tools] summary').click();
    const modal = await review();
    await modal.getByText('All organizations are too many to review here').waitFor();
    await shot('everyone');
    await modal.getByRole('button', { name: 'Close' }).press('Enter');
    await page.locator('dialog.modal').waitFor({ state: 'detached' });
  });

  it('opens from the panel, whose state follows what was written in it', async () => {
    const id = linked[4];
    await page.goto(`${app.sandbox.url}/organization/${id}`);
    await page.locator('[data-state="ready"] iframe').first().waitFor();
    const panel = await waitFor('the panel', async () =>
      page.frames().find((frame) => frame.url().includes('/panel?')),
    );
    await panel.getByText('Not enriched yet').waitFor();
    await press(panel.getByRole('button', { name: 'More actions' }));
    await panel.getByRole('menuitem', { name: 'Review changes' }).click();
    const modal = modalFrame();
    await modal.getByRole('button', { name: 'Enrich 1 organization' }).press('Enter');
    await modal.getByText('1 organization updated').waitFor();
    await shot('panel');
    await modal.getByRole('button', { name: 'Close' }).press('Enter');
    await panel.getByText('In step').waitFor();
  });
});
