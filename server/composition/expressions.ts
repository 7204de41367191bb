import { planAllows, plansFor } from '../accounts/gates.ts';
import type { StoreRecord } from '../catalog/store.ts';
import { planCovers } from '../enrichment/plan-covers.ts';
import { createExpressionEngine } from '../expressions/engine.ts';
import type { ExpressionEngine } from '../expressions/types.ts';
import type { GetInstallation, Installation } from '../install/installation.ts';
import type { ExpressionDeps } from '../mapping/calculated/expression-deps.ts';
import { notInstalled } from '../mapping/mapping-deps.ts';
import type { Base } from '../platform/deps.ts';
import type { Stores } from './stores.ts';

/** Links looked at for each store that is asked for: several organizations may be the same store. */
const linksPerStore = 3;

/** Makes the expression engine of this process, and hands the studio what belongs to links and plans. */
export function composeExpressions(
  { clock, log }: Base,
  parts: {
    stores: Pick<Stores, 'links' | 'catalog'>;
    getInstallation: GetInstallation;
    /** The built program of the worker thread. */
    expressionWorker: string;
  },
): ExpressionDeps & { engine: ExpressionEngine } {
  const { stores, getInstallation, expressionWorker } = parts;
  const { links, catalog } = stores;

  async function installationOf(companyId: number): Promise<Installation> {
    const installation = await getInstallation(companyId);
    if (!installation) throw notInstalled();
    return installation;
  }

  async function covered(installation: Installation, ids: string[]): Promise<Map<string, StoreRecord>> {
    const found = await catalog.findStores(ids);
    return new Map([...found].filter(([, store]) => planCovers(installation, store)));
  }

  return {
    clock,
    engine: createExpressionEngine({ workerFile: expressionWorker, log, clock }),
    async gate(companyId) {
      const { plan } = await installationOf(companyId);
      return { allowed: planAllows(plan, 'calculated_values'), plans: plansFor('calculated_values') };
    },
    async sampleStores(companyId, count) {
      const installation = await installationOf(companyId);
      const { epoch } = installation;
      const linked = await links.enrichableLinks({ companyId, epoch }, 0, count * linksPerStore);
      const ids = new Set(linked.flatMap(({ match }) => match.storeId ?? []));
      const found = await covered(installation, [...ids]);
      return [...ids].flatMap((id) => found.get(id) ?? []).slice(0, count);
    },
    findStores: async (companyId, ids) => covered(await installationOf(companyId), ids),
  };
}
