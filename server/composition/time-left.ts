import type { GetInstallation } from '../install/installation.ts';
import type { PreferenceStore } from '../install/preferences.store.ts';
import { getPreferences } from '../install/preferences.ts';
import { quietUntil } from '../install/quiet-hours.ts';
import { forecast, paceOfRecords } from '../pipedrive/forecast.ts';
import type { BudgetStatus } from '../pipedrive/ports.ts';
import type { Clock } from '../platform/clock.ts';
import type { TimeLeft } from '../runs/run-view.ts';

/** How long a run still takes: by its own pace and tokens, the company's budget and, where nobody started it, quiet hours. */
export function composeTimeLeft(parts: {
  clock: Clock;
  preferences: PreferenceStore;
  getInstallation: GetInstallation;
  budgetStatus(companyId: number): Promise<BudgetStatus>;
}): TimeLeft {
  const { clock, preferences, getInstallation } = parts;
  return async (run, { records, tokensPerRecord, recordsPerSecond }) => {
    const [{ outlook, pacePerSecond }, installation] = await Promise.all([
      parts.budgetStatus(run.companyId),
      getInstallation(run.companyId),
    ]);
    const isAutomatic = run.createdByUserId === 0;
    const quietHours =
      isAutomatic && installation
        ? (await getPreferences({ preferences }, installation)).preferences.quietHours
        : null;
    const pace = recordsPerSecond ?? paceOfRecords(tokensPerRecord, pacePerSecond);
    return forecast({ records, tokensPerRecord, recordsPerSecond: pace }, outlook, clock.now(), {
      quietUntil: (moment) => quietUntil(quietHours, moment),
      ...(run.state === 'paused' && run.resumesAt ? { from: run.resumesAt } : {}),
    });
  };
}
