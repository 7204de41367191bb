import type { Door, Patience } from './http.ts';

/** What Store Leads is asked for. */
export type StoreLeads = {
  /**
   * The stores with these names (public or platform domains, any number) as they are sent: objects not checked yet.
   * Unknown names are missing, the order is anybody's. With `fields` only those attributes come.
   * @throws AppError `store_leads_unavailable`, `store_leads_busy`, `store_leads_key_refused`, `store_leads_refused`
   */
  domains(
    names: readonly string[],
    options: { patience: Patience; fields?: readonly string[]; signal?: AbortSignal | undefined },
  ): Promise<unknown[]>;
};

/** Stores in one call (storeleads.md 2.2). */
const blockSize = 100;

/**
 * Asks in blocks of a hundred; the blocks of one question are under way together, as fast as the pace allows.
 * Redirects are not followed: an answer does not tell which of a hundred names led to it.
 */
export function createStoreLeads(door: Door): StoreLeads {
  return {
    async domains(names, { patience, fields, signal }) {
      const wanted = [...new Set(names)];
      const blocks: string[][] = [];
      for (let at = 0; at < wanted.length; at += blockSize) blocks.push(wanted.slice(at, at + blockSize));
      const answers = await Promise.all(
        blocks.map((domains) =>
          door({
            path: '/domain/bulk',
            body: { domains, ...(fields && { fields: fields.join(',') }) },
            patience,
            signal,
          }),
        ),
      );
      return answers.flatMap(domainsOf);
    },
  };
}

/** The list in an answer; an answer without one knows none of the names. */
function domainsOf(body: unknown): unknown[] {
  const found = typeof body === 'object' && body !== null && 'domains' in body ? body.domains : null;
  return Array.isArray(found) ? found : [];
}
