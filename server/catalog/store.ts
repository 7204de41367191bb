/**
 * One online shop in the shape of the Store Leads API's Domain object: money in hundredths, an attribute
 * without data is left out. This is also what expressions see as `_domain`.
 */
export type StoreDomain = {
  name: string;
  state: string;
  platform: string;
  tld1?: string;
  platform_domain?: string;
  aliases?: string[];
  cluster_domains?: string[];
  cluster_best_ranked?: string;
  rank?: number;
  apps?: StoreApp[];
  technologies?: { name: string; [key: string]: unknown }[];
  contact_info?: ContactInfo[];
  theme?:
    | string
    | { name?: string; style?: string; vendor?: string; version?: string; [key: string]: unknown };
  trustpilot?: { avg_rating?: number; review_count?: number };
  categories?: string[];
  [attribute: string]: unknown;
};

export type StoreApp = {
  id?: string;
  token?: string;
  platform?: string;
  name?: string;
  state?: string;
  [key: string]: unknown;
};

export type ContactInfo = {
  type: string;
  value: string;
  followers?: number;
  followers_30d?: number;
  [key: string]: unknown;
};

/** A store as the catalogue keeps it. `id` is its host name in lower case without a leading `www.`. */
export type StoreRecord = {
  id: string;
  domain: StoreDomain;
  /** Number of the release that last changed it. */
  release: number;
};
