/**
 * Takes an address from store data or from a record and gives it back only when it is safe to link to.
 * @returns null for anything but http and https, e.g. `javascript:`
 */
export function safeLink(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}
