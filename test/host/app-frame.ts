import type { Frame, Page } from 'playwright-core';
import type { LogEntry } from '../sandbox/host/public/message-log.js';

/** Loads a page of the host and gives the app's frame in it, its SDK initialised. */
export async function openApp(page: Page, address: string): Promise<Frame> {
  await page.goto(address);
  return await appFrame(page);
}

/** The app's frame of the present page (not that of a modal above it), its SDK initialised. */
export async function appFrame(page: Page): Promise<Frame> {
  return await readyFrame(page, '[data-frame-slot]:not(dialog)');
}

/** The app's frame in the open modal, its SDK initialised. */
export async function modalFrame(page: Page): Promise<Frame> {
  return await readyFrame(page, 'dialog.modal');
}

async function readyFrame(page: Page, slot: string): Promise<Frame> {
  const iframe = page.locator(`${slot}[data-state="ready"] iframe`);
  await iframe.waitFor();
  const frame = await (await iframe.elementHandle())?.contentFrame();
  if (!frame) throw new Error('the page shows no frame');
  await frame.evaluate('window.ready.then(() => undefined)');
  return frame;
}

/**
 * Runs code in a frame, where `sdk` is the app's SDK, and tells how it ended. Results are copied as JSON.
 * @param code an expression, may be a promise
 */
export async function inApp(frame: Frame, code: string): Promise<{ value?: unknown; error?: string }> {
  return await frame.evaluate(`(async () => {
    try { return { value: await (${code}) }; } catch (error) { return { error: error.message }; }
  })()`);
}

/** What passed between host and frames so far, data as JSON, without the times. */
export async function hostLog(page: Page): Promise<Omit<LogEntry, 'time'>[]> {
  const text = await page.evaluate<string>(
    'JSON.stringify(window.__sim.log.map(({ time, ...entry }) => entry))',
  );
  return JSON.parse(text);
}

/** Waits until the host recorded so many entries of this kind and name. */
export async function recorded(page: Page, kind: LogEntry['kind'], name: string, count = 1): Promise<void> {
  await page.waitForFunction(
    `window.__sim.log.filter((entry) => entry.kind === ${JSON.stringify(kind)} && entry.name === ${JSON.stringify(name)}).length >= ${count}`,
  );
}
