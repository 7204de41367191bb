import type { ApiCall, ApiResult } from './api-route.ts';
import { readQuery, text } from './query.ts';

/** `GET /currencies`; `term` searches names and codes. */
export function listCurrencies(call: ApiCall): ApiResult {
  const { term } = readQuery(call.query, { term: text });
  const sought = term?.toLowerCase();
  return {
    data: call.world.currencies
      .filter((c) => sought === undefined || `${c.name} ${c.code}`.toLowerCase().includes(sought))
      .map((c) => ({
        id: c.id,
        code: c.code,
        name: c.name,
        decimal_points: c.decimals,
        symbol: c.symbol,
        active_flag: c.active,
        is_custom_flag: c.custom,
      })),
  };
}
