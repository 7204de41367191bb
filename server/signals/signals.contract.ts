import { z } from 'zod';

/** What the saved rules would have come to with the release in use. */
export const signalsPreview = z.object({
  /** Null before the first release. */
  release: z.object({ number: z.number(), publishedAt: z.string() }).nullable(),
  /** How many organizations would have got a note. */
  organizations: z.number().int().min(0),
  tokensPerNote: z.number().int().min(0),
});
export type SignalsPreview = z.infer<typeof signalsPreview>;

/*
 * Routes (all need `Authorization: Bearer <signed token>`):
 *   GET /api/signals/preview → signalsPreview. The rules themselves are read and saved with the preferences.
 */
