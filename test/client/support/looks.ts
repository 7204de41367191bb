import { mkdirSync } from 'node:fs';
import { expect } from 'vitest';
import type { Surface } from './surface.ts';

/** A folder to leave pictures in, for people. */
const shots = process.env['STORE_LEADS_SHOTS'];
if (shots) mkdirSync(shots, { recursive: true });

type Widths = { light: number; dark: number; narrow: number };

/** Leaves a picture for people where a folder for them is named. */
export async function picture(surface: Surface, name: string): Promise<void> {
  if (shots) await surface.shot(`${shots}/${name.replaceAll(' ', '-')}.png`);
}

/** Turns to a theme, as Pipedrive tells it. */
export async function turn(surface: Surface, theme: 'light' | 'dark'): Promise<void> {
  await surface.push('user_settings_change', { data: { theme } });
  await surface.frame.waitForSelector(`html[data-mantine-color-scheme="${theme}"]`);
}

/**
 * Expects a surface to be readable for everybody, light and dark, and never wider than its frame.
 * @param widths of the frame, in pixels; left out where the frame keeps its width
 * @param name of the pictures
 */
export async function expectReadable(surface: Surface, name: string, widths?: Widths): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await turn(surface, theme);
    if (widths) await surface.resizeTo(widths[theme]);
    // Between themes only colours differ: one time through all rules is enough.
    expect(await surface.violations(theme === 'dark' ? 'colours' : undefined)).toEqual([]);
    expect(await surface.overflow()).toBeLessThanOrEqual(0);
    await picture(surface, `${name}-${theme}`);
  }
  if (!widths) return;
  await surface.resizeTo(widths.narrow);
  expect(await surface.overflow()).toBeLessThanOrEqual(0);
  await picture(surface, `${name}-narrow`);
}
