import type { CatalogStore } from '../../server/catalog/catalog.store.ts';
import type { BenchApp } from './bench-app.ts';
import { changeShareOfStores, type LinkedStore } from './change-stores.ts';
import type { Row } from './row.ts';
import { untilSeen } from './until-seen.ts';
import { bringRelease } from './weekly-pass.ts';

const organizations = 20;
const betweenMs = 250;

type Written = { orgId: number; last: { outcome: string; at: Date } | null };

/** People add organizations while a release that changes all stores is brought: how long after that each is filled. */
export async function newOrganizationRows(
  app: BenchApp,
  given: { catalog: CatalogStore; links: readonly LinkedStore[]; say(line: string): void },
): Promise<Row[]> {
  const { catalog, links, say } = given;
  await changeShareOfStores(catalog, links, 1);
  say(`Bringing a release to ${links.length} links while people add organizations …`);
  let seconds: number[] = [];
  const { run } = await bringRelease(app, async () => {
    const madeAt = new Map<number, number>();
    for (let n = 0; n < organizations; n++) {
      const store = links[Math.floor((n * links.length) / organizations)]?.storeId ?? '';
      const at = Date.now();
      madeAt.set(await app.sandbox.addOrganization(`Invented ${n}`, `https://${store}`), at);
      await new Promise((resolve) => setTimeout(resolve, betweenMs));
    }
    await untilSeen('new organizations to be filled', async () => {
      const which = { orgId: { $in: [...madeAt.keys()] }, 'last.outcome': 'written' };
      const filled = await app.db.collection<Written>('links').find(which).toArray();
      seconds = filled.map(
        ({ orgId, last }) => ((last?.at.getTime() ?? Number.NaN) - (madeAt.get(orgId) ?? Number.NaN)) / 1000,
      );
      return filled.length === madeAt.size;
    });
  });
  const sorted = seconds.sort((a, b) => a - b);
  return [
    {
      id: 'new_org_enriched_p95_s',
      value: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN,
      unit: 's',
      bar: 10,
      better: 'lower',
      about: `from adding an organization to its fields filled, ${organizations} of them, while ${run.written} links are written`,
    },
  ];
}
