import { z } from 'zod';

/** The store data in use. `publishedAt`: ISO time. Null before the first import. */
export const currentRelease = z.object({
  release: z.object({ number: z.number(), publishedAt: z.string() }).nullable(),
});

/*
 * Routes (all need `Authorization: Bearer <signed token>`):
 *   GET /api/releases/current → currentRelease
 */
