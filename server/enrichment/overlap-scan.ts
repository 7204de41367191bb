import type { GetInstallation, Installation } from '../install/installation.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import type { Caller, Organization, Page, Pipedrive } from '../pipedrive/types.ts';
import type { AtBoundary } from '../platform/boundaries.ts';
import type { Clock } from '../platform/clock.ts';
import { AppError, isAppError } from '../platform/errors.ts';
import { addCounts, type Counters, countsTotal, type Run } from '../runs/run.ts';
import { type Driver, RunPause } from '../runs/run-work.ts';
import { insertGuarded, requireInstallation } from './epoch-guard.ts';
import { pauseFor, unlessReplaced } from './interruption.ts';
import type { LinkStore } from './link.store.ts';
import type { Link } from './link.ts';
import { type FindKeys, matchWebsites } from './match-websites.ts';
import { planPage } from './scan-page.ts';
import { websiteFields, websiteText } from './website-text.ts';

export type ScanDeps = {
  pipedrive: Pick<Pipedrive, 'listOrganizations'>;
  getInstallation: GetInstallation;
  findKeys: FindKeys;
  links: LinkStore;
  clock: Clock;
  atBoundary: AtBoundary;
};

const pageSize = 500;

/**
 * Walks all organizations in order of their ids, says which are stores, and keeps that as links. Every page is
 * written before the checkpoint that counts it; a walk that is taken up again goes on at its cursor or, when that
 * has died, from the beginning, skipping without rewriting what the checkpoint says is done.
 * @throws RunPause when connection or budget are missing; AppError `website_field_not_chosen`.
 */
export async function overlapScan(deps: ScanDeps, run: Run, driver: Driver): Promise<'finished'> {
  const scan = await prepare(deps, run, driver.signal);
  let { highWater, counters, tokensUsed } = run;
  let cursor = run.cursor;
  const list = async (query: Parameters<Pipedrive['listOrganizations']>[1]): Promise<Page<Organization>> => {
    driver.signal.throwIfAborted();
    const page = await deps.pipedrive.listOrganizations(scan.caller, {
      ...query,
      customFields: scan.customFields,
    });
    tokensUsed += endpoints.listOrganizations.cost;
    return page;
  };

  try {
    const highestId = (await list({ limit: 1, sortDescending: true })).items[0]?.id ?? 0;
    for (;;) {
      const page = await list({ limit: pageSize, ...(cursor !== null && { cursor }) }).catch(
        (error: unknown) => {
          if (cursor === null || !isAppError(error, 'request_refused')) throw error;
          return null;
        },
      );
      if (!page) {
        cursor = null;
        continue;
      }
      deps.atBoundary('scan.page-read');
      const fresh = page.items.filter((organization) => organization.id > highWater);
      const isLast = page.nextCursor === null;
      const to = isLast ? Number.MAX_SAFE_INTEGER : (page.items.at(-1)?.id ?? highWater);
      if (fresh.length > 0 || isLast) {
        counters = addCounts(counters, await writePage(deps, scan, { from: highWater + 1, to, fresh }));
      }
      deps.atBoundary('scan.links-written');
      highWater = Math.max(highWater, fresh.at(-1)?.id ?? 0);
      cursor = page.nextCursor;
      const planned = isLast ? countsTotal(counters) : estimate(countsTotal(counters), highWater, highestId);
      await driver.checkpoint({
        counters,
        highWater,
        cursor,
        tokensUsed,
        planned,
        plannedIsEstimate: !isLast,
      });
      deps.atBoundary('scan.checkpoint-written');
      if (isLast) return 'finished';
    }
  } catch (error) {
    throw await unlessReplaced(deps, scan.caller, pauseFor(error, deps.clock.now()));
  }
}

type Scan = {
  run: Run;
  installation: Installation;
  websiteField: string;
  customFields: string[];
  caller: Caller;
};

async function prepare(deps: ScanDeps, run: Run, signal: AbortSignal): Promise<Scan> {
  const installation = await requireInstallation(deps, run.companyId, run.epoch);
  const { organizationUserId: userId, websiteField } = installation;
  if (userId === null) throw new RunPause('connection', null);
  if (websiteField === null) throw websiteFieldNotChosen();
  const caller: Caller = { companyId: run.companyId, userId, lane: 'bulk', signal };
  return { run, installation, websiteField, customFields: websiteFields(websiteField), caller };
}

/** Writes the links of one page of the walk, which is all there is in its range of ids. */
function writePage(deps: ScanDeps, scan: Scan, page: { from: number; to: number; fresh: Organization[] }) {
  return savePage(deps, scan, page.fresh, () => deps.links.inRange(scan.run, page.from, page.to));
}

/**
 * Writes which stores organizations are; repeated while somebody else changes one of their links at the same moment.
 * @param known reads their links; one that it gives without its organization is taken for gone
 */
export async function savePage(
  deps: Pick<ScanDeps, 'findKeys' | 'links' | 'getInstallation'>,
  scan: Pick<Scan, 'run' | 'installation' | 'websiteField'>,
  listed: readonly Organization[],
  known: () => Promise<Link[]>,
): Promise<Counters> {
  const { companyId, epoch, id: runId, createdAt: since } = scan.run;
  const texts = listed.map((organization) => websiteText(organization, scan.websiteField));
  const matched = await matchWebsites(deps, texts, scan.installation.platformScope);
  const organizations = listed.flatMap(({ id: orgId, updateTime }, at) => {
    const website = matched[at];
    return website ? [{ ...website, orgId, updateTime }] : [];
  });
  for (let attempt = 1; ; attempt++) {
    const plan = planPage({ companyId, epoch, runId, since, organizations, known: await known() });
    const insert = () => deps.links.saveScanned(plan.save);
    const saved = await insertGuarded(deps, scan.run, { insert, erase: deps.links.erase });
    await deps.links.remove(scan.run, plan.remove);
    if (saved || attempt === 3) return plan.counts;
  }
}

/** Lists have no total: as many more as the ids seen so far let expect. */
function estimate(seen: number, highWater: number, highestId: number): number {
  if (highWater === 0) return Math.max(seen, highestId);
  return seen + Math.ceil(Math.max(0, highestId - highWater) * Math.min(1, seen / highWater));
}

/** The refusal while nobody has said which field holds the website. */
export function websiteFieldNotChosen(): AppError {
  return new AppError({
    code: 'website_field_not_chosen',
    status: 409,
    message: 'Choose in the settings which organization field holds the website.',
  });
}
