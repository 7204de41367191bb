import type { Caller, Currency, Pipedrive } from '../pipedrive/types.ts';
import type { Clock } from '../platform/clock.ts';

/** A company's currencies, as its installation's calls see them. */
export type Currencies = (caller: Caller, epoch: string) => Promise<Currency[]>;

const hour = 3_600_000;

/** Reads currencies of a company at most once an hour in a process. A failed read is not remembered. */
export function createCurrencies(deps: {
  pipedrive: Pick<Pipedrive, 'listCurrencies'>;
  clock: Clock;
}): Currencies {
  const known = new Map<string, { until: number; currencies: Promise<Currency[]> }>();
  return (caller, epoch) => {
    const now = deps.clock.now().getTime();
    for (const [key, entry] of known) if (entry.until <= now) known.delete(key);
    const key = `${caller.companyId}:${epoch}`;
    const found = known.get(key);
    if (found) return found.currencies;
    const currencies = deps.pipedrive.listCurrencies(caller);
    known.set(key, { until: now + hour, currencies });
    currencies.catch(() => known.delete(key));
    return currencies;
  };
}
