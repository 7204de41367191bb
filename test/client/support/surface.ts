import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import type { Stage } from './stage.ts';

type Command = { type: string; name: string; args: { height?: number; size?: { height?: number } } | null };

/** One surface of the app inside the pretend Pipedrive page. */
export type Surface = {
  page: Page;
  frame: Frame;
  /** What the host was asked so far. */
  asked(): Promise<Command[]>;
  push(event: string, message: unknown): Promise<void>;
  set(settings: { confirm?: boolean; silent?: string[]; refuse?: string[] }): Promise<void>;
  release(): Promise<void>;
  /** Rules of axe that the surface breaks, with the elements: all rules, or those about colours alone. */
  violations(only?: 'colours'): Promise<string[]>;
  /** Makes the frame so many pixels wide. */
  resizeTo(width: number): Promise<void>;
  /** Pixels by which the content is wider than the frame. */
  overflow(): Promise<number>;
  /** Errors in the browser's console: faults, blocked loads, failed calls. */
  complaints: string[];
  /** A picture for people, once the frame has got its height. */
  shot(path: string): Promise<void>;
  close(): Promise<void>;
};

export type SurfaceOptions = {
  path: 'panel' | 'settings' | 'review' | 'calculated-values';
  query?: Record<string, string>;
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
  holdInitialize?: boolean;
};

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Those of axe's rules that are on by default and look at colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** A browser context for the surfaces of one file, which keep nothing in it but the files they loaded. */
export async function surfaceContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en-US' });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      Reflect.get(window, 'console').error(`blocked by policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  return context;
}

/** Opens a surface and waits for its document, not for its data. */
export async function openSurface(
  context: BrowserContext,
  stage: Stage,
  options: SurfaceOptions,
): Promise<Surface> {
  const { path, query = {}, theme = 'light', width = 385, height = 320, holdInitialize = false } = options;
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.setViewportSize({ width, height: path === 'panel' ? 800 : 2400 });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(stage.hostUrl);
  const id = randomUUID();
  const url = new URL(`/${path}`, stage.appOrigin);
  for (const [key, value] of Object.entries({ id, theme, userId: '7', companyId: '9', ...query }))
    url.searchParams.set(key, value);
  await page.evaluate(
    ({ open, hold }) => {
      window.pretendHost.settings.holdInitialize = hold;
      window.pretendHost.open(open);
    },
    { open: { url: url.href, id, width, height }, hold: holdInitialize },
  );
  const element = await page.waitForSelector('iframe');
  const frame = await element.contentFrame();
  if (!frame) throw new Error('The frame has no document.');
  await frame.waitForURL(`**/${path}?**`);

  return {
    page,
    frame,
    asked: () => page.evaluate(() => window.pretendHost.state.log),
    push: (event, message) =>
      page.evaluate(([name, data]) => window.pretendHost.push(name, data), [event, message] as const),
    set: (settings) =>
      page.evaluate((given) => void Object.assign(window.pretendHost.settings, given), settings),
    release: () => page.evaluate(() => window.pretendHost.release()),
    violations: async (only) => {
      if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axeSource);
      return await frame.evaluate(async (runOnly) => {
        const { violations } = await window.axe.run(document, {
          resultTypes: ['violations'],
          ...(runOnly && { runOnly }),
        });
        return violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
        );
      }, only && { type: 'rule', values: colourRules });
    },
    overflow: () => frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    resizeTo: async (width) => {
      await element.evaluate((frame, pixels) => frame.style.setProperty('width', `${pixels}px`), width);
      await frame.waitForFunction((pixels) => window.innerWidth === pixels, width);
    },
    complaints,
    shot: async (path) => {
      const settled = () =>
        document.documentElement.scrollHeight <= window.innerHeight || window.innerHeight >= 750;
      await frame.waitForFunction(settled, null, { timeout: 5_000 });
      await page.screenshot({ path, fullPage: true });
    },
    close: () => page.close(),
  };
}

declare global {
  interface Window {
    axe: {
      run(
        root: Document,
        options: { resultTypes: string[]; runOnly?: { type: string; values: string[] } },
      ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
    };
    pretendHost: {
      open(frame: { url: string; id: string; width: number; height: number }): void;
      push(event: string, message: unknown): void;
      release(): void;
      settings: {
        confirm: boolean;
        silent: string[];
        refuse: string[];
        tokens: number;
        holdInitialize?: boolean;
      };
      state: { log: Command[]; rejected: string[] };
    };
  }
}
