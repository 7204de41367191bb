/** An organization as the model looks at it. */
type Seen = {
  id: number;
  is_deleted: boolean;
  website: string | null;
  custom_fields: Record<string, unknown>;
};

/** What Pipedrive must hold in the end, by what people and releases did; knows nothing of how the app works. */
export type CrowdModel = {
  /** A release says that these stores are in this town now. */
  moved(storeIds: readonly string[], town: string): void;
  /** Store of every living organization whose website is nothing but the address of a known store's own page. */
  linksOf(organizations: readonly Seen[]): Map<number, string>;
  /** Town that must stand in organizations of this store; undefined when no release moved it. */
  townOf(storeId: string): string | undefined;
};

const plainAddress = /^(?:https?:\/\/)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\.?(?:\/[a-z/]*)?$/i;

/** Starts with the stores there are; nobody has moved. */
export function crowdModel(storeIds: readonly string[]): CrowdModel {
  const known = new Set(storeIds);
  const towns = new Map<string, string>();
  return {
    moved(ids, town) {
      for (const id of ids) towns.set(id, town);
    },
    linksOf(organizations) {
      const links = new Map<number, string>();
      for (const { id, is_deleted, website } of organizations) {
        const host = plainAddress.exec(website ?? '')?.[1]?.toLowerCase();
        if (!is_deleted && host !== undefined && known.has(host)) links.set(id, host);
      }
      return links;
    },
    townOf: (storeId) => towns.get(storeId),
  };
}
