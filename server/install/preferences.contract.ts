import { z } from 'zod';

/** A time of day in 24 hours, such as `08:30`. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** A time zone by its IANA name, such as `Europe/Lisbon`. */
const timeZone = z
  .string()
  .max(64)
  .refine((name) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
      return true;
    } catch {
      return false;
    }
  });

/** Every day from `from` to `until`, over midnight where `until` is the earlier one. The two differ. */
export const quietHours = z
  .object({ from: timeOfDay, until: timeOfDay, timeZone })
  .refine(({ from, until }) => from !== until);
export type QuietHours = z.infer<typeof quietHours>;

/** What a change signal is about; `names`: only these platforms, plans or apps, any where it is empty. */
export const signalRule = z.object({
  kind: z.enum(['platform_changed', 'plan_changed', 'app_added', 'app_removed']),
  names: z.array(z.string().trim().min(1).max(100)).max(20),
});
export type SignalRule = z.infer<typeof signalRule>;

/** Which records a release reaches first. */
const releaseOrder = z.enum(['rank', 'most_changed', 'longest_waiting']);
export type ReleaseOrder = z.infer<typeof releaseOrder>;

/** What an admin chooses about work that nobody starts. */
export const preferences = z.object({
  /** Off: nothing is written unless somebody presses a button. */
  automatic: z.boolean(),
  order: releaseOrder,
  /** When automatic work does not write; null: it may at any time. */
  quietHours: quietHours.nullable(),
  /** Keep replaced values, encrypted, for 30 days. */
  undo: z.boolean(),
  signals: z.array(signalRule).max(20),
});
export type Preferences = z.infer<typeof preferences>;

/** `version` is what a change names, so that two people saving at once do not overwrite each other. */
export const preferencesView = z.object({ version: z.number().int().min(0), preferences });
export type PreferencesView = z.infer<typeof preferencesView>;

export const preferencesChange = z.strictObject({
  version: z.number().int().min(0),
  change: preferences.partial().strict(),
});
export type PreferencesChange = z.infer<typeof preferencesChange>;

/*
 * Routes (all need `Authorization: Bearer <signed token>`):
 *   GET  /api/preferences                     → preferencesView
 *   PUT  /api/preferences  preferencesChange  → preferencesView (409 changed_meanwhile when `version` is an old one)
 */
