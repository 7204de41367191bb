import type { Locator } from 'playwright-core';
import { vi } from 'vitest';

/** Presses a button by its key: a page's height follows what it shows, so that a pointer could miss the button. */
export async function press(button: Locator): Promise<void> {
  await button.click({ trial: true });
  await button.press('Enter');
}

/** Ticks or unticks a box, a switch or one of several by its key, for the same reason. */
export async function choose(option: Locator, to = true): Promise<void> {
  if ((await option.isChecked()) === to) return;
  await option.click({ trial: true });
  await option.press('Space');
  await vi.waitUntil(async () => (await option.isChecked()) === to, { timeout: 30_000 });
}
