import { Configuration, CurrenciesApiFp } from 'pipedrive/v1';
import { z } from 'zod';
import { endpoints } from './endpoints.ts';
import type { Door } from './http.ts';
import { flag, many } from './shapes.ts';
import type { Currency, Pipedrive } from './types.ts';

const currenciesAnswer = many(
  z
    .object({ code: z.string().min(1), decimal_points: z.number().int().min(0).nullish(), active_flag: flag })
    .transform(
      (found): Currency => ({
        code: found.code,
        // Two is what nearly every currency has.
        decimals: found.decimal_points ?? 2,
        isActive: found.active_flag,
      }),
    ),
);

/** The currency calls of the gateway. */
export function currencyCalls(door: Door): Pick<Pipedrive, 'listCurrencies'> {
  const api = CurrenciesApiFp(new Configuration({}));
  return {
    async listCurrencies(caller) {
      const request = api.getCurrencies();
      return (await door({ caller, endpoint: endpoints.listCurrencies, request, answer: currenciesAnswer }))
        .data;
    },
  };
}
