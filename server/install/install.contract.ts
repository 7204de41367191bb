import { z } from 'zod';
import { gateView, planName } from '../accounts/accounts.contract.ts';

const connectionView = z.object({
  userId: z.number(),
  /** `standby`: takes over when the organization connection dies. */
  role: z.enum(['organization', 'standby', 'personal']),
  state: z.enum(['ok', 'broken']),
  /** Code of why it is broken: `revoked`, `user_disabled`, `expired`, `scopes_changed`, `unreadable_secret`. */
  brokenReason: z.string().nullable(),
  /** When it is erased, unless its user connects again; null while it is not broken. */
  erasesAt: z.string().nullable(),
  isAdmin: z.boolean(),
  isYou: z.boolean(),
  installedAt: z.string(),
});
export type ConnectionView = z.infer<typeof connectionView>;

/** `automatic`: the admin who has been connected longest. `userId` only where `mode` is `chosen`. */
const standbyChoice = z.object({
  mode: z.enum(['automatic', 'chosen', 'nobody']),
  userId: z.number().nullable(),
});

export const standbyChange = z
  .strictObject({ mode: z.enum(['automatic', 'chosen', 'nobody']), userId: z.int().positive().nullable() })
  .refine(({ mode, userId }) => (mode === 'chosen') === (userId !== null), { path: ['userId'] });
export type StandbyChange = z.infer<typeof standbyChange>;

/** Names of users, as far as the caller may see them in Pipedrive. */
export const connectionPeople = z.object({
  people: z.array(z.object({ userId: z.number(), name: z.string() })),
});
export type ConnectionPeople = z.infer<typeof connectionPeople>;

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
  standby: standbyChoice,
  /**
   * The last time automatic work changed hands. `toUserId` null: the user left and nobody took over. Reasons: those of a
   * broken connection, `left`, `by_hand`.
   */
  handover: z
    .object({
      fromUserId: z.number().nullable(),
      toUserId: z.number().nullable(),
      reason: z.string(),
      at: z.string(),
    })
    .nullable(),
  /** Things the installing user cannot do, as codes: `not_admin`, `cannot_add_fields`. */
  limitations: z.array(z.string()),
  canChangeSettings: z.boolean(),
  websiteField: z.object({ code: z.string(), name: z.string() }).nullable(),
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
 *   GET    /api/connections/people        → connectionPeople
 *   PUT    /api/connections/standby       standbyChange → settingsView
 *   POST   /api/connections/promote       → settingsView: the caller (an admin) becomes the organization connection
 */
