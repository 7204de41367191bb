import type { Run } from '../../runs/run.ts';
import type { Driver } from '../../runs/run-work.ts';
import type { EnrichmentDeps } from '../enrichment-deps.ts';
import { isEnrichable, type Link } from '../link.ts';

/** The records a run looks at: how many, and some of them. */
export type Population = { records: number; sample: Link[] };

type Deps = Pick<EnrichmentDeps, 'links'>;

/** So many stretches of links are looked at, spread over the ids; so many links in each. */
const stretches = 5;
const stretchLength = 40;

/** All linked records of the company. */
export async function allRecords(deps: Deps, run: Run): Promise<Population> {
  const [records, highest] = await Promise.all([
    deps.links.countEnrichable(run),
    deps.links.highestEnrichable(run),
  ]);
  const sample: Link[] = [];
  let after = -1;
  for (let stretch = 0; stretch < stretches; stretch++) {
    const begin = Math.max(after, Math.floor((highest * stretch) / stretches));
    const ids = await deps.links.enrichableIds(run, begin, stretchLength);
    const [from, to] = [ids[0], ids.at(-1)];
    if (from === undefined || to === undefined) break;
    after = to;
    sample.push(...(await deps.links.inRange(run, from, to)).filter(isEnrichable));
  }
  return { records, sample };
}

/** The records a run has been planned for: those whose turn comes first stand for all. */
export async function plannedRecords(deps: Deps, run: Run, driver: Driver): Promise<Population> {
  const { records, first } = await driver.planned(stretches);
  const ids = first.flatMap((chunk) => chunk.ids?.slice(0, stretchLength) ?? []);
  return { records, sample: (await deps.links.ofOrganizations(run, ids)).filter(isEnrichable) };
}
