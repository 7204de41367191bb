/** A connection that nobody mends for this long is erased as if it had been uninstalled (design.md 5.7). */
const brokenLifeMs = 30 * 86_400_000;

/** When a connection that broke at this moment is erased, unless its user connects again. */
export function erasesAt(brokenAt: Date): Date {
  return new Date(brokenAt.getTime() + brokenLifeMs);
}
