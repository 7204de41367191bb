import { mkdirSync } from 'node:fs';
import type { Connection } from 'mongoose';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { loadSample } from '../../server/catalog/load-sample.ts';
import { type MappingView, mappingView } from '../../server/mapping/mapping.contract.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { type RunView, runList } from '../../server/runs/runs.contract.ts';
import type { CustomValue, Organization, World } from '../sandbox/world.ts';
import { launchBrowser } from '../support/browser.ts';
import { ensureBuilt } from '../support/built.ts';
import { press } from '../support/press.ts';
import { newCanary } from '../support/privacy-sweep.ts';
import { type RunningApp, startApp } from '../support/start-app.ts';

const shots = 'test-results/studio';
const height = 900;

/** The two admins of the pretend company. */
export const firstAdmin = 9001;
export const secondAdmin = 9002;

export type CustomValues = Map<number, Record<string, CustomValue>>;

/** One company and one browser for a story that is told step after step. Called inside `describe`. */
export function studioStage(db: Connection) {
  const canary = newCanary();
  let app: RunningApp;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    await ensureBuilt();
    browser = await launchBrowser();
    page = await newPage(browser);
    // With events, what people type would be answered before the story comes to look at it.
    app = await startApp({ db, sandbox: { organizations: 60, persons: 60, canary }, withoutEvents: true });
    nameFieldsAfter(app.sandbox.world, canary);
    await loadSample({ catalog: createCatalogStore(db), clock: systemClock }, { count: 300, seed: 1 });
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const world = () => app.sandbox.world;
  const organization = (id: number): Organization => {
    const found = world().organizations.find((each) => each.id === id);
    if (!found) throw new Error(`There is no organization ${id}`);
    return found;
  };
  const settingsPath = () => `/settings/marketplace/app/${app.sandbox.clientId}/app-settings`;
  const open = async (path: string, on = page): Promise<Frame> => {
    await on.goto(`${app.sandbox.url}${path}`);
    return frameOf(on, '[data-frame-slot]:not(dialog)');
  };

  return {
    db,
    canary,
    app: () => app,
    page: () => page,
    world,
    organization,
    open,
    openSettings: (on = page) => open(settingsPath(), on),
    settingsPath,
    /** The app's frame in the present page. */
    surface: (on = page) => frameOf(on, '[data-frame-slot]:not(dialog)'),
    /** The app's frame in the open modal. */
    modal: () => frameOf(page, 'dialog.modal'),
    /** A browser of its own in which another user is signed in. */
    signedIn: async (userId: number): Promise<Page> => {
      const other = await newPage(browser);
      await other.request.post(`${app.sandbox.url}/session`, {
        form: { userId: String(userId), next: '/organizations' },
      });
      return other;
    },
    /** What the fields of all organizations hold now. */
    customValues: (): CustomValues =>
      new Map(world().organizations.map((each) => [each.id, structuredClone(each.custom_fields)])),
    /** Organizations the scan matched, with what Store Leads knows of their stores. */
    matched: async () => {
      const links = await db.collection('links').find({ enrichable: true }).sort({ orgId: 1 }).toArray();
      const ids = links.map((link) => String(link['match']?.storeId));
      const stores = await db
        .collection<{ _id: string; domain: Record<string, unknown> }>('stores')
        .find({ _id: { $in: ids } })
        .toArray();
      const byId = new Map(stores.map((store) => [store._id, store.domain]));
      return links.map((link) => ({
        id: Number(link['orgId']),
        domain: byId.get(String(link['match']?.storeId)) ?? {},
      }));
    },
    mapping: (): Promise<MappingView> => app.ask(mappingView, firstAdmin, 'GET', '/api/mapping'),
    /** The latest run of a kind. */
    lastRun: async (kind: RunView['kind']): Promise<RunView> => {
      const { runs } = await app.ask(runList, firstAdmin, 'GET', '/api/runs');
      const run = runs.find((each) => each.kind === kind);
      if (!run) throw new Error(`There is no run of kind ${kind}`);
      return run;
    },
    /** Code of the custom field of organizations whose name begins like this. */
    codeOf: (name: string): string => {
      const found = world().fields.find(
        (field) => field.entity === 'organization' && !field.isDeleted && field.name.startsWith(name),
      );
      if (!found) throw new Error(`There is no field ${name}`);
      return found.code;
    },
    /** A person types into a field on the page of an organization. */
    typeInto: async (id: number, code: string, value: string): Promise<void> => {
      await page.goto(`${app.sandbox.url}/organization/${id}`);
      const folded = page.locator('#empty-fields summary');
      const edit = page.locator(`[data-edit="${code}"]`);
      await edit.waitFor({ state: 'attached' });
      if (!(await edit.isVisible())) await folded.click();
      await edit.click();
      const input = page.locator(`[data-field="${code}"] .field-edit input`);
      await input.fill(value);
      await input.press('Enter');
      await page.locator(`[data-field="${code}"] .field-value`).getByText(value).waitFor();
    },
    press,
    /** A picture for people. */
    shot: (name: string, on = page) => picture(on, name),
    inLooks: (name: string, shown: Locator) => inLooks(page, name, shown),
  };
}

export type StudioStage = ReturnType<typeof studioStage>;

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height },
    acceptDownloads: true,
  });
  context.setDefaultTimeout(60_000);
  return context.newPage();
}

async function frameOf(page: Page, slot: string): Promise<Frame> {
  const iframe = page.locator(`${slot}[data-state="ready"] iframe`);
  await iframe.waitFor();
  const frame = await (await iframe.elementHandle())?.contentFrame();
  if (!frame) throw new Error('The page shows no frame');
  return frame;
}

/** Pictures of what is shown: wide and narrow, light and dark. */
async function inLooks(page: Page, name: string, shown: Locator): Promise<void> {
  for (const width of [1280, 560]) {
    await page.setViewportSize({ width, height });
    for (const theme of ['light', 'dark']) {
      for (const frame of page.frames().slice(1))
        await frame.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor({ state: 'attached' });
      await shown.waitFor();
      await picture(page, `${name}-${width}-${theme}`);
      // Not by a click: a modal may lie over the button.
      await page.locator('[data-action="theme"]').dispatchEvent('click');
    }
  }
  await page.setViewportSize({ width: 1280, height });
}

/** A picture of all there is; of what lies in sight while a modal is open. */
async function picture(page: Page, name: string): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 1280 };
  const inModal = (await page.locator('dialog[open]').count()) > 0;
  // Frames of other origins are painted only where they are in sight.
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  if (!inModal) await page.setViewportSize({ width, height: Math.min(6000, Math.max(height, whole)) });
  for (const frame of page.frames()) await frame.evaluate(painted);
  await page.screenshot({ path: `${shots}/${name}.png` });
  await page.setViewportSize({ width, height });
}

const painted = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

/** Names of fields and labels of options belong to the CRM as well: the canary stands behind them too. */
function nameFieldsAfter({ fields }: World, canary: string): void {
  for (const field of fields.filter(({ isCustom }) => isCustom)) {
    field.name += ` ${canary}`;
    for (const option of field.options ?? []) option.label += ` ${canary}`;
  }
}
