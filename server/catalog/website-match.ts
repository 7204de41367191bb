/** How a website text was matched; what links and screens say about an organization. */
export type WebsiteMatch =
  | {
      kind: 'match';
      storeId: string;
      key: 'host' | 'registrable_domain' | 'platform_domain' | 'alias' | 'cluster';
    }
  /** The store is known but the account's plan does not cover its platform. */
  | { kind: 'out_of_plan'; storeId: string }
  /** Several stores fit: a person has to choose. */
  | { kind: 'ambiguous'; storeIds: string[] }
  | { kind: 'no_match' }
  /** A social network, marketplace, link-in-bio page and the like. */
  | { kind: 'not_a_shop' }
  | { kind: 'no_website' };
