import { z } from 'zod';

/** The time zone decides what a day is, and when in it the mail is sent. */
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

export const errorMailChange = z.strictObject({ address: z.email().max(254), timeZone });
export type ErrorMailChange = z.infer<typeof errorMailChange>;

/** Whether a daily mail tells of errors, and whom. */
export const errorMailView = z.object({
  /** False: this installation of the app sends no mail at all. */
  available: z.boolean(),
  /** Only the account's owner may switch it on or off. */
  canChange: z.boolean(),
  /** `unconfirmed`: nothing is sent before the link in the first mail was followed. */
  state: z.enum(['off', 'unconfirmed', 'on']),
  /** The user who gets it. */
  userId: z.number().nullable(),
  /** Where it is sent; told to its owner alone. */
  address: z.string().nullable(),
  lastSentAt: z.string().nullable(),
  /** `refused`: the mail server does not take mail for the address. `not_sent`: it cannot be reached. */
  trouble: z.enum(['refused', 'not_sent']).nullable(),
});
export type ErrorMailView = z.infer<typeof errorMailView>;

/*
 * Routes (need `Authorization: Bearer <signed token>`; those that change something are the account owner's alone):
 *   GET    /api/error-mail                         → errorMailView
 *   PUT    /api/error-mail       errorMailChange   → errorMailView (sends the mail that asks for confirmation)
 *   DELETE /api/error-mail                         → errorMailView
 *   POST   /api/error-mail/test                    → errorMailView (409 mail_not_confirmed before the confirmation)
 * Pages behind links in mails (`token` is opaque, that of a confirmation good for one use):
 *   GET, POST /mail/confirm?token=                 asks, does
 *   GET, POST /mail/unsubscribe?token=             asks, does; the POST also as mail programs send it (RFC 8058)
 */
