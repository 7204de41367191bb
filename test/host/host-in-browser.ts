import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startHost, type TestHost } from './start-host.ts';
import { startTrivialApp, type TrivialApp } from './trivial-app.ts';

/** Where fetching a browser on a fresh machine must have ended. */
const browserWithinMs = 600_000;

export type HostInBrowser = { app: TrivialApp; host: TestHost; page: Page };

/**
 * Starts Chromium, the trivial app and the host pages for the tests of a file; every test gets a page of its own
 * browser profile, an app that behaves, and a company where everybody has installed it.
 */
export function hostInBrowser(): Readonly<HostInBrowser> {
  let browser: Browser | undefined;
  const current: Partial<HostInBrowser> = {};
  beforeAll(async () => {
    browser = await launchBrowser();
    current.app = await startTrivialApp();
  }, browserWithinMs);
  beforeEach(async () => {
    const { app } = current;
    if (!app || !browser) throw new Error('the browser did not start');
    app.manner = 'normal';
    current.host = await startHost(app.origin);
    current.page = await browser.newPage();
  });
  afterEach(async () => {
    await current.page?.context().close();
    await current.host?.close();
  });
  afterAll(async () => {
    await browser?.close();
    await current.app?.close();
  });
  const started = <K extends keyof HostInBrowser>(key: K): HostInBrowser[K] => {
    const value = current[key];
    if (value === undefined) throw new Error('only within a test');
    return value;
  };
  return {
    get app() {
      return started('app');
    },
    get host() {
      return started('host');
    },
    get page() {
      return started('page');
    },
  };
}
