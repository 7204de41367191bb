import { z } from 'zod';
import type { Theme } from './surface-query.ts';

const theme = z.enum(['light', 'dark']);
const documented = z.object({ data: z.object({ theme }) });
const flat = z.object({ theme });

/**
 * Reads the theme from a `user_settings_change` event. The documented shape is `{ data: { theme } }`; the SDK's
 * own handling only makes sense for `{ theme }`, so that and the two merged are understood as well.
 * @returns null when the event names no theme we know
 */
export function themeFromEvent(event: unknown): Theme | null {
  const nested = documented.safeParse(event);
  if (nested.success) return nested.data.data.theme;
  const plain = flat.safeParse(event);
  return plain.success ? plain.data.theme : null;
}
