import type { Locator } from 'playwright-core';

/** Presses a button by its key: a page's height follows what it shows, so that a pointer could miss the button. */
export async function press(button: Locator): Promise<void> {
  await button.click({ trial: true });
  await button.press('Enter');
}
