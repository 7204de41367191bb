import type { IncomingHttpHeaders } from 'node:http';

/** One request to the API or the token endpoint and what was answered, for checks against Pipedrive's documents. */
export type Exchange = {
  method: string;
  /** Path with query, below the origin. */
  url: string;
  /** Content type only: nothing secret. */
  requestHeaders: Record<string, string>;
  requestBody: unknown;
  status: number;
  responseBody: unknown;
};

/** The headers of a request that a check may see. */
export function shownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const type = headers['content-type'];
  return type === undefined ? {} : { 'content-type': type };
}
