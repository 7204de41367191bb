import type { Caller, Currency, Field, Pipedrive } from '../pipedrive/types.ts';
import type { Clock } from '../platform/clock.ts';

/** Something about a company that hardly ever changes, as its installation's calls see it. */
type Hourly<T> = {
  (caller: Caller, epoch: string): Promise<T>;
  /** Has it read anew by whoever asks next. */
  forget(caller: Pick<Caller, 'companyId'>, epoch: string): void;
};

/** What is read at most once an hour in a process. A failed read is not remembered. */
export type CompanyFacts = { currencies: Hourly<Currency[]>; fields: Hourly<Field[]> };

const hour = 3_600_000;

/** The currencies and organization fields of companies. A first look costs 20 tokens, or 10 a page of 500 fields. */
export function createCompanyFacts(deps: {
  pipedrive: Pick<Pipedrive, 'listCurrencies' | 'listOrganizationFields'>;
  clock: Clock;
}): CompanyFacts {
  return {
    currencies: hourly(deps.clock, (caller) => deps.pipedrive.listCurrencies(caller)),
    fields: hourly(deps.clock, (caller) => deps.pipedrive.listOrganizationFields(caller)),
  };
}

function hourly<T>(clock: Clock, read: (caller: Caller) => Promise<T>): Hourly<T> {
  const known = new Map<string, { until: number; fact: Promise<T> }>();
  const keyOf = ({ companyId }: Pick<Caller, 'companyId'>, epoch: string) => `${companyId}:${epoch}`;
  const ask = (caller: Caller, epoch: string) => {
    const now = clock.now().getTime();
    for (const [key, entry] of known) if (entry.until <= now) known.delete(key);
    const key = keyOf(caller, epoch);
    const found = known.get(key);
    if (found) return found.fact;
    const fact = read(caller);
    known.set(key, { until: now + hour, fact });
    fact.catch(() => known.delete(key));
    return fact;
  };
  return Object.assign(ask, {
    forget: (caller: Pick<Caller, 'companyId'>, epoch: string) => void known.delete(keyOf(caller, epoch)),
  });
}
