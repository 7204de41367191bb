import { endpoints } from '../../pipedrive/endpoints.ts';
import type { Caller, Organization } from '../../pipedrive/types.ts';
import { isAppError } from '../../platform/errors.ts';
import { addCounts, countsTotal, type Run } from '../../runs/run.ts';
import { type Driver, RunPause } from '../../runs/run-work.ts';
import type { CompanyFacts } from '../company-facts.ts';
import { contextFor, type EnrichmentContext } from '../enrichment-context.ts';
import type { EnrichmentDeps } from '../enrichment-deps.ts';
import { requireInstallation } from '../epoch-guard.ts';
import { pauseFor, unlessReplaced } from '../interruption.ts';
import { isEnrichable, type Link } from '../link.ts';
import { savePage, websiteFieldNotChosen } from '../overlap-scan.ts';
import { websiteFields } from '../website-text.ts';
import { learnPage } from './learn-page.ts';
import { timedRead } from './timed-read.ts';
import { customFieldsOf } from './walk-records.ts';

type Deps = EnrichmentDeps & CompanyFacts;
type Scope = Parameters<typeof savePage>[1] & { context: EnrichmentContext; caller: Caller };
type Places = Pick<Run, 'cursor' | 'highWater' | 'counters' | 'tokensUsed'>;

const pageSize = 500;

/** What is to be made up for. */
export type Missed = {
  /** Changes from this moment on; null: everything. */
  since: Date | null;
  /** Whether records may have been deleted: only a walk over all of them shows which are left. */
  deletes: boolean;
};

/**
 * Brings what is known of a company's records up to date after changes were missed: a sweep over those that changed
 * since, then, where it is needed, a walk over all ids. Of each record it notes anew which store it is and whose values
 * stand in it, by the same functions as scan and walk; it writes nothing to Pipedrive. Repeatable: it goes on where a
 * stopped process has left it.
 * @throws RunPause when budget or connection are missing; AppError `website_field_not_chosen`.
 */
export async function repairRecords(deps: Deps, run: Run, driver: Driver, missed: Missed): Promise<void> {
  const installation = await requireInstallation(deps, run.companyId, run.epoch);
  const { organizationUserId: userId, websiteField } = installation;
  if (userId === null) throw new RunPause('connection', null);
  if (websiteField === null) throw websiteFieldNotChosen();
  const caller: Caller = { companyId: run.companyId, userId, lane: 'bulk', signal: driver.signal };
  try {
    const context = await contextFor(deps, installation, caller, await deps.getMapping(run.companyId));
    const scope: Scope = { run, installation, websiteField, context, caller };
    let places: Places = { ...run, tokensUsed: run.tokensUsed + context.tokens };
    if (missed.since !== null && run.reading === null) {
      places = await passThrough(deps, scope, driver, places, missed.since);
      places = { ...places, cursor: null, highWater: 0 };
      await driver.checkpoint({ ...places, reading: 'pages' });
      deps.atBoundary('repair.swept');
    }
    if (missed.deletes || missed.since === null) await passThrough(deps, scope, driver, places, null);
  } catch (error) {
    throw await unlessReplaced(deps, caller, pauseFor(error, deps.clock.now()));
  }
}

/** Goes through the organizations that changed since a moment, or through all, in order of their ids. */
async function passThrough(
  deps: Deps,
  scope: Scope,
  driver: Driver,
  from: Places,
  since: Date | null,
): Promise<Places> {
  let { cursor, highWater, counters, tokensUsed } = from;
  for (;;) {
    driver.signal.throwIfAborted();
    const { value: page, readAt } = await timedRead(deps, scope.caller, (caller) =>
      listPage(deps, { ...scope, caller }, cursor, since),
    );
    tokensUsed += endpoints.listOrganizations.cost;
    if (!page) {
      cursor = null;
      continue;
    }
    deps.atBoundary('walk.page-read');
    const isLast = page.nextCursor === null;
    const fresh = page.items.filter(({ id }) => id > highWater);
    const to = isLast ? Number.MAX_SAFE_INTEGER : (page.items.at(-1)?.id ?? highWater);
    const range = since === null ? { from: highWater + 1, to } : null;
    if (fresh.length > 0 || range) {
      counters = addCounts(counters, await notePage(deps, scope, { fresh, range, readAt }));
    }
    deps.atBoundary('walk.records-noted');
    highWater = Math.max(highWater, fresh.at(-1)?.id ?? 0);
    cursor = page.nextCursor;
    const planned = countsTotal(counters);
    await driver.checkpoint({ cursor, highWater, counters, tokensUsed, planned, plannedIsEstimate: !isLast });
    deps.atBoundary('walk.checkpoint-written');
    if (isLast) return { cursor, highWater, counters, tokensUsed };
  }
}

/** Null when the cursor has died. */
async function listPage(deps: Deps, scope: Scope, cursor: string | null, since: Date | null) {
  const query = {
    limit: pageSize,
    ...customFieldsOf(scope.context, websiteFields(scope.websiteField)),
    ...(cursor !== null && { cursor }),
    // Lists take whole seconds only; rounded down nothing is left out.
    ...(since !== null && { updatedSince: `${since.toISOString().slice(0, 19)}Z` }),
  };
  try {
    return await deps.pipedrive.listOrganizations(scope.caller, query);
  } catch (error) {
    if (cursor === null || !isAppError(error, 'request_refused')) throw error;
    return null;
  }
}

/**
 * Notes a page: which stores its records are, then whose values stand in those that are some.
 * @param page.range ids the page is all of; null: other records may lie between its own
 */
async function notePage(
  deps: Deps,
  scope: Scope,
  page: { fresh: readonly Organization[]; range: { from: number; to: number } | null; readAt: Date },
) {
  const { run } = scope;
  const ids = page.fresh.map(({ id }) => id);
  const { range } = page;
  const known = () =>
    range ? deps.links.inRange(run, range.from, range.to) : deps.links.ofOrganizations(run, ids);
  const newer = newerThan(await known());
  const fresh = page.fresh.filter((organization) => !newer(organization));
  const overtaken = new Set(page.fresh.filter(newer).map(({ id }) => id));
  const counts = await savePage(deps, scope, fresh, async () =>
    (await known()).filter(({ orgId }) => !overtaken.has(orgId)),
  );
  const links = (await deps.links.ofOrganizations(run, ids)).filter(
    (link) => isEnrichable(link) && !wroteSince(link, page.readAt),
  );
  const stillNewer = newerThan(links);
  const told = fresh.filter((organization) => !stillNewer(organization));
  await learnPage(deps, scope, links, told, page.readAt);
  return counts;
}

/** True when somebody wrote to the record after it was read, or is about to: what was read is not what stands there. */
function wroteSince({ knowledge, last }: Link, readAt: Date): boolean {
  return knowledge.pending !== null || (last !== null && last.at >= readAt);
}

/** Says of an organization whether more is known than this reading of it tells: an event or a write overtook it. */
function newerThan(links: readonly Link[]): (organization: Organization) => boolean {
  const times = new Map(
    links.map((link) => [link.orgId, Math.max(timeOf(link.updateTime), timeOf(link.knowledge.asOf))]),
  );
  return ({ id, updateTime }) => (times.get(id) ?? 0) > timeOf(updateTime);
}

const timeOf = (text: string | null): number => (text === null ? 0 : Date.parse(text));
