import type { Clock } from '../platform/clock.ts';
import { tidyRuns } from '../runs/tidy-runs.ts';
import { keptMs } from '../undo/kept-value.ts';
import type { Stores } from './stores.ts';

/**
 * Removes from every collection what has had its time, once a day: MongoDB does so by itself, by its own indexes, other
 * databases that speak its protocol may not.
 */
export function tidyAll(stores: Stores, clock: Clock): Promise<void> {
  return tidyRuns({
    ...stores,
    clock,
    async also(now) {
      await stores.undoValues.dangerousRemoveBeforeAcrossCompanies(new Date(now.getTime() - keptMs));
      await stores.install.states.dangerousRemoveExpiredAcrossCompanies(now);
      await stores.askedHosts.dangerousRemoveExpiredAcrossCompanies(now);
      await stores.mailDays.dangerousRemoveExpiredAcrossCompanies(now);
    },
  });
}
