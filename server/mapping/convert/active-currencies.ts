import type { Currency } from '../../pipedrive/types.ts';

/** Decimals by currency code, of the currencies a company has switched on: what `convertValue` asks for. */
export function activeCurrencies(currencies: readonly Currency[]): ReadonlyMap<string, number> {
  return new Map(
    currencies
      .filter((currency) => currency.isActive)
      .map(({ code, decimals }) => [code.toUpperCase(), decimals]),
  );
}
