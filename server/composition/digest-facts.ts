import { erasesAt } from '../install/erases-at.ts';
import { fieldCatalog } from '../mapping/fields/field-catalog.ts';
import { getMapping } from '../mapping/get-mapping.ts';
import type { DigestFacts } from '../notify/digest-facts.ts';
import type { NotifyDeps } from '../notify/notify-deps.ts';
import type { Base } from '../platform/deps.ts';
import type { Stores } from './stores.ts';

/** A day has fewer runs than this. */
const recentRuns = 200;

/** Gathers from the other parts what the daily mail may tell. */
export function digestFactsOf({ clock }: Base, stores: Stores): NotifyDeps['facts'] {
  async function connections(companyId: number): Promise<DigestFacts['waiting']['connections']> {
    const [installation, all] = await Promise.all([
      stores.install.installations.get(companyId),
      stores.install.connections.list(companyId),
    ]);
    return all.flatMap(({ userId, state, brokenReason, brokenAt }) => {
      if (state !== 'broken') return [];
      const automatic = userId === installation?.organizationUserId;
      return {
        userId,
        reason: brokenReason ?? 'revoked',
        automatic,
        erasesAt: brokenAt && erasesAt(brokenAt),
      };
    });
  }

  async function brokenFields(companyId: number): Promise<string[]> {
    const { entries, calculated } = await getMapping(stores, companyId, 'organization');
    const labels = new Map(fieldCatalog.map(({ key, label }) => [key, label]));
    for (const { name, label } of calculated) labels.set(`calculated:${name}`, label);
    return entries.flatMap(({ source, broken }) => (broken ? (labels.get(source) ?? source) : []));
  }

  return async ({ companyId, epoch }, { from, until }) => {
    const scope = { companyId, epoch };
    const [failedRecords, allRuns, deadLetters, fields, broken, subscription] = await Promise.all([
      stores.history.failedBetween(scope, from, until),
      stores.runs.list(companyId, recentRuns),
      stores.failing.countDead(scope, clock.now()),
      brokenFields(companyId),
      connections(companyId),
      stores.subscriptions.get({ ...scope, objectType: 'organization' }),
    ]);
    const runs = allRuns.filter((run) => run.epoch === epoch);
    const failedRuns: Record<string, number> = {};
    for (const { state, finishedAt, errorCode } of runs) {
      if (state !== 'failed' || !finishedAt || finishedAt <= from || finishedAt > until) continue;
      const code = errorCode ?? 'unexpected_error';
      failedRuns[code] = (failedRuns[code] ?? 0) + 1;
    }
    return {
      failedRecords,
      failedRuns,
      waiting: {
        deadLetters,
        brokenFields: fields,
        connections: broken,
        changesNotTold: subscription?.state === 'refused' ? (subscription.code ?? 'request_refused') : null,
        runsWithoutBudget: runs.filter(({ pauseReason }) => pauseReason === 'budget').length,
      },
    };
  };
}
