/** One request to the API or the token endpoint and what was answered, for checks against Pipedrive's documents. */
export type Exchange = {
  method: string;
  /** Path with query, below the origin. */
  url: string;
  requestBody: unknown;
  status: number;
  responseBody: unknown;
};
