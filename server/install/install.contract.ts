import { z } from 'zod';
import { gateView, planName } from '../accounts/accounts.contract.ts';

const connectionView = z.object({
  userId: z.number(),
  role: z.enum(['organization', 'personal']),
  state: z.enum(['ok', 'broken']),
  /** Code of why it is broken: `revoked`, `scopes_changed`, `unreadable_secret`. */
  brokenReason: z.string().nullable(),
  isAdmin: z.boolean(),
  isYou: z.boolean(),
  installedAt: z.string(),
});
export type ConnectionView = z.infer<typeof connectionView>;

/** Everything the settings page needs about the installation itself. */
export const settingsView = z.object({
  companyId: z.number(),
  plan: planName,
  platformScope: z.array(z.string()).nullable(),
  gates: z.array(gateView),
  /**
   * `paused_no_connection`: the organization connection is broken, or its user left. An admin takes over, or the user
   * of the broken one connects again.
   */
  state: z.enum(['active', 'paused_no_connection']),
  connections: z.array(connectionView),
  /** Things the installing user cannot do, as codes: `not_admin`, `cannot_add_fields`. */
  limitations: z.array(z.string()),
  canChangeSettings: z.boolean(),
  websiteField: z.object({ code: z.string(), name: z.string() }).nullable(),
  budget: z.object({
    sharePercent: z.number(),
    /** Null while neither headers nor a stated plan tell. */
    dailyLimit: z.number().nullable(),
    usedByUsToday: z.number(),
    allowedToday: z.number().nullable(),
    resetsAt: z.string(),
  }),
  installUrl: z.string(),
});
export type SettingsView = z.infer<typeof settingsView>;

/** Candidates for "which field holds the website", with how many of the first page have a value. */
export const websiteFieldChoices = z.object({
  looked: z.number(),
  choices: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      filled: z.number(),
      looksLikeWebsites: z.number(),
      recommended: z.boolean(),
    }),
  ),
});
export type WebsiteFieldChoices = z.infer<typeof websiteFieldChoices>;

export const websiteFieldChoice = z.object({ code: z.string().min(1).max(255) });

/*
 * Routes (all but the first three need `Authorization: Bearer <signed token>`):
 *   GET    /install                       Installation URL: sets own `state`, redirects to authorize
 *   GET    /oauth/callback                code or error
 *   DELETE /oauth/callback                uninstall (Basic); POST: app-sharing notice (Basic)
 *   GET    /api/settings                  → settingsView
 *   GET    /api/settings/website-fields   → websiteFieldChoices
 *   PUT    /api/settings/website-field    websiteFieldChoice → settingsView (409 run_active while a run is not
 *                                         over; forgets the matches of the former field: the client then starts a scan)
 *   POST   /api/connections/promote       → settingsView: the caller (an admin) becomes the organization connection
 */
