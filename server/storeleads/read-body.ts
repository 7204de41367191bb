/** A hundred stores with all their apps have some megabytes. */
const maxBytes = 64 * 1024 * 1024;

/**
 * The text of an answer, read to its end; null when it is longer than anything Store Leads has to say.
 * Throws what the network throws.
 */
export async function readBody(response: Response): Promise<string | null> {
  if (!response.body) return '';
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body) {
    length += part.length;
    if (length > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** What an answer holds as JSON; undefined where it is HTML, plain text or cut off, whatever its content type says. */
export function parseBody(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True for JSON that tells of a failure, which also happens with status 200 (storeleads.md 2.5). */
export function tellsOfError(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'error' in body && Boolean(body.error);
}
