import type { SandboxClock } from '../clock.ts';
import type { Actor, Records } from '../state/records.ts';
import type { User, World } from '../world.ts';

/** One authenticated request to the API. */
export type ApiCall = {
  world: World;
  records: Records;
  clock: SandboxClock;
  /** In whose name: decides what is visible and allowed. */
  user: User;
  /** How a change is put down: made through the API, or (control pages) by a person. */
  actor: Actor;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  /** Whether somebody answers at an address that is to be subscribed. */
  reachable(url: string): Promise<boolean>;
  /** Where the API itself is. */
  ownOrigin: string;
};

/** What a handler gives back: the keys beside `success: true`. */
export type ApiResult = { data?: unknown; additional_data?: unknown; status?: 'ok' };

export type ApiRoute = {
  version: 'v1' | 'v2';
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the version, parameters in braces: `/organizations/{id}`. */
  path: string;
  /** Tokens of the daily budget (`x-token-cost` of the OpenAPI files). */
  cost: number;
  /** Any one of these is enough. */
  scopes: readonly string[];
  /** Status of success; 200 unless said. */
  success?: number;
  handle(call: ApiCall): ApiResult | Promise<ApiResult>;
};
