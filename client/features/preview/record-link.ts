/**
 * Reads which record somebody means: its number, or the address of its page in Pipedrive
 * (`https://acme.pipedrive.com/organization/123`).
 * @returns null when there is no such number in it, or the address is that of another kind of record
 */
export function recordIdFrom(text: string, objectType: 'organization' | 'person'): number | null {
  const typed = text.trim();
  const id = /^\d{1,15}$/.test(typed)
    ? typed
    : new RegExp(`/${objectType}s?/(\\d{1,15})(?:[/?#].*)?$`, 'i').exec(typed)?.[1];
  return id !== undefined && Number(id) > 0 ? Number(id) : null;
}
